import json
import logging
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.db.models import Value

from korzo.kit import meters
from korzo.members.models import Member
from korzo.project.watch import slow
from korzo.project.watch.lines import JsonLines
from tests.cast import Cast, signed_in


@pytest.fixture
def everything_is_slow(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.KORZO_SLOW_QUERY_MS = 0
    monkeypatch.setattr(slow, "_shapes", slow._Shapes())


def told(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [json.loads(JsonLines().format(one)) for one in caplog.records if one.name == "korzo.slow_queries"]


def ask(name: str) -> None:
    list(Member.objects.filter(name=name).annotate(n=Value(7)))


@pytest.mark.django_db
def test_it_tells_the_shape_and_never_the_values(everything_is_slow: None, caplog: pytest.LogCaptureFixture) -> None:
    with slow.counting(lambda: "a_page") as tally:
        ask("Tea Nováková")
    assert tally.count == 1
    [line] = told(caplog)
    assert line["route"] == "a_page"
    assert "Nov" not in json.dumps(line)
    assert '"members_member"."name" = ?' in line["sql"]
    assert "%s" not in line["sql"]
    assert line["place"].startswith("korzo/project/watch/tests/test_slow.py:") or line["place"] == "-"
    assert line["queries"] == 1


@pytest.mark.django_db
def test_it_names_the_place_in_our_code(cast: Cast, everything_is_slow: None, caplog: pytest.LogCaptureFixture) -> None:
    signed_in(cast.tea).get("/notices/")
    places = {line["place"] for line in told(caplog)}
    assert any(place.startswith("korzo/notifications/") for place in places)
    assert not any("/project/watch/" in place or "site-packages" in place for place in places)


@pytest.mark.django_db
def test_the_same_shape_is_told_once_and_counted(
    everything_is_slow: None, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _slow_count()
    with slow.counting(lambda: "crowd"):
        for number in range(50):
            ask(f"Tea {number}")
    assert [line["times"] for line in told(caplog)] == [1]
    assert _slow_count() == before + 50
    monkeypatch.setattr(slow, "SILENCE_SECONDS", 0.0)
    with slow.counting(lambda: "crowd"):
        ask("Tea")
    assert told(caplog)[-1]["times"] == 51


def _slow_count() -> float:
    reading = meters.read().readings.get("korzo_slow_queries")
    return reading.rows.get(("crowd",), [0.0])[0] if reading else 0.0


@pytest.mark.django_db
def test_quick_queries_are_counted_and_not_told(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.KORZO_SLOW_QUERY_MS = 60_000
    with slow.counting(lambda: "a_page") as tally:
        ask("Tea")
        ask("Ivo")
    assert (tally.count, told(caplog)) == (2, [])
    assert tally.seconds > 0


@pytest.mark.django_db
def test_a_query_that_fails_is_counted_and_fails(everything_is_slow: None, caplog: pytest.LogCaptureFixture) -> None:
    def gone(*_anything: object) -> None:
        raise DatabaseError("gone")

    with slow.counting(lambda: "a_page") as tally, connection.execute_wrapper(gone), pytest.raises(DatabaseError):
        ask("Tea")
    assert tally.count == 1
    assert len(told(caplog)) == 1


@pytest.mark.django_db
def test_it_stands_first_and_once() -> None:
    def another(execute: Any, *rest: Any) -> Any:
        return execute(*rest)

    with connection.execute_wrapper(another):
        for _turn in range(3):
            with slow.counting(lambda: "x"):
                ask("Tea")
    assert connection.execute_wrappers.count(slow.observed) == 1
    assert another not in connection.execute_wrappers


@pytest.mark.django_db
def test_outside_of_work_nothing_is_counted(everything_is_slow: None, caplog: pytest.LogCaptureFixture) -> None:
    slow.observe_connections()
    ask("Tea")
    assert told(caplog) == []


@pytest.mark.parametrize(
    ("sql", "shape"),
    [
        ("SELECT a FROM t WHERE b = %s AND c = %(c)s", "SELECT a FROM t WHERE b = ? AND c = ?"),
        ("SELECT 'it''s', 12, 3.5, x1 FROM t2 LIMIT 21", "SELECT ?, ?, ?, x1 FROM t2 LIMIT ?"),
        ("… IN (%s, %s, %s) … IN (1,2)", "… IN (?…) … IN (?…)"),
        ("INSERT INTO t VALUES (%s, %s), (%s, %s),\n (%s, %s)", "INSERT INTO t VALUES (?…)"),
        ('SELECT "U0"."id" FROM "a1" "U0"', 'SELECT "U0"."id" FROM "a1" "U0"'),
        ("SELECT $tag$secret$tag$, $$more$$", "SELECT ?, ?"),
        ("SELECT 'never closed secret", "SELECT ?"),
        ("  SELECT\n\t1 ", "SELECT ?"),
    ],
)
def test_the_shape_of_a_query(sql: str, shape: str) -> None:
    assert slow.shape_of(sql) == shape


def test_a_long_query_is_cut() -> None:
    assert len(slow.shape_of("SELECT " + ", ".join(f"column_{n}" for n in range(50_000)))) == slow.SHAPE_LENGTH_MAX + 1


def test_shapes_fill_no_memory() -> None:
    shapes = slow._Shapes()
    for number in range(5_000):
        shapes.note(f"SELECT {number}")
    assert len(shapes.known) <= slow.SHAPES_MAX


def test_it_is_told_at_warning(caplog: pytest.LogCaptureFixture) -> None:
    slow._tell("SELECT %s", 0.2, slow.Tally(lambda: "x"))
    assert caplog.records[-1].levelno == logging.WARNING
