"""What may come in as a picture, and what is left of it."""

import contextlib
import io
import random
import struct
import zlib

import pytest
from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base

from korzo.kit import pictures
from korzo.kit.errors import Refused
from korzo.kit.pictures import (
    BadPicture,
    dominant_tone,
    encode_webp,
    fit,
    open_picture,
    rendition_widths,
    renditions,
)

SCRIPT = b"<script>alert(document.domain)</script>"


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48), colour: str = "#c04020", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, form, **options)
    return out.getvalue()


def opened(data: bytes, name: str) -> Image.Image:
    return open_picture(io.BytesIO(data), name=name)


def refused(data: bytes, name: str) -> str:
    with pytest.raises(BadPicture) as caught:
        opened(data, name)
    return caught.value.sentence


def png(width: int, height: int, rows: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("JPEG", "walk.jpg"),
        ("JPEG", "WALK.JPEG"),
        ("PNG", "walk.png"),
        ("WEBP", "walk.webp"),
        ("AVIF", "walk.avif"),
        ("HEIF", "walk.heic"),
        ("GIF", "walk.gif"),
        ("PNG", ""),
    ],
)
def test_it_opens_what_we_take(form: str, name: str) -> None:
    image = opened(picture(form), name)
    assert (image.size, image.mode, image.info) == ((64, 48), "RGB", {})


def test_it_reads_the_name_of_an_upload() -> None:
    file = io.BytesIO(picture("PNG"))
    file.name = "walk.jpg"
    with pytest.raises(BadPicture, match="one thing"):
        open_picture(file)


def test_a_bad_picture_is_a_refusal_that_every_page_understands() -> None:
    assert issubclass(BadPicture, Refused)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "logo.png"),
        (b"<!doctype html><html>" + SCRIPT, "notes.txt"),
        (b"<!doctype html><html>" + SCRIPT, "page.jpg"),
        (b"%PDF-1.7", "leaflet.png"),
        (b"\x00\x00\x00\x20ftypisom" + bytes(16), "film.heic"),
        (b"BM" + bytes(60), "old.bmp"),
        (b"II*\x00" + bytes(60), "scan.tiff"),
        (b"", "empty.png"),
    ],
)
def test_it_takes_no_other_kinds(data: bytes, name: str) -> None:
    assert "not a picture that we can show" in refused(data, name)


@pytest.mark.parametrize("name", ["walk.png", "walk.svg", "walk.html", "walk", "..\\evil", "photo\u202egpj.exe"])
def test_name_and_content_must_agree(name: str) -> None:
    assert "one thing and its content another" in refused(picture("JPEG"), name)


@pytest.mark.parametrize("name", ["..\\evil.jpg", "../../etc/walk.jpg", "photo\u202egnp.jpg"])
def test_it_does_not_mind_the_rest_of_a_name(name: str) -> None:
    assert opened(picture("JPEG"), name).size == (64, 48)


def test_a_script_behind_the_end_stays_behind() -> None:
    image = opened(picture("GIF") + SCRIPT, "cat.gif")
    for rendition in renditions(image):
        assert b"script" not in rendition.data


def test_it_drops_the_place_and_turns_the_picture_upright() -> None:
    source = Image.new("RGB", (64, 48), "#204060")
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif[Base.Artist] = "Nada Nowhere"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (48.0, 8.0, 38.0)
    out = io.BytesIO()
    source.save(out, "JPEG", exif=exif, comment=b"taken at home", dpi=(72, 72))
    assert b"Nada Nowhere" in out.getvalue()
    image = opened(out.getvalue(), "walk.jpg")
    assert image.size == (48, 64)
    assert (image.info, dict(image.getexif())) == ({}, {})
    for rendition in renditions(image):
        assert not any(word in rendition.data for word in (b"Nada", b"Exif", b"EXIF", b"home", b"GPS"))


def test_it_keeps_colours_and_drops_their_profile() -> None:
    data = picture("JPEG", icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    image = opened(data, "walk.jpg")
    assert "icc_profile" not in image.info
    assert image.getpixel((5, 5)) == pytest.approx((192, 64, 32), abs=4)


def test_it_opens_a_picture_with_a_damaged_profile() -> None:
    assert opened(picture("JPEG", icc_profile=b"none of this is a profile"), "walk.jpg").size == (64, 48)


def test_it_refuses_a_thread_of_pixels() -> None:
    assert "too small or too narrow" in refused(png(1, 65_000, bytes(4 * 65_000)), "thread.png")


def test_it_refuses_a_side_that_no_rendition_could_hold() -> None:
    assert "too many pixels" in refused(png(20, 65_000, bytes(61 * 65_000)), "ribbon.png")


def test_it_refuses_a_bomb_before_it_is_decoded() -> None:
    """60,000 by 60,000 pixels in a hundred bytes."""
    assert refused(png(60_000, 60_000, bytes(100)), "bomb.png")
    assert "too many pixels" in refused(png(9_000, 9_000, bytes(100)), "small-bomb.png")


def test_it_refuses_more_bytes_than_a_phone_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    data = picture("JPEG")
    monkeypatch.setattr(pictures, "BYTES_MAX", len(data))
    assert opened(data, "walk.jpg")
    assert "larger than" in refused(data + b"\x00", "walk.jpg")


def moving(frames: int) -> bytes:
    shots = [Image.new("L", (20, 20), number % 256) for number in range(frames)]
    out = io.BytesIO()
    shots[0].save(out, "GIF", save_all=True, append_images=shots[1:], optimize=False)
    return out.getvalue()


def test_it_refuses_a_film() -> None:
    assert opened(moving(200), "dance.gif").size == (20, 20)
    assert "moving picture is too long" in refused(moving(201), "dance.gif")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF", "GIF"])
def test_it_answers_damage_with_a_sentence(form: str) -> None:
    """Cut anywhere, or with bytes turned: a picture or a sentence, never another error."""
    whole = noise(form)
    dice = random.Random(5)
    for _round in range(12):
        broken = bytearray(whole[: dice.randrange(12, len(whole))])
        for _turn in range(dice.randrange(1, 6)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        with contextlib.suppress(BadPicture):
            assert opened(bytes(broken), "").mode in {"RGB", "RGBA"}


def noise(form: str) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((80, 60), 60).convert("RGB").save(out, form)
    return out.getvalue()


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (4000, [320, 640, 960, 1600]),
        (1600, [320, 640, 960, 1600]),
        (1200, [320, 640, 960, 1200]),
        (1000, [320, 640, 960]),
        (500, [320, 500]),
        (320, [320]),
        (90, [90]),
    ],
)
def test_it_never_makes_a_picture_larger(width: int, expected: list[int]) -> None:
    assert rendition_widths(width) == expected


def test_renditions_are_what_they_say() -> None:
    made = list(renditions(opened(picture("PNG", (700, 350)), "wide.png"), [200, 400]))
    assert [(one.format, one.width) for one in made] == [
        ("avif", 400), ("webp", 400), ("avif", 200), ("webp", 200),
    ]  # fmt: skip
    for one in made:
        drawn = Image.open(io.BytesIO(one.data))
        assert (drawn.format, drawn.size) == (one.format.upper(), (one.width, one.width // 2))


def test_transparency_stays() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (255, 0, 0, 0)).save(out, "PNG")
    image = opened(out.getvalue(), "clear.png")
    assert image.mode == "RGBA"
    assert Image.open(io.BytesIO(encode_webp(image, 20))).convert("RGBA").getpixel((3, 3))[3] == 0  # type: ignore[index]
    assert dominant_tone(image) == "#ffffff"


def test_the_tone_is_the_colour_that_covers_most() -> None:
    image = Image.new("RGB", (100, 100), "#2060a0")
    image.paste((250, 250, 10), (0, 0, 100, 30))
    assert dominant_tone(image) == "#2060a0"


def test_an_avatar_is_cut_round_its_focal_point() -> None:
    image = Image.new("RGB", (300, 100), "#000000")
    image.paste((255, 255, 255), (200, 0, 300, 100))
    left, right = (
        Image.open(io.BytesIO(fit(image, (80, 80), focal=focal))).convert("L") for focal in ((0, 50), (100, 50))
    )
    assert left.getpixel((40, 40)) == pytest.approx(0, abs=3)
    assert right.getpixel((40, 40)) == pytest.approx(255, abs=3)


def test_a_small_picture_gives_a_small_avatar() -> None:
    assert Image.open(io.BytesIO(fit(Image.new("RGB", (60, 90)), (160, 160)))).size == (60, 60)
