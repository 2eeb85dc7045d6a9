"""The levels, from somebody who just came to somebody whom the team asked to guide others."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

HIGHEST = 4
# Nobody grows into the last one: the team asks somebody.
HIGHEST_BY_ITSELF = 3
# Below that a mark beside the name would stand beside nearly every name.
SHOWN_FROM = 3


@dataclass(frozen=True)
class Level:
    number: int
    name: Promise
    lede: Promise
    icon: str
    hue: int


LEVELS = (
    Level(
        0,
        pgettext_lazy("level of trust", "Just arrived"),
        gettext_lazy("Good to have you here. Look around."),
        "footprints",
        6,
    ),
    Level(
        1,
        pgettext_lazy("level of trust", "Settling in"),
        gettext_lazy("You have read a little, or are a customer."),
        "sprout",
        4,
    ),
    Level(
        2,
        pgettext_lazy("level of trust", "Member"),
        gettext_lazy("You come back, read and take part."),
        "user-check",
        5,
    ),
    Level(
        3,
        pgettext_lazy("level of trust", "Regular"),
        gettext_lazy("You are often here, and others are glad of your help."),
        "heart-handshake",
        8,
    ),
    Level(
        4,
        pgettext_lazy("level of trust", "Guide"),
        gettext_lazy("The team asked you to help others find their way."),
        "compass",
        10,
    ),
)


def level_at(number: int) -> Level:
    return LEVELS[number]


def key_of(number: int) -> str:
    """The key of the grant."""
    return f"trust:{number}"
