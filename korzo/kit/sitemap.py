"""The site map for search engines: each room registers what it has that everybody may read.

A part of it is a range of ids and not a page of a list, so it costs the same wherever it stands, and how many there are
is known from the last id alone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Address:
    """A path of ours, when it last changed, and the pictures that stand there."""

    path: str
    changed_at: datetime | None = None
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """`addresses(low, high)` answers for ids above `low`, up to and with `high`."""

    name: str
    last_id: Callable[[], int]
    addresses: Callable[[int, int], Iterable[Address]]


_sections: dict[str, Section] = {}


def register(*sections: Section) -> None:
    """Called in a room's `ready()`."""
    for one in sections:
        known = _sections.get(one.name)
        if known is not None and known != one:
            raise ValueError(f"Two sections of the site map are called {one.name}")
        _sections[one.name] = one


def sections() -> list[Section]:
    return [one for _name, one in sorted(_sections.items())]


def section(name: str) -> Section | None:
    return _sections.get(name)
