"""A rating as five stars."""

from enum import StrEnum

STARS = 5
# A remainder of a quarter shows as half a star, of four fifths as a whole one.
HALF_FROM, WHOLE_FROM = 0.25, 0.8


class Star(StrEnum):
    ON = "on"
    HALF = "half"
    OFF = "off"


def star_row(rating: float) -> list[Star]:
    return [_star(round(rating - place, 2)) for place in range(STARS)]


def _star(rest: float) -> Star:
    if rest >= WHOLE_FROM:
        return Star.ON
    return Star.HALF if rest >= HALF_FROM else Star.OFF
