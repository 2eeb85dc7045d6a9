"""Lines of text for pictures that we draw, in every script that our fonts hold, and in its own direction.

Our fonts are parted by script, so a line is a row of runs: each in one font and one direction, shaped by HarfBuzz, and
put side by side in the order in which people read them (Unicode annex 9, without its explicit marks).
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import regex
from PIL import ImageDraw, ImageFont, features

FOLDER = Path(__file__).parent / "static" / "ui" / "fonts"
WEIGHT_MAX = 800

# As in fonts.css: which signs each file holds. The first that fits is taken.
_FILES = (
    (
        "geologica-latin-wght-normal",
        "0000-00FF 0131 0152-0153 02BB-02BC 02C6 02DA 02DC 2010-2027 2030-203A 20AC 2122 2212",
    ),
    ("geologica-latin-ext-wght-normal", "0100-02BA 02BD-02C5 02C7-02CC 1E00-1E9F 1EF2-1EFF"),
    ("geologica-cyrillic-wght-normal", "0400-045F 0490-0491 04B0-04B1 2116"),
    ("geologica-cyrillic-ext-wght-normal", "0460-048F 0492-04AF 04B2-052F 20B4"),
    ("vazirmatn-arabic-wght-normal", "0600-06FF 0750-077F 08A0-08B4 FB50-FBB1 FBD3-FBE9 FBFC-FBFF FE70-FE74 FE76-FEFC"),
    ("anek-gujarati-gujarati-wght-normal", "0951-0952 0964-0965 0A80-0AFF 20B9 A830-A839"),
)  # fmt: skip
# Joiners and accents take the font of the letter before them.
_CLINGING = {"\u200c", "\u200d", "\u0301"}
_WORD = regex.compile(r"\S+\s*")
_CLUSTER = regex.compile(r"\X")
_SPACE = regex.compile(r"\s+")
# Between two digits they belong to the number, and beside one as well.
_IN_NUMBER, _BESIDE_NUMBER = set(".,:/-+٫٬"), set("%€$£₴₹#٪°")


def _ranges(text: str) -> list[tuple[int, int]]:
    pairs = (one.partition("-") for one in text.split())
    return [(int(low, 16), int(high or low, 16)) for low, _dash, high in pairs]


_KNOWN = [(name, _ranges(text)) for name, text in _FILES]


def can_shape() -> bool:
    """Without HarfBuzz Arabic letters would stand apart and Gujarati ones in a wrong order: then we draw no words."""
    return bool(features.check("raqm"))


@lru_cache(maxsize=4_000)
def _file_of(sign: str) -> str:
    """Empty for what none of our fonts holds."""
    code = ord(sign)
    return next((name for name, ranges in _KNOWN if any(low <= code <= high for low, high in ranges)), "")


def written(text: str) -> str:
    """The text as our fonts can show it, without emoji and other signs; empty where letters would be missing."""
    plain = _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()
    if any(unicodedata.category(sign)[0] == "L" and not _file_of(sign) for sign in plain):
        return ""
    kept = "".join(sign for sign in plain if sign in _CLINGING or _file_of(sign))
    return _SPACE.sub(" ", kept).strip()


def is_rtl(text: str) -> bool:
    """By its first letter, as a browser's `dir=auto`."""
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    return next((kind != "L" for kind in kinds if kind in {"L", "R", "AL"}), False)


@dataclass(frozen=True)
class Run:
    text: str
    font: ImageFont.FreeTypeFont
    is_rtl: bool

    @property
    def direction(self) -> str:
        return "rtl" if self.is_rtl else "ltr"

    def width(self) -> float:
        return self.font.getlength(self.text, direction=self.direction)


@dataclass(frozen=True)
class Style:
    """`size` in pixels, `weight` from 100 to 800."""

    size: int
    weight: int


def runs(text: str, style: Style, *, rtl: bool) -> list[Run]:
    """From left to right, as they are drawn."""
    levels = _levels(text, 1 if rtl else 0)
    files = _files(text)
    placed = []
    for (level, file), signs in groupby(zip(levels, files, text, strict=True), key=lambda one: one[:2]):
        placed.append((level, Run("".join(sign for _l, _f, sign in signs), _font(file, style), level % 2 == 1)))
    return _in_visual_order(placed)


def _files(text: str) -> list[str]:
    found: list[str] = []
    for sign in text:
        found.append(found[-1] if found and sign in _CLINGING else _file_of(sign) or _FILES[0][0])
    return found


def _levels(text: str, base: int) -> list[int]:
    """0 from left to right, 1 from right to left, 2 from left to right inside of that."""
    of_level = {"L": 0 if base == 0 else 2, "R": 1, "N": 2}
    return [of_level[kind] for kind in _resolved(_kinds(text), "R" if base else "L")]


def _kinds(text: str) -> list[str]:
    """L, R, N for numbers that stand among letters from right to left, O for whatever has no direction."""
    kinds: list[str] = []
    strong = ""
    for place, sign in enumerate(text):
        bidi = unicodedata.bidirectional(sign)
        if bidi in {"L", "R", "AL"}:
            strong = "L" if bidi == "L" else "R"
            kinds.append(strong)
        elif bidi in {"NSM", "BN"} and kinds:
            kinds.append(kinds[-1])
        elif bidi in {"EN", "AN"} or _is_of_number(text, place):
            kinds.append("L" if strong == "L" else "N")
        else:
            kinds.append("O")
    return kinds


def _is_of_number(text: str, place: int) -> bool:
    before, after = text[place - 1 : place].isdecimal(), text[place + 1 : place + 2].isdecimal()
    return (text[place] in _IN_NUMBER and before and after) or (text[place] in _BESIDE_NUMBER and (before or after))


def _resolved(kinds: list[str], base: str) -> Iterable[str]:
    """What has no direction takes that of its neighbours where they agree, and else that of the line."""
    made = list(kinds)
    place = 0
    for is_open, group in groupby(kinds, key=lambda kind: kind == "O"):
        length = len(list(group))
        if is_open:
            before = _side(made[place - 1]) if place else base
            after = _side(kinds[place + length]) if place + length < len(kinds) else base
            made[place : place + length] = [before if before == after else base] * length
        place += length
    return made


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"


def _in_visual_order(placed: list[tuple[int, Run]]) -> list[Run]:
    for depth in (2, 1):
        turned: list[tuple[int, Run]] = []
        for is_deep, group in groupby(placed, key=lambda one: one[0] >= depth):
            row = list(group)
            turned += reversed(row) if is_deep else row
        placed = turned
    return [run for _level, run in placed]


@lru_cache(maxsize=100)
def _font(file: str, style: Style) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(FOLDER / f"{file}.woff2", style.size, layout_engine=ImageFont.Layout.RAQM)
    font.set_variation_by_axes([min(style.weight, WEIGHT_MAX)])
    return font


def width(text: str, style: Style, *, rtl: bool) -> float:
    return sum(run.width() for run in runs(text, style, rtl=rtl))


def broken(text: str, style: Style, *, width_max: int, lines_max: int, rtl: bool) -> list[str] | None:
    """The lines, broken between words. None where they are too many, or one word is too long for a line."""
    lines: list[str] = []
    line = ""
    for word in _WORD.findall(text):
        if width((line + word).rstrip(), style, rtl=rtl) <= width_max:
            line += word
            continue
        if not line or width(word.rstrip(), style, rtl=rtl) > width_max:
            return None
        lines.append(line.rstrip())
        line = word
        if len(lines) == lines_max:
            return None
    return [*lines, line.rstrip()]


def cut(text: str, style: Style, *, width_max: int, rtl: bool) -> str:
    """One line with an ellipsis at its end, and never half a letter."""
    if width(text, style, rtl=rtl) <= width_max:
        return text
    clusters = _CLUSTER.findall(text)
    low, high = 0, len(clusters)
    while low < high:
        middle = (low + high + 1) // 2
        if width("".join(clusters[:middle]).rstrip() + "…", style, rtl=rtl) <= width_max:
            low = middle
        else:
            high = middle - 1
    return "".join(clusters[:low]).rstrip() + "…"


def draw(
    canvas: ImageDraw.ImageDraw, at: tuple[float, float], text: str, style: Style, *, rtl: bool, fill: str
) -> None:
    """`at` is where the line begins on its baseline: its left end, or its right end from right to left."""
    row = runs(text, style, rtl=rtl)
    x, y = at
    if rtl:
        x -= sum(run.width() for run in row)
    for run in row:
        canvas.text((x, y), run.text, font=run.font, fill=fill, anchor="ls", direction=run.direction)
        x += run.width()
