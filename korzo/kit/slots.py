"""Slots: a lower room leaves a place open, an upper room fills it, and neither imports the other.

A filler receives all keys of the page at once and answers with a dict, so a list of fifty rows costs one query.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

type Filler = Callable[[list[int]], dict[int, Any]]


class UnknownSlot(LookupError):
    """Nobody declared a slot of that name: a typing error, found by the first page that shows it."""


_fillers: dict[str, list[Filler]] = {}
_declared: set[str] = set()


@dataclass(frozen=True)
class Badge:
    """A small label beside a name."""

    label: str
    icon: str = ""
    hue: int = 0
    title: str = ""


def declare(name: str) -> None:
    _declared.add(name)


def fill(name: str, filler: Filler) -> None:
    """Rooms get ready in any order, so a slot may be filled before it is declared."""
    fillers = _fillers.setdefault(name, [])
    if filler not in fillers:
        fillers.append(filler)


def undeclared() -> set[str]:
    """Slots that somebody fills and nobody shows."""
    return set(_fillers) - _declared


def collect(name: str, keys: Iterable[int]) -> dict[int, list[Any]]:
    """What all fillers say about each key, in the order in which they were registered."""
    if name not in _declared:
        raise UnknownSlot(name)
    wanted = sorted(set(keys))
    found: dict[int, list[Any]] = {key: [] for key in wanted}
    if not wanted:
        return found
    for filler in _fillers.get(name, []):
        for key, value in filler(wanted).items():
            found[key].append(value)
    return found
