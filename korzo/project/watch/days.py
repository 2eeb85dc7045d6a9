"""How quickly pages were made today: the figures for a person, who asks about today and not about ever."""

import time
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from korzo.kit import meters
from korzo.kit.meter_files import DAY_LABEL, Readings

NAME = "korzo_pages_by_day_seconds"
# Each a quarter more than the one before, from one millisecond to half a minute: close enough for "12 ms".
BOUNDS = tuple(round(0.001 * 1.25**step, 6) for step in range(47))
PAGES = meters.histogram(NAME, "Time that pages took to make, by day.", DAY_LABEL, bounds=BOUNDS)

# Fewer than this say nothing about a day.
PAGES_MIN = 20
DAY_KEPT_SECONDS = 30.0


@dataclass
class _Today:
    """Which day it is where the community lives; asking each time would cost more than the counting."""

    name: str = ""
    asked_at: float = float("-inf")


_today = _Today()


def note_page(seconds: float) -> None:
    now = time.monotonic()
    if now - _today.asked_at > DAY_KEPT_SECONDS:
        _today.name, _today.asked_at = timezone.localdate().isoformat(), now
    PAGES.observe(seconds, _today.name)


@dataclass(frozen=True)
class Pace:
    """How pages were served. `is_today` is False while yesterday still has to help out."""

    pages: int
    median_seconds: float
    slow_seconds: float
    is_today: bool


def pace(readings: Readings) -> Pace | None:
    """Today's, with yesterday's while today is young; None when too few pages were made to say."""
    reading = readings.get(NAME)
    rows = reading.rows if reading else {}
    today = timezone.localdate()
    now = rows.get((today.isoformat(),), [0.0])
    before = rows.get(((today - timedelta(days=1)).isoformat(),), [0.0])
    for row, is_today in ((now[:-1], True), (_sum(now[:-1], before[:-1]), False)):
        if sum(row) >= PAGES_MIN:
            return Pace(round(sum(row)), quantile(row, 0.5), quantile(row, 0.95), is_today)
    return None


def _sum(one: list[float], other: list[float]) -> list[float]:
    longer = one if len(one) >= len(other) else other
    return [sum(row[index] for row in (one, other) if index < len(row)) for index in range(len(longer))]


def quantile(counts: list[float], share: float) -> float:
    """The value below which this share lies, evenly within the bounds of its bar."""
    wanted = share * sum(counts)
    passed = 0.0
    for index, count in enumerate(counts):
        if count and passed + count >= wanted:
            low = BOUNDS[index - 1] if index else 0.0
            high = BOUNDS[index] if index < len(BOUNDS) else BOUNDS[-1]
            return low + (high - low) * (wanted - passed) / count
        passed += count
    return 0.0
