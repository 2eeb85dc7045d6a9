"""What each level opens, in plain words. Only what is there today stands here, and tests hold it to its word."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from korzo.discussions.models import Space
from korzo.discussions.permissions import spaces_visible_to
from korzo.kit.formats import spoken
from korzo.members.permissions import Person
from korzo.members.queries import RightOffered, RightsOffered
from korzo.trust.levels import LEVELS, Level, key_of

RIGHTS: dict[int, tuple[Promise, ...]] = {
    0: (
        gettext_lazy("Read, ask, reply, react and follow. On the first days a few limits keep advertisers away."),
        gettext_lazy("Say that a question was asked before."),
    ),
    1: (
        gettext_lazy("The limits of the first days end: on links, pictures, mentions, and how often you may write."),
        gettext_lazy("More reactions and flags a day, as everybody has them after the first days."),
    ),
    2: (
        gettext_lazy("The checks for advertisements take you for somebody they know."),
        gettext_lazy("Half as many reactions more each day."),
        gettext_lazy("When you point at something that is not right, it counts for a third more."),
    ),
    3: (
        gettext_lazy("A mark beside your name."),
        gettext_lazy("Twice as many reactions each day."),
        gettext_lazy("When you point at something that is not right, it counts for more than half as much again."),
        gettext_lazy("When you point at an advertisement of a newcomer, it is hidden at once, until the team looked."),
    ),
    4: (
        gettext_lazy("Three times as many reactions each day."),
        gettext_lazy("When you point at something, it counts double."),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Rung:
    """One level with what it opens. `spaces` are those where this level may write, of which the reader may know."""

    level: Level
    rights: tuple[Promise, ...]
    spaces: tuple[Space, ...]


def ladder(person: Person) -> list[Rung]:
    spaces = list(spaces_visible_to(person).order_by("position", "pk"))
    return [
        Rung(one, RIGHTS[one.number], tuple(space for space in spaces if _opens(space, key_of(one.number))))
        for one in LEVELS
    ]


def rights_offered(keys: Collection[int]) -> dict[int, RightsOffered]:
    """For forms that ask who may: each level means those above it, too."""
    words = gettext("Level %(number)s, “%(name)s”, and above")
    rights = tuple(
        RightOffered(key_of(one.number), words % {"number": spoken(one.number), "name": one.name})
        for one in LEVELS
        if one.number
    )
    return dict.fromkeys(keys, RightsOffered(gettext("Trust"), rights, rank=10))


def _opens(space: Space, key: str) -> bool:
    return key in {space.read_key, space.start_key, space.reply_key}
