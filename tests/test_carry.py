"""Real commands on real installations: saved while they run, brought back, moved, and killed in the middle of it."""

import json
import os
import signal
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.cast import make_cast
from tests.installation import Place, place, wait_for
from tests.postgres import binaries, server
from tests.town import make_town

pytestmark = [pytest.mark.stress, pytest.mark.skipif(binaries() is None, reason="PostgreSQL is not installed here")]

# Every migration there is runs in between, perhaps on a busy machine.
SECONDS_MAX = 900.0


@pytest.fixture
def here(transactional_db: None, tmp_path: Path) -> Iterator[Place]:
    """A town, with a picture."""
    make_town(make_cast())
    with place(tmp_path / "here") as made:
        picture = made.data / "media" / "products" / "ridge.webp"
        picture.parent.mkdir(parents=True)
        picture.write_bytes(b"a picture")
        yield made


@contextmanager
def another(database: str, folder: Path) -> Iterator[Place]:
    made = Place(folder, database=database)
    try:
        yield made
    finally:
        made.end()


def done(at: Place, *arguments: str, code: int = 0, **more: str) -> str:
    """What the command said."""
    before = len(at.log()) if (at.folder / "log").exists() else 0
    process = at.start(*arguments, **more)
    process.wait(SECONDS_MAX)
    told = at.log()[before:]
    assert process.returncode == code, told
    return told


def killed_at(at: Place, words: str, *arguments: str) -> None:
    before = len(at.log()) if (at.folder / "log").exists() else 0
    process = at.start(*arguments)
    wait_for(lambda: words in at.log()[before:] or process.poll() is not None, words, seconds_max=SECONDS_MAX)
    assert process.poll() is None, at.log()
    process.send_signal(signal.SIGKILL)
    process.wait()


def saved(at: Place, name: str) -> dict[str, Any]:
    """Rows, sums and numbers of every table."""
    path = at.folder / name
    done(at, "backup", str(path), "--quiet")
    with tarfile.open(path) as archive:
        found = archive.extractfile("summary.json")
        assert found is not None
        tables: dict[str, Any] = json.load(found)["tables"]
        return tables


def found_things(at: Place) -> int:
    """How much the search knows of."""
    asked = "SELECT count(*) FROM search_document"
    if at.database:
        with psycopg.connect(at.database) as postgres:
            row = postgres.execute(asked).fetchone()
            return int(row[0]) if row else 0
    with closing(sqlite3.connect(at.data / "korzo.sqlite3")) as file:
        return int(file.execute(asked).fetchone()[0])


def is_log_strict(at: Place) -> bool:
    """Whether the database itself still refuses to forget what happened."""
    errors = (sqlite3.DatabaseError, psycopg.Error)
    if at.database:
        with psycopg.connect(at.database, autocommit=True) as postgres, pytest.raises(errors, match="never deleted"):
            postgres.execute("DELETE FROM activity_activity")
    else:
        with closing(sqlite3.connect(at.data / "korzo.sqlite3")) as file, pytest.raises(errors, match="never deleted"):
            file.execute("DELETE FROM activity_activity")
    return True


def lives(at: Place) -> None:
    """It starts, answers, and the worker goes on where it was."""
    at.up()
    at.ask("light")
    wait_for(lambda: set(at.report()["deliveries"][-3:]) == {"done"}, "the deliveries")
    at.end()


def test_a_town_moves_to_the_other_database_and_back(here: Place, tmp_path: Path) -> None:
    with server() as postgres:
        there = "sqlite" if here.database else postgres
        before = saved(here, "before.tar")
        for words in ("Preparing the database", "Filling the database", "Comparing"):
            killed_at(here, words, "move", "--to", there)
            assert saved(here, "still.tar") == before
        told = done(here, "move", "--to", there)
        assert "every row was compared" in told
        assert ("take KORZO_DATABASE out" if here.database else "Next, set KORZO_DATABASE=postgres://") in told

        with another("" if here.database else postgres, here.folder) as moved:
            assert saved(moved, "moved.tar") == before
            assert is_log_strict(moved)
            assert found_things(moved) >= found_things(here) > 0
            assert "Add --replace" in done(here, "move", "--to", there, code=2)
            lives(moved)
            after = saved(moved, "after.tar")
            back = here.database or "sqlite"
            done(moved, "move", "--to", back, "--replace")
        assert saved(here, "back.tar") == after
        assert is_log_strict(here)
        lives(here)


def test_a_running_town_is_saved_and_comes_back(here: Place, tmp_path: Path) -> None:
    here.up()
    path = here.folder / "town.tar"
    assert "files in" in done(here, "backup", str(path))
    assert "Korzo is using" in done(here, "restore", str(path), "--replace", code=2)
    here.ask("light")
    here.end()
    later = saved(here, "later.tar")

    assert "Add --replace" in done(here, "restore", str(path), code=2)
    damaged = here.folder / "damaged.tar"
    damaged.write_bytes(path.read_bytes()[:-1000])
    assert "is damaged" in done(here, "restore", str(damaged), "--replace", code=2)
    for words in ("Preparing the database", "Filling the database"):
        killed_at(here, words, "restore", str(path), "--replace")
        done(here, "prepare")
        assert saved(here, "still.tar") == later
    (here.data / "media" / "products" / "later.webp").write_bytes(b"made after the backup")
    told = done(here, "restore", str(path), "--replace")
    assert "and 1 files of" in told
    assert "another secret key" not in told
    assert [file.name for file in (here.data / "media" / "products").iterdir()] == ["ridge.webp"]
    assert sorted(saved(here, "back.tar")) == sorted(later)
    assert is_log_strict(here)
    lives(here)


def steps(at: Place, app: str) -> list[str]:
    asked = "SELECT name FROM django_migrations WHERE app = '" + app + "' ORDER BY name"
    if at.database:
        with psycopg.connect(at.database) as postgres:
            return [name for (name,) in postgres.execute(asked)]
    with closing(sqlite3.connect(at.data / "korzo.sqlite3")) as file:
        return [name for (name,) in file.execute(asked)]


def test_an_older_backup_fits_into_the_other_database(here: Place, tmp_path: Path) -> None:
    """It is saved as it was before the last update, by a Korzo that is newer, and comes back up to date."""
    today = steps(here, "mfa")
    done(here, "manage", "migrate", "mfa", "0001")
    assert len(steps(here, "mfa")) == 1
    before = saved(here, "before.tar")
    with server() as postgres, another("" if here.database else postgres, tmp_path / "there") as there:
        told = done(there, "restore", str(here.folder / "before.tar"))
        assert "another secret key" in told
        assert saved(there, "after.tar") == before
        assert steps(there, "mfa") == today
        assert (there.data / "media" / "products" / "ridge.webp").read_bytes() == b"a picture"
        lives(there)


def test_a_move_of_a_running_community_is_a_rehearsal(here: Place) -> None:
    here.up()
    with server() as postgres:
        told = done(here, "move", "--to", "sqlite" if here.database else postgres, code=3)
        assert "The community was running." in told
        assert here.health()


def test_a_killed_backup_leaves_nothing_under_its_name(here: Place) -> None:
    """The many files make it last long enough to be killed amid them."""
    folder = here.data / "media" / "many"
    folder.mkdir()
    for number in range(3000):
        (folder / f"{number}.webp").write_bytes(os.urandom(5000))
    path = here.folder / "town.tar"
    killed_at(here, "Saving the files", "backup", str(path))
    assert not path.exists()
    assert list(here.folder.glob(".town.tar.*.unfinished"))
    done(here, "backup", str(path))
    done(here, "backup", "--check", str(path))
    assert list(here.folder.glob("*.unfinished")) + list(here.folder.glob(".*.unfinished")) == []
    assert list(here.data.glob("meanwhile-*")) == []


ROWS = 300_000
MEMORY_MORE_KIB_MAX = 40 * 1024


def test_memory_does_not_grow_with_the_rows(here: Place) -> None:
    small = peak_kib(here, "small.tar")
    fill(here)
    large = peak_kib(here, "large.tar")
    assert large - small < MEMORY_MORE_KIB_MAX, (small, large)


def peak_kib(at: Place, name: str) -> int:
    """Of saving, and of filling another database with it (which is then thrown away)."""
    process = at.start(str(at.folder / name), module="tests.carry_all")
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, at.log()
    return used.ru_maxrss


def fill(at: Place) -> None:
    columns = "verb, actor_kind, subject_label, data, occurred_at, recorded_at, depth, backfilled"
    if at.database:
        with psycopg.connect(at.database, autocommit=True) as postgres:
            postgres.execute(
                f"INSERT INTO activity_activity ({columns}) SELECT 'a.b', 'system', '', "
                "jsonb_build_object('words', repeat(md5(n::text), 10)), now(), now(), 0, false "
                "FROM generate_series(1, %s) AS n", [ROWS],
            )  # fmt: skip
        return
    with closing(sqlite3.connect(at.data / "korzo.sqlite3")) as file:
        moment = "2026-11-23 10:00:00.000001"
        row = ("a.b", "system", "", json.dumps({"words": "0123456789abcdef" * 20}), moment, moment, 0, False)
        file.executemany(
            f"INSERT INTO activity_activity ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (row for _ in range(ROWS))
        )
        file.commit()
