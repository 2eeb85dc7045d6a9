"""A place in a list of reviews: its value in the chosen order, its time and its number."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# Longer than any that we write; nobody needs numbers of a thousand digits parsed.
_LENGTH_MAX = 60


@dataclass(frozen=True)
class Cursor:
    """`value` counts marks or tenths of a star; it is 0 where the order is by time alone."""

    value: int
    at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{self.value}-{(self.at - _EPOCH) // _MICROSECOND}-{self.pk}"


def parse_cursor(text: str) -> Cursor | None:
    """None for what we did not write: the reader gets the beginning of the list."""
    parts = text.split("-")
    if len(text) > _LENGTH_MAX or len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    value, moment, pk = (int(part) for part in parts)
    try:
        return Cursor(value, _EPOCH + moment * _MICROSECOND, pk) if max(value, pk) < 2**63 else None
    except OverflowError:
        return None
