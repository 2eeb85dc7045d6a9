"""The six levels. Their thresholds are shown to everybody: nobody has to guess what comes next.

Their names stand beside those of trust: none is used by both.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Level:
    number: int
    name: Promise
    from_points: int
    icon: str
    hue: int


# An accepted answer is enough for the second; the sixth is about a year of real help.
LEVELS = (
    Level(1, pgettext_lazy("level of a member", "Newcomer"), 0, "footprints", 6),
    Level(2, pgettext_lazy("level of a member", "Neighbour"), 20, "smile", 4),
    Level(3, pgettext_lazy("level of a member", "Familiar face"), 80, "leaf", 5),
    Level(4, pgettext_lazy("level of a member", "Helping hand"), 200, "hand-heart", 8),
    Level(5, pgettext_lazy("level of a member", "Leading light"), 500, "sun", 10),
    Level(6, pgettext_lazy("level of a member", "Pillar of the community"), 1200, "gem", 3),
)


def level_for(points: int) -> Level:
    return next(level for level in reversed(LEVELS) if points >= level.from_points or level is LEVELS[0])


def level_at(number: int) -> Level:
    return LEVELS[number - 1]


def level_after(level: Level) -> Level | None:
    return LEVELS[level.number] if level.number < len(LEVELS) else None
