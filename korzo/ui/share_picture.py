"""The picture that stands beside a shared link: the words of a topic in the colours of the community."""

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageOps

from korzo.kit.colour import contrast, oklch_of
from korzo.kit.theme import Theme, derived
from korzo.ui import lettering
from korzo.ui.lettering import Style
from korzo.ui.templatetags.ui import initial

# What all services that show links ask for.
WIDTH, HEIGHT = 1200, 630
JPEG_QUALITY = 86
# Changes with what this file draws, so that yesterday's pictures are not shown for today's.
VERSION = 1

_MARGIN = 64
_PHOTO_WIDTH = 440
_BAR = 14
_AVATAR = 76
_TITLE_WEIGHT, _WORDS_WEIGHT = 700, 500
# The largest in which the title fits is taken.
_TITLE_SIZES = (76, 66, 56, 48, 42)
_TITLE_LINES_MAX = 4
_TITLE_TOP, _TITLE_BOTTOM = 148, 478
_PLACE_SIZE, _NAME_SIZE, _SITE_SIZE = 30, 30, 26
# Marks above and below the letters need more room than in Latin.
_LINE_HEIGHT, _LINE_HEIGHT_TALL = 1.18, 1.5
# An accent that is nearer to the ground than that would not be seen on it.
_SEEN_FROM = 1.3
_TALL = ("\u0600", "\u0aff")


@dataclass(frozen=True)
class Sharing:
    """`photo` and `face` are decoded pictures or nothing; `focal` in percent. `count` is text, such as 25+."""

    title: str
    place: str
    site: str
    author: str
    count: str
    brand: str
    accent: str
    photo: Image.Image | None = None
    focal: tuple[int, int] = (50, 50)
    face: Image.Image | None = None


@dataclass(frozen=True)
class _Paints:
    panel: str
    ink: str
    soft: str
    accent: str


def share_picture(one: Sharing) -> bytes:
    """A JPEG of 1200 by 630 pixels."""
    title = lettering.written(one.title) if lettering.can_shape() else ""
    paints = _paints(one)
    image = Image.new("RGB", (WIDTH, HEIGHT), paints.panel)
    side = _Side(
        ImageDraw.Draw(image), paints, rtl=lettering.is_rtl(title or one.site), has_photo=one.photo is not None
    )
    if one.photo is not None:
        _put_photo(image, one.photo, one.focal, at_left=side.rtl)
    if lettering.can_shape():
        side.write_place(lettering.written(one.place), lettering.written(one.site))
        side.write_title(title)
        author = lettering.written(one.author)
        if author:
            _put_face(image, author, one.face, side)
        side.write_foot(author, one.count)
    ImageDraw.Draw(image).rectangle((0, HEIGHT - _BAR, WIDTH, HEIGHT), fill=paints.accent)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return out.getvalue()


def _paints(one: Sharing) -> _Paints:
    colours = derived(Theme.checked(one.brand, one.accent, 0, 1, "geologica"), dark=False)
    panel, ink = colours["brand-panel"], colours["on-brand-panel"]
    soft = Image.blend(Image.new("RGB", (1, 1), panel.hex), Image.new("RGB", (1, 1), ink.hex), 0.78)
    red, green, blue = soft.tobytes()
    accent = oklch_of(one.accent)
    seen = accent if contrast(accent, panel) > _SEEN_FROM else ink
    return _Paints(panel.hex, ink.hex, f"#{red:02x}{green:02x}{blue:02x}", seen.hex)


def _put_photo(image: Image.Image, photo: Image.Image, focal: tuple[int, int], *, at_left: bool) -> None:
    box = (_PHOTO_WIDTH, HEIGHT)
    fitted = ImageOps.fit(
        photo.convert("RGB"), box, Image.Resampling.LANCZOS, centering=(focal[0] / 100, focal[1] / 100)
    )
    image.paste(fitted, (0 if at_left else WIDTH - _PHOTO_WIDTH, 0))


def _put_face(image: Image.Image, author: str, face: Image.Image | None, side: "_Side") -> None:
    """A round picture, or the first letter of the name on a round ground."""
    x, y = side.start - (_AVATAR if side.rtl else 0), HEIGHT - _BAR - 44 - _AVATAR
    scale = 4
    round_mask = Image.new("L", (_AVATAR * scale, _AVATAR * scale), 0)
    ImageDraw.Draw(round_mask).ellipse((0, 0, _AVATAR * scale - 1, _AVATAR * scale - 1), fill=255)
    mask = round_mask.resize((_AVATAR, _AVATAR), Image.Resampling.LANCZOS)
    if face is not None:
        image.paste(ImageOps.fit(face.convert("RGB"), (_AVATAR, _AVATAR)), (x, y), mask)
        return
    image.paste(Image.new("RGB", (_AVATAR, _AVATAR), side.paints.ink), (x, y), mask)
    letter = lettering.written(initial(author))
    style = Style(36, _TITLE_WEIGHT)
    left = x + (_AVATAR - lettering.width(letter, style, rtl=False)) / 2
    lettering.draw(side.canvas, (left, y + _AVATAR / 2 + 13), letter, style, rtl=False, fill=side.paints.panel)


class _Side:
    """The part of the picture where words stand. From right to left it is mirrored."""

    def __init__(self, canvas: ImageDraw.ImageDraw, paints: _Paints, *, rtl: bool, has_photo: bool) -> None:
        self.canvas = canvas
        self.paints = paints
        self.rtl = rtl
        taken = _PHOTO_WIDTH if has_photo else 0
        self.width = WIDTH - 2 * _MARGIN - taken
        self.start = WIDTH - _MARGIN if rtl else _MARGIN

    def _along(self, distance: float) -> float:
        return self.start - distance if self.rtl else self.start + distance

    def _write(self, distance: float, y: float, text: str, style: Style, *, fill: str, width_max: float) -> float:
        """Returns how much of the line it took."""
        if not text:
            return 0
        shown = lettering.cut(text, style, width_max=round(width_max), rtl=self.rtl)
        lettering.draw(self.canvas, (self._along(distance), y), shown, style, rtl=self.rtl, fill=fill)
        return lettering.width(shown, style, rtl=self.rtl)

    def write_place(self, place: str, site: str) -> None:
        """Where it was said: the community, and in it the space."""
        style, strong = Style(_PLACE_SIZE, _WORDS_WEIGHT), Style(_PLACE_SIZE, _TITLE_WEIGHT)
        y = _MARGIN + 32
        taken = self._write(0, y, site, strong, fill=self.paints.ink, width_max=self.width * 0.6)
        dot = taken + 20 if taken else 0
        if taken and place:
            x = self._along(dot)
            self.canvas.ellipse((x - 4, y - 14, x + 4, y - 6), fill=self.paints.accent)
        self._write(dot + 20 if taken else 0, y, place, style, fill=self.paints.soft, width_max=self.width - (dot + 20))

    def write_title(self, title: str) -> None:
        if not title:
            return
        tall = any(_TALL[0] <= sign <= _TALL[1] for sign in title)
        height = _LINE_HEIGHT_TALL if tall else _LINE_HEIGHT
        for size in _TITLE_SIZES:
            style = Style(size, _TITLE_WEIGHT)
            lines_max = min(_TITLE_LINES_MAX, int((_TITLE_BOTTOM - _TITLE_TOP) / (size * height)))
            lines = lettering.broken(title, style, width_max=self.width, lines_max=lines_max, rtl=self.rtl)
            if lines is not None:
                break
        else:
            lines = self._forced(title, style, lines_max)
        y = _TITLE_TOP + size
        for line in lines:
            lettering.draw(self.canvas, (self.start, y), line, style, rtl=self.rtl, fill=self.paints.ink)
            y += round(size * height)

    def _forced(self, title: str, style: Style, lines_max: int) -> list[str]:
        """Longer than the picture: as many lines as fit, the last one cut. A word that is too long is cut as well."""
        lines: list[str] = []
        rest = title
        while rest and len(lines) < lines_max - 1:
            line = ""
            while rest and lettering.width(line + rest.split(" ", 1)[0], style, rtl=self.rtl) <= self.width:
                word, _space, rest = rest.partition(" ")
                line += f"{word} "
            if not line:
                break
            lines.append(line.rstrip())
        return [*lines, lettering.cut(rest, style, width_max=self.width, rtl=self.rtl)] if rest else lines

    def write_foot(self, author: str, count: str) -> None:
        """Who began it, and about how many joined in."""
        y = HEIGHT - _BAR - 44 - _AVATAR / 2 + 11
        room = self.width - (_AVATAR + 20 if author else 0)
        at: float = _AVATAR + 20 if author else 0
        counted = Style(_SITE_SIZE, _WORDS_WEIGHT)
        needed = lettering.width(count, counted, rtl=False) + 70 if count else 0
        at += self._write(
            at, y, author, Style(_NAME_SIZE, _WORDS_WEIGHT), fill=self.paints.ink, width_max=room - needed
        )
        if count:
            begin = at + 20 if at else 0
            self._bubble(begin + 15, y - 10)
            # Numbers run from left to right everywhere.
            left = self._along(begin + 42) - (lettering.width(count, counted, rtl=False) if self.rtl else 0)
            lettering.draw(self.canvas, (left, y), count, counted, rtl=False, fill=self.paints.soft)

    def _bubble(self, distance: float, middle: float) -> None:
        """A speech bubble says the same in every language."""
        x = self._along(distance)
        self.canvas.rounded_rectangle((x - 15, middle - 13, x + 15, middle + 9), 8, fill=self.paints.soft)
        self.canvas.polygon([(x - 8, middle + 6), (x - 8, middle + 18), (x + 4, middle + 7)], fill=self.paints.soft)
