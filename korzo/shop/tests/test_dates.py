import contextlib
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.shop.files.dates import DateOrder, DateRefused, judge_order, read_moment

BRATISLAVA = ZoneInfo("Europe/Bratislava")


@pytest.mark.parametrize(
    ("values", "order", "days"),
    [
        (["12/03/2026", "25/03/2026"], DateOrder.DAY_FIRST, [date(2026, 3, 12), date(2026, 3, 25)]),
        (["03/25/2026", "03/12/2026"], DateOrder.MONTH_FIRST, [date(2026, 3, 25), date(2026, 3, 12)]),
        (["2026-03-12 09:14:02 UTC"], DateOrder.ISO, [date(2026, 3, 12)]),
        (["12.03.2026", ""], DateOrder.DAY_FIRST, [date(2026, 3, 12)]),
    ],
)
def test_it_judges_the_whole_column(values: list[str], order: DateOrder, days: list[date]) -> None:
    assert judge_order(values) is order
    assert [read_moment(value, order=order).date() for value in values if value] == days


def test_it_asks_where_no_date_tells() -> None:
    assert judge_order(["03/04/2026", "03/04/2026"]) is DateOrder.OPEN


def test_it_refuses_a_column_that_contradicts_itself() -> None:
    assert judge_order(["25/03/2026", "03/25/2026"]) is DateOrder.CONTRADICTORY


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-12 09:14:02 +0000", datetime(2026, 3, 12, 9, 14, 2, tzinfo=UTC)),
        ("2026-03-12 09:14:02 -0500", datetime(2026, 3, 12, 14, 14, 2, tzinfo=UTC)),
        ("2026-03-12T10:14:02+01:00", datetime(2026, 3, 12, 9, 14, 2, tzinfo=UTC)),
        ("2026-03-12T09:14:02.123Z", datetime(2026, 3, 12, 9, 14, 2, tzinfo=UTC)),
        ("2026-03-12 09:14:02 UTC", datetime(2026, 3, 12, 9, 14, 2, tzinfo=UTC)),
        # The shop's own clock: winter and summer time.
        ("2026-03-12 09:14:02", datetime(2026, 3, 12, 8, 14, 2, tzinfo=UTC)),
        ("2026-07-12 09:14", datetime(2026, 7, 12, 7, 14, tzinfo=UTC)),
        ("2026-07-12", datetime(2026, 7, 11, 22, tzinfo=UTC)),
        ("12. 3. 2026 09:14", datetime(2026, 3, 12, 8, 14, tzinfo=UTC)),
        ("25/03/2026, 9:14 PM", datetime(2026, 3, 25, 20, 14, tzinfo=UTC)),
    ],
)
def test_it_reads_a_moment(text: str, moment: datetime) -> None:
    assert read_moment(text, zone=BRATISLAVA, order=DateOrder.DAY_FIRST) == moment


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-02-30 10:00:00 +0000", "There is no such date as “2026-02-30 10:00:00 +0000”."),
        ("0000-00-00 00:00:00", "There is no such date as “0000-00-00 00:00:00”."),
        ("1970-01-01", "There is no such date as “1970-01-01”."),
        ("soon", "“soon” is not a date we can read."),
        ("2026-03-12 25:00", "There is no such date as “2026-03-12 25:00”."),
        ("31/31/2026", "There is no such date as “31/31/2026”."),
        ("2027-01-01", "“2027-01-01” lies in the future."),
        ("12/03/2026 13:00 PM", "There is no such date as “12/03/2026 13:00 PM”."),
    ],
)
def test_it_refuses_what_is_no_date(text: str, sentence: str) -> None:
    with pytest.raises(DateRefused) as refusal:
        read_moment(text, order=DateOrder.DAY_FIRST, latest=datetime(2026, 11, 20, tzinfo=UTC))
    assert str(refusal.value) == sentence


def test_it_does_not_guess_the_day() -> None:
    with pytest.raises(DateRefused, match="day from the month"):
        read_moment("03/04/2026")


@given(st.datetimes(min_value=datetime(1995, 1, 1), max_value=datetime(2100, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_it_reads_back_what_was_written(local: datetime, minutes: int) -> None:
    moment = local.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert read_moment(f"{moment:%Y-%m-%d %H:%M:%S %z}") == moment
    assert read_moment(moment.isoformat()) == moment


@given(st.text(max_size=50))
def test_it_never_breaks_on_any_text(text: str) -> None:
    with contextlib.suppress(DateRefused):
        read_moment(text, order=DateOrder.DAY_FIRST)
