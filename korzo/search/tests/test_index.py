from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from korzo.search import sources
from korzo.search.actions import Findable, drop, index, index_about_member, index_many, register, tidy
from korzo.search.models import Document
from korzo.search.numbers import moment_of, number_at, wanted_number
from korzo.search.sources import UnknownKind
from korzo.search.store import store
from korzo.search.tests.shelf import FIRST, Shelf, found

type Queries = Callable[..., AbstractContextManager[object]]


def rows_of_words() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_words")
        return int(cursor.fetchone()[0])


def test_a_change_replaces_what_was_there(shelf: Shelf) -> None:
    pk = shelf.put("Socks", "of wool", space_id=1)
    number = Document.objects.get().pk
    shelf.change(pk, title="Gloves", body="of wool", space_id=2)
    assert (found("socks"), found("gloves"), found("wool")) == ([], [1], [1])
    assert (found("wool", space_id=1), found("wool", space_id=2)) == ([], [1])
    assert (Document.objects.get().pk, rows_of_words()) == (number, 1)


def test_what_is_gone_is_gone(shelf: Shelf) -> None:
    for _turn in range(3):
        shelf.put("Socks", "of wool")
    shelf.take_away(2)
    assert found("socks") == [3, 1]
    assert index("thing", [2, 99]) == 0
    assert drop("thing", [1, 1, 99]) == 1
    assert (found("socks"), Document.objects.count(), rows_of_words()) == ([3], 1, 1)


def test_what_did_not_change_is_not_written(shelf: Shelf, django_assert_num_queries: Queries) -> None:
    shelf.put("Socks", "of wool")
    things = list(shelf.load([1]).values())
    with django_assert_num_queries(1):
        assert index_many(things) == 0


def test_one_new_reply_costs_few_questions(shelf: Shelf, django_assert_num_queries: Queries) -> None:
    for _turn in range(5):
        shelf.put("", "wool and rain")
    shelf.things[6] = Findable(kind="thing", object_id=6, at=FIRST, body="a pair of socks, twice two")
    # What is there, whether the number is free, the document, its words. SQLite takes the words out before it puts them
    # in, PostgreSQL takes a lock.
    with django_assert_num_queries(5):
        index("thing", [6])
    assert found("pair socks") == [6]


def test_many_things_of_one_moment_have_numbers_of_their_own(shelf: Shelf) -> None:
    at = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
    things = [
        Findable(kind=kind, object_id=pk, at=at, body="socks") for kind in ("thing", "gniht") for pk in range(300)
    ]
    assert index_many(things) == 600
    assert index_many(things) == 0
    numbers = set(Document.objects.values_list("pk", flat=True))
    assert len(numbers) == 600
    assert {moment_of(number) for number in numbers} == {at.replace(microsecond=123000)}
    assert rows_of_words() == 600


@pytest.mark.parametrize("at", [datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)])
def test_no_moment_is_an_error(shelf: Shelf, at: datetime) -> None:
    index_many([Findable(kind="thing", object_id=1 << 40, at=at, body="socks")])
    assert found("socks") == [1 << 40]


def test_younger_things_have_larger_numbers() -> None:
    assert wanted_number(FIRST, "a", 10**12) < number_at(FIRST + timedelta(milliseconds=1))
    assert wanted_number(FIRST, "a", 5) >= number_at(FIRST)


def test_things_about_a_person_are_read_anew(shelf: Shelf) -> None:
    own = shelf.put("", "my socks", author_id=7)
    naming = shelf.put("", "as tea said", author_id=8, named_ids=[7, 9])
    other = shelf.put("", "as tea said", author_id=77, named_ids=[70])
    shelf.things[own] = Findable(kind="thing", object_id=own, at=FIRST, body="my socks")
    shelf.things[naming] = Findable(kind="thing", object_id=naming, at=FIRST, body="as … said", author_id=8)
    assert index_about_member("thing", 7) == 2
    assert (found("tea"), found("", author_id=7), found("", author_id=8)) == ([other], [], [naming])
    assert index_about_member("thing", 7) == 0


def test_a_very_long_text_is_found_by_its_beginning(shelf: Shelf) -> None:
    shelf.put("first " * 500, "beginning " + "word " * 20_000 + "end")
    assert (found("beginning"), found("end")) == ([1], [])
    shelf.put("a" * 100_000, "b-" * 50_000)
    assert found("a" * 100_000) == [2]


def test_kinds_are_registered_once(shelf: Shelf) -> None:
    with pytest.raises(ValueError, match="Two sources"):
        register(Shelf().source())
    with pytest.raises(UnknownKind):
        index("nothing", [1])
    assert [one.kind for one in sources.all_sources()] == ["thing"]


def test_housekeeping_leaves_everything_findable_and_no_trace_of_what_went(shelf: Shelf) -> None:
    for _turn in range(30):
        shelf.put("Socks", "of kamenska")
    for pk in range(1, 31):
        shelf.change(pk, title="Socks", body="of wool")
    tidy()
    assert len(found("wool")) == 30
    assert "kamenska" not in {word for word, _count in store().vocabulary(titles=False)}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM search_words_data WHERE instr(block, CAST('kamenska' AS BLOB))")
            assert cursor.fetchone() == (0,)
