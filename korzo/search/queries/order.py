"""In which order things are shown: titles; then words in a row; then words anywhere. The newest first in each.

Nothing is scored. Each part reads the index from the newest document on and stops when there is enough. Only whether
words stand in a row is a look into every document that holds them all: of common words only the newest are looked at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from korzo.search.asked import Asked
from korzo.search.expressions import Expression, Without
from korzo.search.queries.limits import Limits
from korzo.search.store import Span, store

LOOKED_AT_MAX = 2_000
TITLE, ROW, NEAR, REST = range(4)


@dataclass(frozen=True)
class Place:
    """Where something stands among all that is found. A part comes before all later parts."""

    part: int
    number: int


def in_order(asked: Asked, limits: Limits, *, behind: Place | None, most: int) -> list[Place]:
    """At most so many, behind a place; from the beginning without one."""
    span = limits.span
    if not asked:
        return _part(REST, limits.within(None), span, behind, most)
    title = limits.within(asked.in_title())
    found = _part(TITLE, title, span, behind, most)
    if len(found) >= most:
        return found
    anywhere, row = limits.within(asked.anywhere()), asked.in_a_row()
    if row is None:
        return [*found, *_part(REST, Without(anywhere, title), span, behind, most - len(found))]
    newest = store().newest(anywhere, limit=LOOKED_AT_MAX + 1, span=span)
    is_all = len(newest) <= LOOKED_AT_MAX
    near = span if is_all else replace(span, since=newest[-1] + 1)
    if behind is None or behind.part < REST:
        # Without a place behind which to begin, all that has the words in its title was just found.
        titled = found if behind is None else _part(TITLE, title, near, None, LOOKED_AT_MAX)
        listed = _near(newest[:LOOKED_AT_MAX], {place.number for place in titled}, limits.within(row), near)
        found += [place for place in listed if behind is None or _is_behind(place, behind)][: most - len(found)]
    if is_all or len(found) >= most:
        return found
    rest = span.below_also(newest[-1] + 1)
    return [*found, *_part(REST, Without(anywhere, title), rest, behind, most - len(found))]


def _part(part: int, wanted: Expression, span: Span, behind: Place | None, most: int) -> list[Place]:
    if behind is not None and behind.part > part:
        return []
    if behind is not None and behind.part == part:
        span = span.below_also(behind.number)
    return [Place(part, number) for number in store().newest(wanted, limit=most, span=span)]


def _near(numbers: Sequence[int], titled: set[int], row: Expression, span: Span) -> Iterator[Place]:
    """Those in a row before the others; what was shown for its title is left out."""
    in_a_row = store().newest(row, limit=LOOKED_AT_MAX, span=span)
    yield from (Place(ROW, number) for number in in_a_row if number not in titled)
    known = titled.union(in_a_row)
    yield from (Place(NEAR, number) for number in numbers if number not in known)


def _is_behind(place: Place, other: Place) -> bool:
    return place.part > other.part or (place.part == other.part and place.number < other.number)
