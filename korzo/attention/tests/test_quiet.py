from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.attention.quiet import Quiet, at_wall

BRATISLAVA = "Europe/Bratislava"
# Santiago and Havana change at midnight, Lord Howe by half an hour, Apia once skipped a whole day.
ZONES = [BRATISLAVA, "America/Santiago", "America/Havana", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia", "UTC"]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "zone", "sundays", "until"),
    [
        ("2026-03-28 21:30", BRATISLAVA, False, "2026-03-29 06:00"),
        ("2026-03-28 21:30", BRATISLAVA, True, "2026-03-30 06:00"),
        ("2026-10-24 20:30", BRATISLAVA, False, "2026-10-25 07:00"),
        ("2026-10-24 20:30", BRATISLAVA, True, "2026-10-26 07:00"),
        ("2026-11-23 16:00", "Asia/Kolkata", False, "2026-11-24 02:30"),
        ("2026-11-23 18:00", "Asia/Tehran", False, "2026-11-24 04:30"),
        ("2026-11-23 07:00", BRATISLAVA, False, "2026-11-23 07:00"),
        ("2026-11-23 20:00", BRATISLAVA, False, "2026-11-24 07:00"),
    ],
)
def test_it_waits_for_the_morning_of_the_receiver(at: str, zone: str, sundays: bool, until: str) -> None:
    assert Quiet(ZoneInfo(zone), 21, 8, sundays).next_allowed(utc(at)) == utc(until)


def test_equal_hours_are_never_quiet() -> None:
    assert not any(Quiet(ZoneInfo("UTC"), 8, 8).covers(utc(f"2026-11-23 {hour:02d}:30")) for hour in range(24))


def test_an_hour_that_is_skipped_is_the_one_after_it() -> None:
    assert at_wall(date(2026, 3, 29), 2, ZoneInfo(BRATISLAVA)) == utc("2026-03-29 01:00")


@given(
    at=st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 12, 31)),
    zone=st.sampled_from(ZONES),
    start=st.integers(0, 23),
    end=st.integers(0, 23),
    sundays=st.booleans(),
)
def test_what_it_names_is_allowed_and_the_first_such_moment(
    at: datetime, zone: str, start: int, end: int, sundays: bool
) -> None:
    quiet, asked = Quiet(ZoneInfo(zone), start, end, sundays), at.replace(tzinfo=UTC)
    allowed = quiet.next_allowed(asked)
    assert asked <= allowed < asked + timedelta(days=3)
    assert not quiet.covers(allowed)
    step = timedelta(minutes=15)
    between = [asked + step * n for n in range(int((allowed - asked) / step))]
    assert all(quiet.covers(moment) for moment in between)
