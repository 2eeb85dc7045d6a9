"""Whatever a column can hold comes back the same from either database, and counts the same on both."""

import json
import math
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from korzo.project.carry import Failed
from korzo.project.carry.lines import Cells, Sum, summed, written
from korzo.project.carry.stores import Store
from korzo.project.carry.tests.homes import EVERYTHING, store_for_everything
from korzo.project.carry.values import Kind, from_sqlite, to_sqlite

whole = st.integers(-(2**63), 2**63 - 1)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200)
numbers = st.floats(allow_nan=False, allow_infinity=False).map(lambda value: value + 0.0)
everything = st.recursive(
    st.none() | st.booleans() | whole | numbers | words,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(words, below, max_size=4),
    max_leaves=12,
)
CELLS = {
    Kind.INTEGER: whole,
    Kind.BOOLEAN: st.booleans(),
    Kind.TEXT: words,
    Kind.MOMENT: st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)).map(  # noqa: DTZ001 (written as UTC)
        lambda value: value.isoformat(" ", "microseconds")
    ),
    Kind.DATE: st.dates().map(lambda value: value.isoformat()),
    Kind.TIME: st.times(time(0), time(23, 59, 59, 999_999)).map(lambda value: value.isoformat("microseconds")),
    Kind.DURATION: st.timedeltas(timedelta(days=-100_000), timedelta(days=100_000)).map(
        lambda value: value // timedelta(microseconds=1)
    ),
    # SQLite keeps fifteen digits.
    Kind.DECIMAL: st.integers(-(10**15) + 1, 10**15 - 1).map(lambda value: format(Decimal(value).scaleb(-4), "f")),
    Kind.REAL: numbers,
    Kind.JSON: everything.map(lambda value: [value]),
    Kind.UUID: st.uuids().map(lambda value: value.hex),
    Kind.BINARY: st.binary(max_size=60).map(lambda value: b64encode(value).decode("ascii")),
    Kind.ADDRESS: st.ip_addresses(v=4).map(str) | st.ip_addresses(v=6).map(str).filter(lambda one: "%" not in one),
}
rows = st.lists(
    st.tuples(*(st.none() | CELLS[column.kind] for column in EVERYTHING.columns[1:])).map(list), min_size=1, max_size=5
).map(lambda found: [[number, *cells] for number, cells in enumerate(found, 1)])


def both() -> list[str]:
    return ["sqlite", "postgresql"] if connection.vendor == "postgresql" else ["sqlite"]


@pytest.fixture
def stores(transactional_db: None, tmp_path: Path) -> Iterator[list[Store]]:
    """SQLite always, and PostgreSQL where this run has one."""
    with ExitStack() as stack:
        yield [stack.enter_context(store_for_everything(vendor, tmp_path)) for vendor in both()]


def put_in(store: Store, cells: list[Cells]) -> None:
    store.begin([EVERYTHING])
    try:
        store.fill(EVERYTHING, iter(cells))
        store.finish([EVERYTHING])
    except Failed:
        store.connection.rollback()  # type: ignore[attr-defined]  # Both have one; only tests go on after a failure.
        raise


def sum_of(cells: list[Cells]) -> str:
    found = Sum()
    for one in cells:
        found.add(summed(EVERYTHING, one, written(one)))
    return found.digest


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=rows)
def test_it_brings_back_every_value(stores: list[Store], found: list[Cells]) -> None:
    for store in stores:
        put_in(store, found)
        back = list(store.rows(EVERYTHING))
        assert sum_of(back) == sum_of(found), (store.vendor, found, back)
        # What was read goes through a file as text, and into the next database.
        assert json.loads(written(back[0])) == back[0]


def test_it_writes_as_django_itself_does() -> None:
    """A question to SQLite compares texts, so a moment must look the same whoever wrote it."""
    turn = to_sqlite(Kind.MOMENT)
    assert turn is not None
    assert turn("2026-11-23 10:00:00.000000") == "2026-11-23 10:00:00"
    assert turn("2026-11-23 10:00:00.000100") == "2026-11-23 10:00:00.000100"
    data = to_sqlite(Kind.JSON)
    assert data is not None
    assert data([{"b": 1, "a": None}]) == '{"b": 1, "a": null}'
    assert data([None]) == "null"


@pytest.mark.parametrize(
    ("kind", "stored", "cell"),
    [
        (Kind.MOMENT, "2026-11-23 10:00:00", "2026-11-23 10:00:00.000000"),
        (Kind.MOMENT, "2026-11-23T12:00:00.5+02:00", "2026-11-23 10:00:00.500000"),
        (Kind.DECIMAL, 99, "99.0000"),
        (Kind.DECIMAL, 0.1, "0.1000"),
        (Kind.BOOLEAN, 1, True),
        (Kind.UUID, "0123456789ABCDEF0123456789ABCDEF", "0123456789abcdef0123456789abcdef"),
        (Kind.REAL, -0.0, 0.0),
    ],
)
def test_it_reads_what_sqlite_keeps(kind: Kind, stored: object, cell: object) -> None:
    turn = from_sqlite(kind, 4)
    assert turn is not None
    assert turn(stored) == cell
    assert str(turn(stored)) == str(cell)


def test_the_null_of_json_is_not_the_null_of_the_database(stores: list[Store]) -> None:
    nothing: Cells = [None] * (len(EVERYTHING.columns) - 1)
    data = [column.name for column in EVERYTHING.columns].index("data")
    for store in stores:
        put_in(store, [[1, *nothing], [2, *nothing[: data - 1], [None], *nothing[data:]]])
        assert [cells[data] for cells in store.rows(EVERYTHING)] == [None, [None]]


@pytest.mark.parametrize("value", [1e16, 100.0, 5e-324, -0.0, 1e300, 0.1, {"b": [1.0], "a": 2e20}])
def test_a_number_counts_the_same_however_it_is_written(value: object) -> None:
    """PostgreSQL writes 1e+16 as 10000000000000000, and sorts keys."""

    def spelled(one: object) -> object:
        if isinstance(one, float) and one.is_integer() and math.isfinite(one):
            return int(Decimal(repr(one)))
        if isinstance(one, list):
            return [spelled(each) for each in one]
        return {key: spelled(one[key]) for key in sorted(one)} if isinstance(one, dict) else one

    nothing: Cells = [None] * len(EVERYTHING.columns)
    data = [column.kind for column in EVERYTHING.columns].index(Kind.JSON)
    first, second = list(nothing), list(nothing)
    first[data], second[data] = [value], [spelled(value)]
    assert sum_of([first]) == sum_of([second])


def test_it_leaves_out_what_postgresql_cannot_keep(stores: list[Store]) -> None:
    nothing: Cells = [None] * len(EVERYTHING.columns)
    names = [column.name for column in EVERYTHING.columns]
    odd = list(nothing)
    odd[0], odd[names.index("words")], odd[names.index("data")] = 1, "a\0b", [{"k\0": ["\ud800!", "fine"]}]
    kept = {"sqlite": ("a\0b", [{"k\0": ["\ud800!", "fine"]}]), "postgresql": ("ab", [{"k": ["\ufffd!", "fine"]}])}
    for store in stores:
        put_in(store, [store.fitted(odd)])
        (found,) = store.rows(EVERYTHING)
        assert (found[names.index("words")], found[names.index("data")]) == kept[store.vendor]


def test_numbers_go_on_where_they_were(stores: list[Store]) -> None:
    """The row with the highest number may be gone, and its number must not be given to another."""
    nothing: Cells = [None] * (len(EVERYTHING.columns) - 1)
    for store in stores:
        for known, expected in ((0, 7), (3, 7), (40, 40)):
            store.begin([EVERYTHING])
            store.fill(EVERYTHING, iter([[7, *nothing]]))
            store.set_number(EVERYTHING, known)
            store.finish([EVERYTHING])
            assert store.number(EVERYTHING) == expected
        store.begin([EVERYTHING])
        store.set_number(EVERYTHING, 0)
        store.finish([EVERYTHING])
        assert store.number(EVERYTHING) == 0
