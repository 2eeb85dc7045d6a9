import io

import pytest
from PIL import Image

from korzo.ui.share_picture import HEIGHT, WIDTH, Sharing, share_picture
from korzo.ui.tests.test_lettering import TITLES

BRAND = (0x0B, 0x6B, 0x50)


def drawn(title: str = "Which wax?", **others: object) -> Image.Image:
    told: dict[str, object] = {
        "title": title, "place": "Kit", "site": "Klub KAMZO", "author": "Tea Kamenská", "count": "",
        "brand": "#0b6b50", "accent": "#f2b134",
    }  # fmt: skip
    image = Image.open(io.BytesIO(share_picture(Sharing(**(told | others)))))  # type: ignore[arg-type]
    image.load()
    return image


def ink(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a part are bright."""
    part = image.crop(box).convert("L").point(lambda level: 255 if level > 190 else 0)
    return part.histogram()[255]


TITLE = (0, 130, WIDTH, 480)


@pytest.mark.parametrize("language", TITLES)
def test_it_is_a_picture_with_words(language: str) -> None:
    image = drawn(TITLES[language])
    assert (image.format, image.size, image.mode) == ("JPEG", (WIDTH, HEIGHT), "RGB")
    assert ink(image, TITLE) > 5_000
    # The lowest line is the second colour, and the corner the first.
    assert all(abs(a - b) < 12 for a, b in zip(image.getpixel((5, 5)), BRAND, strict=True))  # type: ignore[arg-type]
    assert image.getpixel((600, HEIGHT - 4))[0] > 200  # type: ignore[index]


def test_it_is_mirrored_from_right_to_left() -> None:
    photo = Image.new("RGB", (900, 700), "#ff0000")
    left, right = drawn(TITLES["fa"], photo=photo), drawn(TITLES["en"], photo=photo)
    assert left.getpixel((20, 300))[0] > 200  # type: ignore[index]
    assert right.getpixel((WIDTH - 20, 300))[0] > 200  # type: ignore[index]
    assert left.getpixel((WIDTH - 20, 300))[0] < 60  # type: ignore[index]


def test_no_words_where_letters_would_be_missing() -> None:
    assert ink(drawn("靴の手入れ"), TITLE) == 0
    assert ink(drawn("靴の手入れ", author="靴", place="靴", site="靴"), (0, 0, WIDTH, 560)) == 0


def test_a_bright_brand_takes_dark_ink() -> None:
    image = drawn(brand="#ffe066")
    dark = image.crop(TITLE).convert("L").point(lambda level: 255 if level < 60 else 0)
    assert dark.histogram()[255] > 5_000


@pytest.mark.parametrize("title", ["word " * 32, "x" * 160, "a", " ", "Ž" * 30 + " " + "y" * 129, "ત્ર્ય" * 25])
@pytest.mark.parametrize("pictured", [True, False])
def test_no_title_breaks_it(title: str, *, pictured: bool) -> None:
    photo = Image.new("RGBA", (3, 400), "#336699") if pictured else None
    image = drawn(title, photo=photo, count="1000+", author="W" * 60)
    assert image.size == (WIDTH, HEIGHT)
    # Words keep to their part, and leave the margin free.
    assert ink(image, (0, 0, 40, 560)) == 0


def test_it_is_small_enough_to_be_shared() -> None:
    assert len(share_picture(Sharing("word " * 32, "Kit", "Klub", "Tea", "25+", "#0b6b50", "#f2b134"))) < 200_000
