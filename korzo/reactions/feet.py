"""Whose things are reacted to. A room above says where they stand, what a button does, and what else may be done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from korzo.kit.errors import Missing
from korzo.members.permissions import Person
from korzo.reactions.queries.feet import ReactionShown


@dataclass(frozen=True)
class MenuItem:
    """`kind` is what scripts know it by: `quote`, `edit`, or nothing."""

    words: str
    url: str
    icon: str
    kind: str = ""
    is_bad: bool = False


def care_items(*, edit_url: str = "", removal_url: str = "", report: str = "", flag_url: str = "") -> list[MenuItem]:
    """What most things offer to those who may; an address is empty for whoever may not."""
    items = [
        MenuItem(_("Change"), edit_url, "pencil", "edit"),
        MenuItem(_("Take away"), removal_url, "eye-off", is_bad=True),
        MenuItem(report, flag_url, "flag"),
    ]
    return [item for item in items if item.url]


@dataclass(frozen=True)
class Menu:
    """What else can be done with one thing. Without scripts it is a page, with the first words of the thing on it."""

    title: str
    text: str
    lang: str
    back_url: str
    back_words: str
    others: Sequence[ReactionShown]
    items: Sequence[MenuItem]


class Press[Thing](Protocol):
    """What a button does; the room checks whether this person may."""

    def __call__(self, thing: Thing, /, *, actor: Person, emoji: str) -> object: ...


@dataclass(frozen=True)
class Feet[Thing]:
    """One kind of thing with buttons below it.

    `name` begins the ids of its elements: `post-12-foot`. `part` is the personal part in which a foot stands.
    `fetched` raises Missing where this person may not see the thing; `address` leads to where it stands today.
    """

    label: str
    name: str
    part: str
    fetched: Callable[[Person, int], Thing]
    address: Callable[[Thing], str]
    give: Press[Thing]
    take_back: Press[Thing]
    menu: Callable[[Thing, Person], Menu]


_feet: dict[str, Feet[Any]] = {}


def register_feet(feet: Feet[Any]) -> None:
    """Called in a room's `ready()`."""
    known = _feet.setdefault(feet.label, feet)
    if known is not feet:
        raise ValueError(f"Two rooms stand below {feet.label}")


def feet_of(label: str) -> Feet[Any]:
    try:
        return _feet[label]
    except KeyError:
        raise Missing(label) from None
