"""Colours in OKLCH and the contrast between them: the same arithmetic as the browser's, clipping included."""

import math
import re
from dataclasses import dataclass

_HEX = re.compile(r"#[0-9a-f]{6}")
# Below this a colour reads as grey and its hue is noise.
GREY_BELOW = 0.025
# The hues of tokens.css under [data-hue="1"] to [data-hue="12"].
HUE_DEGREES = (25, 50, 78, 110, 145, 172, 205, 235, 262, 292, 325, 355)
# Upper borders of the five lights of photo.css under [data-tone].
TONE_BORDERS = (0.33, 0.51, 0.68, 0.84)


class NotAColour(ValueError):
    """Only #rrggbb is a colour here: what staff type ends in a stylesheet."""


@dataclass(frozen=True, slots=True)
class Oklch:
    lightness: float
    chroma: float
    hue_degrees: float

    @property
    def hex(self) -> str:
        return "#" + "".join(f"{channel:02x}" for channel in self._channels())

    @property
    def luminance(self) -> float:
        red, green, blue = (_linear(channel / 255) for channel in self._channels())
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def _channels(self) -> tuple[int, int, int]:
        hue = math.radians(self.hue_degrees)
        a, b = self.chroma * math.cos(hue), self.chroma * math.sin(hue)
        long = (self.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
        medium = (self.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (self.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
        return (
            _channel(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
            _channel(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
            _channel(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
        )


@dataclass(frozen=True, slots=True)
class Tone:
    """What a picture's dominant colour is nearest to: one of five lights, and one of twelve hues or grey."""

    light: int
    hue: int | None


def read_hex(text: str) -> str:
    colour = text.strip().lower()
    if not _HEX.fullmatch(colour):
        raise NotAColour(text)
    return colour


def oklch_of(hex_colour: str) -> Oklch:
    digits = read_hex(hex_colour)[1:]
    red, green, blue = (_linear(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def contrast(one: Oklch, other: Oklch) -> float:
    """The ratio of WCAG 2: 1 for equal colours, 21 for black on white."""
    lighter, darker = sorted((one.luminance, other.luminance), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def tone_of(hex_colour: str) -> Tone | None:
    try:
        colour = oklch_of(hex_colour)
    except NotAColour:
        return None
    light = 1 + sum(colour.lightness >= border for border in TONE_BORDERS)
    if colour.chroma < GREY_BELOW:
        return Tone(light, None)
    nearest = min(range(len(HUE_DEGREES)), key=lambda at: _turn(colour.hue_degrees, HUE_DEGREES[at]))
    return Tone(light, nearest + 1)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _channel(linear: float) -> int:
    value = min(1.0, max(0.0, linear))
    encoded = 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
    return round(encoded * 255)


def _turn(one: float, other: float) -> float:
    return abs((one - other + 180) % 360 - 180)
