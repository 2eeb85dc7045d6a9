"""Pictures from people: what may come in, and the renditions that go out.

What comes in is only ever decoded; what goes out was drawn anew from its pixels. Whatever else a file carried (a place,
a name, a script behind its end) stays behind.
"""

import io
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, cast

import pillow_heif
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from korzo.kit.errors import Refused
from korzo.kit.films import Film
from korzo.kit.formats import spoken

pillow_heif.register_heif_opener()  # Also orders libheif to apply its own limits.

# A phone's best picture is about 12 MB; what is larger was not made for the web.
BYTES_MAX = 20 * 1024 * 1024
# 200 MB once decoded: two at a time still fit beside the rest on a small server.
PIXELS_MAX = 50_000_000
# WebP cannot hold a longer side. Phones stop their panoramas just below it.
SIDE_MAX = 16_383
# What we advise where a picture is too large: a square of it stays below the limit.
SIDE_ADVISED = 7_000
# Smaller ones are tracking dots and mistakes.
SIDE_MIN = 16
# Only the first frame is shown; the limit keeps films in disguise out.
FRAMES_MAX = 200

Image.MAX_IMAGE_PIXELS = PIXELS_MAX

# From a phone's card to a wide screen; each is about 1.6 times the one before.
WIDTHS = (320, 640, 960, 1600)
FORMATS = ("avif", "webp")

# Speed 8 takes a quarter of the default's time for files of the same size.
AVIF_QUALITY, AVIF_SPEED = 60, 8
# Method 2 takes half of the default's time for files of the same size.
WEBP_QUALITY, WEBP_METHOD = 78, 2
# What a see-through picture is taken to lie on when its tone is looked for.
PAPER = (255, 255, 255)
# A rendition that is hardly wider than the one below it is not worth its place on the disk.
STEP_MIN = 1.2

_TONE_SAMPLE_SIDE = 48
_TONE_COLOURS = 5

_EXTENSIONS = {
    "jpg": "JPEG",
    "jpeg": "JPEG",
    "jpe": "JPEG",
    "jfif": "JPEG",
    "png": "PNG",
    "webp": "WEBP",
    "avif": "AVIF",
    "heic": "HEIF",
    "heif": "HEIF",
    "gif": "GIF",
}
_AVIF_BRANDS = {b"avif", b"avis"}
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
# A JPEG with further pictures inside (3D, gain maps) calls itself MPO; its first picture is a plain JPEG.
_DECODED_AS = {"MPO": "JPEG"}


class BadPicture(Refused):
    """The file is not a picture that we take."""


@dataclass(frozen=True)
class Photo:
    """A picture as `ui/photo.html` shows it. The sizes are those of the picture itself, for its place on the page."""

    url: str
    width: int
    height: int
    avif_srcset: str = ""
    webp_srcset: str = ""
    sizes: str = ""
    alt: str = ""
    tone: str = ""
    focal_x: int = 50
    focal_y: int = 50
    # The largest there is, for the gallery and for links without scripts.
    full_url: str = ""
    # The film or sound that this picture stands for.
    film: Film | None = None


@dataclass(frozen=True)
class Rendition:
    format: str
    width: int
    data: bytes


# What the decoders of Pillow, libheif and libavif raise when a file is damaged or was made to do damage.
_DECODER_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    EOFError,
    LookupError,
    RuntimeError,
    ArithmeticError,
    MemoryError,
    struct.error,
    Image.DecompressionBombError,
)


def open_picture(file: IO[bytes], *, name: str | None = None) -> Image.Image:
    """A decoded picture, upright, in sRGB and without anything but its pixels; BadPicture for all else.

    `name` is what the sender called the file; it is read for its extension only. "" where there is none to compare.
    """
    data = _read(file)
    kind = _kind_of(data)
    _check_name(str(getattr(file, "name", "") or "") if name is None else name, kind)
    try:
        _verify(data, kind)
        return _decoded(data, kind)
    except _DECODER_ERRORS as error:
        raise BadPicture(_("This picture is damaged and cannot be opened. Please try another one.")) from error


def _read(file: IO[bytes]) -> bytes:
    file.seek(0)
    data = file.read(BYTES_MAX + 1)
    if len(data) > BYTES_MAX:
        raise BadPicture(
            _("This file is larger than %(size)s MB. Please choose a smaller one.")
            % {"size": spoken(BYTES_MAX // 1024**2)}
        )
    return data


def _kind_of(data: bytes) -> str:
    """What the first bytes say. Drawings (SVG), documents and pages are none of ours."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        return _kind_of_box(data)
    raise _not_a_picture()


def _kind_of_box(data: bytes) -> str:
    """AVIF and HEIC share their container; the brands at its beginning tell them apart."""
    length = min(int.from_bytes(data[:4]), 256)
    brands = {data[8:12]} | {data[start : start + 4] for start in range(16, length, 4)}
    if brands & _AVIF_BRANDS:
        return "AVIF"
    if brands & _HEIF_BRANDS:
        return "HEIF"
    raise _not_a_picture()


def _not_a_picture() -> BadPicture:
    return BadPicture(
        _("This is not a picture that we can show. Please choose a JPEG, PNG, WebP, AVIF, HEIC or GIF file.")
    )


def _check_name(name: str, kind: str) -> None:
    if name and _EXTENSIONS.get(name.rpartition(".")[2].lower()) != kind:
        raise BadPicture(
            _("The name of this file says one thing and its content another. Please save it as a picture again.")
        )


def _verify(data: bytes, kind: str) -> None:
    with Image.open(io.BytesIO(data), formats=[kind]) as image:
        if _DECODED_AS.get(image.format or "", image.format) != kind:
            raise _not_a_picture()
        _check_size(image)
        image.verify()


def _check_size(image: Image.Image) -> None:
    """Read from the header, before a single pixel is decoded."""
    width, height = image.size
    if min(width, height) < SIDE_MIN:
        raise BadPicture(_("This picture is too small or too narrow to be shown."))
    if width * height > PIXELS_MAX or max(width, height) > SIDE_MAX:
        raise BadPicture(
            _("This picture has too many pixels. Please make it smaller, at most %(side)s on a side.")
            % {"side": SIDE_ADVISED}
        )
    if getattr(image, "n_frames", 1) > FRAMES_MAX:
        raise BadPicture(
            _("This moving picture is too long. At most %(frames)s frames, please.") % {"frames": spoken(FRAMES_MAX)}
        )


def _decoded(data: bytes, kind: str) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=[kind]) as image:
        image.load()
        upright = ImageOps.exif_transpose(image)
        bare = _in_srgb(upright, "RGBA" if upright.has_transparency_data else "RGB")
    bare.info.clear()
    return bare


def _in_srgb(image: Image.Image, mode: str) -> Image.Image:
    """Phones take pictures in wider colours. The profile goes, so the pixels must say the same without it."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "CMYK", "RGBA"}:
        return image.convert(mode)
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if image.mode != "CMYK" and "sRGB" in ImageCms.getProfileDescription(given):
            return image.convert(mode)
        return cast(
            "Image.Image",
            ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode=mode),
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        # A damaged profile says nothing about the colours; the picture is good without it.
        return image.convert(mode)


def rendition_widths(width: int, widths: Sequence[int] = WIDTHS) -> list[int]:
    """The widths to draw for a picture of this width. It is never made larger than it is."""
    smaller = [one for one in sorted(widths) if one <= width]
    if not smaller or (width < max(widths) and width >= smaller[-1] * STEP_MIN):
        smaller.append(width)
    return smaller


def renditions(
    image: Image.Image, widths: Sequence[int] = WIDTHS, formats: Sequence[str] = FORMATS
) -> Iterator[Rendition]:
    """From wide to narrow, each drawn from the one before it, which is quicker than from the whole."""
    for width in reversed(rendition_widths(image.width, widths)):
        image = _narrowed(image, width)
        for form in formats:
            yield Rendition(form, width, _encoded(image, form))


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    if width >= image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _encoded(image: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    if form == "avif":
        # One thread: the other core belongs to those who read.
        image.save(out, "AVIF", quality=AVIF_QUALITY, speed=AVIF_SPEED, max_threads=1)
    else:
        image.save(out, "WEBP", quality=WEBP_QUALITY, method=WEBP_METHOD)
    return out.getvalue()


def encode_webp(image: Image.Image, width_max: int, quality: int = WEBP_QUALITY) -> bytes:
    """One WebP, no wider than asked for; product pictures are kept so."""
    out = io.BytesIO()
    _narrowed(image, width_max).save(out, "WEBP", quality=quality, method=WEBP_METHOD)
    return out.getvalue()


def fit(
    image: Image.Image, box: tuple[int, int], *, focal: tuple[int, int] = (50, 50), quality: int = WEBP_QUALITY
) -> bytes:
    """One WebP that fills the box, cut round its focal point: avatars. A small picture gives a small box."""
    scale = min(1.0, image.width / box[0], image.height / box[1])
    size = (max(1, round(box[0] * scale)), max(1, round(box[1] * scale)))
    cut = ImageOps.fit(image, size, Image.Resampling.LANCZOS, centering=(focal[0] / 100, focal[1] / 100))
    return encode_webp(cut, size[0], quality)


def dominant_tone(image: Image.Image) -> str:
    """The colour that covers most of the picture, as #rrggbb: the frame shows it until the picture is there."""
    sample = image.resize((_TONE_SAMPLE_SIDE, _TONE_SAMPLE_SIDE), Image.Resampling.BOX, reducing_gap=1.0)
    if sample.mode == "RGBA":
        paper = Image.new("RGB", sample.size, PAPER)
        paper.paste(sample, mask=sample.getchannel("A"))
        sample = paper
    few = sample.quantize(_TONE_COLOURS, method=Image.Quantize.MEDIANCUT)
    counted = cast("list[tuple[int, int]]", few.getcolors())
    index = max(counted)[1]
    red, green, blue = (few.getpalette() or [])[index * 3 : index * 3 + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"
