"""The command is killed in the middle, twice. Called again it goes on: nothing is lost, and nothing comes twice."""

import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from korzo.exchange.tests.files import DAY, neutral_file
from tests.installation import Place, place, wait_for

TOPICS, REPLIES = 60, 40

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(bool(os.environ.get("KORZO_DATABASE")), reason="looks into the file of the database"),
]


@pytest.fixture
def here(transactional_db: None, tmp_path: Path) -> Iterator[Place]:
    with place(tmp_path / "here") as made:
        yield made


def many() -> dict[str, list[dict[str, Any]]]:
    topics = [
        {
            "source_id": f"t{n}",
            "space": "s",
            "author": f"{n % 30}",
            "title": f"Topic number {n}",
            "created_at": DAY.format(1),
        }
        for n in range(TOPICS)
    ]
    posts = [
        {
            "source_id": f"p{n}-{k}", "topic": f"t{n}", "author": f"{(n + k) % 30}", "created_at": DAY.format(2),
            "html": f"<p>Words {k} of topic {n}</p>",
        }
        for n in range(TOPICS)
        for k in range(REPLIES)
    ]  # fmt: skip
    reactions = [{"post": f"p{n}-0", "person": f"{(n + 1) % 30}", "key": "heart"} for n in range(TOPICS)]
    people = [{"source_id": f"{n}", "name": f"Person {n}", "email": f"p{n}@old.example"} for n in range(30)]
    return {
        "people": people, "spaces": [{"source_id": "s", "name": "Rides"}], "topics": topics, "posts": posts,
        "reactions": reactions,
    }  # fmt: skip


def asked(here: Place, question: str) -> list[Any]:
    try:
        with sqlite3.connect(f"file:{here.data / 'korzo.sqlite3'}?mode=ro", uri=True) as database:
            return list(database.execute(question).fetchall())
    except sqlite3.OperationalError:
        return []


def has_posts(here: Place, least: int) -> bool:
    found = asked(here, "SELECT count(*) FROM discussions_post")
    return bool(found) and found[0][0] >= least


def test_killed_in_between_it_loses_and_doubles_nothing(here: Place, tmp_path: Path) -> None:
    path = neutral_file(tmp_path / "many.zip", many())
    for least in (1, 900):
        process = here.start("import", str(path))
        wait_for(partial(has_posts, here, least), "the first posts")
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        time.sleep(0.2)
    assert asked(here, "SELECT state FROM exchange_import") == [("running",)]
    # Another file of the same name is another one; whose turn it is is said.
    (tmp_path / "other").mkdir()
    other = here.run("import", str(neutral_file(tmp_path / "other" / "many.zip")))
    assert (other.returncode, f"korzo import {path.resolve()}" in other.stderr) == (2, True)
    done = here.run("import", str(path))
    assert done.returncode == 0, done.stderr
    assert "Going on with what was begun: many.zip" in done.stdout
    assert asked(here, "SELECT count(*), count(DISTINCT plain) FROM discussions_post") == [(TOPICS * REPLIES,) * 2]
    whole = f"SELECT count(*) FROM discussions_topic WHERE reply_count = {REPLIES - 1} AND is_standing"
    assert asked(here, whole) == [(TOPICS,)]
    assert asked(here, "SELECT topic_count FROM discussions_space") == [(TOPICS,)]
    assert asked(here, "SELECT count(*) FROM reactions_reaction") == [(TOPICS,)]
    assert asked(here, "SELECT count(*) FROM members_member") == [(30,)]
    assert asked(here, "SELECT count(*) FROM search_document") == [(TOPICS * REPLIES + 30,)]
    verbs = "SELECT verb, count(*) FROM activity_activity GROUP BY verb"
    assert asked(here, verbs) == [("exchange.community_imported", 1)]
