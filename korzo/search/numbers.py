"""The number of a document: younger things have larger ones, whenever they came into the index."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
# Room for two million things of one millisecond, as imports make them.
_TAIL_BITS = 21
# Numbers have 63 bits.
_MOMENT_MAX = (1 << (63 - _TAIL_BITS)) - 2
_TAIL_MAX = (1 << _TAIL_BITS) - 1
# Of seventeen kinds each has a row of numbers of its own, so that they seldom meet.
_KINDS = 17


def number_at(at: datetime) -> int:
    """The smallest number of this moment. What is older than 1970, or comes after 2109, counts as from then."""
    return min(max(0, (at - _EPOCH) // _MILLISECOND), _MOMENT_MAX) << _TAIL_BITS


def wanted_number(at: datetime, kind: str, object_id: int) -> int:
    """Where a thing would stand if its place is free; else the next free one is its own."""
    return number_at(at) | ((object_id * _KINDS + sum(kind.encode())) & _TAIL_MAX)


def moment_of(number: int) -> datetime:
    return _EPOCH + (number >> _TAIL_BITS) * _MILLISECOND
