"""Dates as shops write them, and the judgement over a whole column whether the day or the month comes first."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# No shop sold online before this year. It catches 0000-00-00 and the 1970-01-01 that some systems write for “never”.
EARLIEST_YEAR = 1994
# Clocks differ, and a date without a zone may be tomorrow already somewhere.
FUTURE_TOLERANCE = timedelta(days=1)
DATE_CHARS_MAX = 40


class DateOrder(StrEnum):
    """How the parts of the dates in one column follow each other."""

    ISO = "iso"
    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    # No value tells: the owner must say.
    OPEN = "open"
    # One value can only be day first, another only month first.
    CONTRADICTORY = "contradictory"


class DateRefused(ValueError):
    def __init__(self, template: Promise | str, value: str) -> None:
        self.template = template
        self.values = {"value": value}
        super().__init__(template, value)

    def __str__(self) -> str:
        return str(self.template) % self.values


_TIME = (
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
)
_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + _TIME)
_PARTS = re.compile(r"(?P<first>\d{1,2})(?P<mark>[/.-])\s?(?P<second_part>\d{1,2})(?P=mark)\s?(?P<year>\d{4})" + _TIME)


class DateColumn:
    """Watches a column of dates go by and judges it as a whole."""

    def __init__(self) -> None:
        self._day_first = False
        self._month_first = False
        self._seen_parts = False

    def see(self, value: str) -> None:
        shape = _PARTS.fullmatch(value.strip()[:DATE_CHARS_MAX])
        if shape is None:
            return
        self._seen_parts = True
        # Nobody writes the month first and parts with full stops.
        self._day_first |= int(shape["first"]) > 12 or shape["mark"] == "."
        self._month_first |= int(shape["second_part"]) > 12

    @property
    def order(self) -> DateOrder:
        if not self._seen_parts:
            return DateOrder.ISO
        if self._day_first and self._month_first:
            return DateOrder.CONTRADICTORY
        if self._day_first:
            return DateOrder.DAY_FIRST
        return DateOrder.MONTH_FIRST if self._month_first else DateOrder.OPEN


def judge_order(values: Iterable[str]) -> DateOrder:
    column = DateColumn()
    for value in values:
        column.see(value)
    return column.order


def read_moment(
    text: str, *, zone: tzinfo = UTC, order: DateOrder = DateOrder.ISO, latest: datetime | None = None
) -> datetime:
    """The moment in UTC. `zone` counts where the text states none, and a date alone is its midnight."""
    written = text.strip()
    shape = _ISO.fullmatch(written) or _PARTS.fullmatch(written) if len(written) <= DATE_CHARS_MAX else None
    if shape is None:
        raise DateRefused(_("“%(value)s” is not a date we can read."), written[:DATE_CHARS_MAX])
    try:
        moment = _moment(shape, zone, order)
    except ValueError as error:
        if isinstance(error, DateRefused):
            raise
        raise DateRefused(_("There is no such date as “%(value)s”."), written) from None
    if moment.year < EARLIEST_YEAR:
        raise DateRefused(_("There is no such date as “%(value)s”."), written)
    if latest is not None and moment > latest + FUTURE_TOLERANCE:
        raise DateRefused(_("“%(value)s” lies in the future."), written)
    return moment


def _moment(shape: re.Match[str], zone: tzinfo, order: DateOrder) -> datetime:
    day, month = _day_and_month(shape, order)
    hour = _hour(int(shape["hour"] or 0), shape["half"])
    local = datetime(
        int(shape["year"]), month, day, hour, int(shape["minute"] or 0), int(shape["second"] or 0),
        tzinfo=_zone(shape["zone"]) or zone,
    )  # fmt: skip
    return local.astimezone(UTC)


def _day_and_month(shape: re.Match[str], order: DateOrder) -> tuple[int, int]:
    parts = shape.groupdict()
    if "month" in parts:
        return int(parts["day"]), int(parts["month"])
    first, second = int(parts["first"]), int(parts["second_part"])
    if order is DateOrder.DAY_FIRST or parts["mark"] == ".":
        return first, second
    if order is DateOrder.MONTH_FIRST:
        return second, first
    raise DateRefused(_("We cannot tell the day from the month in “%(value)s”."), shape[0])


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError("A half-day clock has twelve hours.")
    return hour % 12 + (12 if half[0] in "pP" else 0)


def _zone(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    if text[0] not in "+-":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))
