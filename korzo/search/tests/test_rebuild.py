import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import IO

import pytest
from django.db import connection
from django.utils import timezone

from korzo.search import sources
from korzo.search.actions import Findable, index_many, rebuild
from korzo.search.models import Document, Rebuilding, Spelling
from korzo.search.queries import is_current, progress
from korzo.search.store import store
from korzo.search.tests import walk
from korzo.search.tests.shelf import FIRST, Shelf, found


def wordless() -> set[int]:
    numbers = set(Document.objects.values_list("pk", flat=True))
    return numbers - store().present(numbers)


def stray() -> set[int]:
    return set(store().numbers(behind=-1, limit=10_000)) - set(Document.objects.values_list("pk", flat=True))


def fill(shelf: Shelf, number: int) -> None:
    for pk in range(1, number + 1):
        shelf.things[pk] = Findable(kind="thing", object_id=pk, at=FIRST + timedelta(hours=pk), body=f"wool {pk}")


def test_it_takes_in_all_and_says_how_far_it_is(shelf: Shelf) -> None:
    fill(shelf, 450)
    assert (progress(), is_current()) == (None, False)
    steps: list[int] = []
    run = rebuild(progress=lambda one: steps.append(one.done))
    assert steps == [200, 400, 450, 450]
    assert (run.done, run.total, Document.objects.count()) == (450, 450, 450)
    assert len(found("wool")) == 100
    told = progress()
    assert told is not None
    assert (told.done, told.total, told.share, told.finished_at is not None) == (450, 450, 1.0, True)
    assert is_current()


def test_it_mends_whatever_is_wrong(shelf: Shelf) -> None:
    fill(shelf, 10)
    rebuild()
    # A thing changed, one came, one went unheard; words without a document, a document without words; a room went away.
    shelf.things[1] = Findable(kind="thing", object_id=1, at=FIRST, body="silk")
    shelf.things[11] = Findable(kind="thing", object_id=11, at=FIRST, body="wool")
    del shelf.things[10], shelf.things[5]
    index_many([Findable(kind="other", object_id=1, at=FIRST, title="Lonely", body="wool")])
    store().drop([Document.objects.get(object_id=3).pk])
    Document.objects.filter(object_id=2).delete()
    rebuild()
    assert sorted(found("wool")) == [2, 3, 4, 6, 7, 8, 9, 11]
    assert found("silk") == [1]
    assert sorted(Document.objects.values_list("kind", "object_id")) == [("thing", pk) for pk in sorted(shelf.things)]
    assert (wordless(), stray()) == (set(), set())
    assert not Spelling.objects.filter(word="lonely").exists()


def test_a_second_time_changes_nothing(shelf: Shelf) -> None:
    fill(shelf, 30)
    rebuild()
    before = sorted(Document.objects.values_list("pk", "digest"))
    rebuild()
    assert sorted(Document.objects.values_list("pk", "digest")) == before
    assert Rebuilding.objects.count() == 1


def test_it_begins_anew_when_words_are_folded_in_another_way(shelf: Shelf) -> None:
    fill(shelf, 5)
    Rebuilding.objects.create(version=0, total=5, done=5, kind="thing", position=5)
    Rebuilding.objects.create(version=0, total=5, done=5, kind="thing", position=5, finished_at=timezone.now())
    assert not is_current()
    rebuild()
    assert (len(found("wool")), is_current()) == (5, True)


def test_a_database_that_was_carried_over_without_its_words_is_built_anew(shelf: Shelf) -> None:
    fill(shelf, 5)
    rebuild()
    store().drop(store().numbers(behind=-1, limit=10))
    assert (is_current(), found("wool")) == (False, [])
    rebuild()
    assert (is_current(), len(found("wool")), wordless()) == (True, 5, set())


def test_an_empty_house_is_built_at_once(shelf: Shelf) -> None:
    run = rebuild()
    assert (run.done, run.total, is_current()) == (0, 0, True)


def broken_off(shelf: Shelf, after: int) -> None:
    """As by an error in the middle of a piece."""

    def stop(run: Rebuilding) -> None:
        if run.done >= after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(progress=stop)


def test_it_goes_on_where_it_was_broken_off(shelf: Shelf) -> None:
    fill(shelf, 700)
    broken_off(shelf, 400)
    told = progress()
    assert told is not None
    assert (told.done, told.finished_at, Document.objects.count()) == (400, None, 400)
    shelf.loads = 0
    rebuild()
    assert (Document.objects.count(), shelf.loads) == (700, 2)
    broken_off(shelf, 400)
    shelf.loads = 0
    rebuild(anew=True)
    assert shelf.loads == 4


@pytest.fixture
def walked(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[], "subprocess.Popen[bytes]"]:
    monkeypatch.setattr(sources, "_registry", sources._Registry())
    walk.register_all()

    def start() -> "subprocess.Popen[bytes]":
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "korzo.project.settings_test"}
        return subprocess.Popen(
            [sys.executable, "-m", "korzo.search.tests.walk", str(connection.settings_dict["NAME"])],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    return start


def read_line(stream: IO[bytes] | None) -> str:
    assert stream is not None
    return stream.readline().decode().strip()


@pytest.mark.parametrize("pieces", [1, 7, 15])
def test_a_process_that_is_killed_leaves_nothing_out_and_nothing_double(
    walked: Callable[[], "subprocess.Popen[bytes]"], pieces: int
) -> None:
    process = walked()
    lines = [read_line(process.stdout) for _piece in range(pieces)]
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert lines[-1], "It ended before it was ended."
    told = progress()
    assert told is not None
    assert told.finished_at is None
    assert Document.objects.count() == told.done
    assert (wordless(), stray()) == (set(), set())

    process = walked()
    out, error = process.communicate(timeout=120)
    assert process.returncode == 0, error.decode()
    assert len(out.splitlines()) <= 16 - pieces + 1
    told = progress()
    assert told is not None
    assert (told.done, told.total, told.finished_at is not None) == (2_700, 2_700, True)
    assert Document.objects.count() == len(store().numbers(behind=-1, limit=10_000)) == 3 * walk.EACH
    assert (wordless(), stray()) == (set(), set())
    assert len(found("number77")) == 3 * 11


def test_two_who_walk_at_the_same_time_do_it_once(walked: Callable[[], "subprocess.Popen[bytes]"]) -> None:
    both = [walked(), walked()]
    for process in both:
        _out, error = process.communicate(timeout=180)
        assert process.returncode == 0, error.decode()
    told = progress()
    assert told is not None
    assert (told.done, Document.objects.count()) == (2_700, 2_700)
    assert (wordless(), stray()) == (set(), set())
