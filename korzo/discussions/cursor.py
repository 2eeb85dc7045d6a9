"""A place in a list that is sorted by time: new rows on top do not push it, and page 500 costs what page 1 costs."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Cursor:
    at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // _MICROSECOND}-{self.pk}"

    def before(self, column: str, *, key: str = "pk") -> Q:
        """Rows behind this place, newest first. The plain comparison lets the database use its index."""
        return Q(**{f"{column}__lte": self.at}) & ~Q(**{column: self.at, f"{key}__gte": self.pk})

    @property
    def count(self) -> int:
        """The same place where a list is sorted by a number and not by time."""
        return (self.at - _EPOCH) // _MICROSECOND

    def below(self, column: str) -> Q:
        return Q(**{f"{column}__lte": self.count}) & ~Q(**{column: self.count, "pk__gte": self.pk})


def cursor_at_count(count: int, pk: int) -> Cursor:
    return Cursor(_EPOCH + count * _MICROSECOND, pk)


def parse_cursor(text: str) -> Cursor | None:
    """None for what we did not write: the reader gets the beginning of the list."""
    moment, _dash, pk = text.partition("-")
    if not (moment.isdecimal() and pk.isdecimal()) or len(text) > 40:
        return None
    try:
        return Cursor(_EPOCH + int(moment) * _MICROSECOND, int(pk))
    except OverflowError:
        return None
