import pytest
from PIL import Image, ImageDraw

from korzo.ui import lettering
from korzo.ui.lettering import Style

STYLE = Style(60, 700)
TITLES = {
    "en": "Which wax for October, on the ridge?",
    "sk": "Prečo mi premokli topánky pri Štrbskom plese?",
    "uk": "Який віск для жовтня, їжа та ґанок?",
    "fa": "کدام واکس برای مهرماه بهتر است؟ می‌خواهم",
    "gu": "ઓક્ટોબર માટે કયું મીણ? ત્ર્યંબકેશ્વર",
}


def visual(text: str, *, rtl: bool) -> list[tuple[str, str]]:
    return [(run.text, run.direction) for run in lettering.runs(text, STYLE, rtl=rtl)]


def test_this_machine_can_shape() -> None:
    """Part of Pillow's own builds; without it pictures of Persian and Gujarati titles would be wrong."""
    assert lettering.can_shape()


@pytest.mark.parametrize("language", TITLES)
def test_our_fonts_hold_every_letter(language: str) -> None:
    title = TITLES[language]
    assert lettering.written(title) == title
    nothing = bytes(lettering.runs("\U000f0000", STYLE, rtl=False)[0].font.getmask("\U000f0000"))
    for run in lettering.runs(title, STYLE, rtl=lettering.is_rtl(title)):
        for sign in run.text:
            if sign.isalnum():
                assert bytes(run.font.getmask(sign)) != nothing, (sign, run.font.getname())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Boots 🥾 and mud ☔", "Boots and mud"),
        ("  two \n lines ", "two lines"),
        ("Ποιο κερί;", ""),
        ("靴の手入れ", ""),
        ("e\u0301te\u0301", "été"),
        ("🥾", ""),
        ("", ""),
    ],
)
def test_what_cannot_be_shown_is_left_out(text: str, kept: str) -> None:
    assert lettering.written(text) == kept


def test_each_script_has_its_font_and_direction() -> None:
    assert visual("Wax воск", rtl=False) == [("Wax ", "ltr"), ("воск", "ltr")]
    mixed = visual("کفش Ridge 3 خوب", rtl=True)
    assert [text for text, _direction in mixed] == ["خوب", " ", "Ridge 3", " ", "کفش"]
    assert [direction for _text, direction in mixed] == ["rtl", "rtl", "ltr", "rtl", "rtl"]


def test_numbers_run_from_left_to_right() -> None:
    assert [text for text, _direction in visual("سال ۱۴۰۵ خوب", rtl=True)] == ["خوب", " ", "۱۴۰۵", " ", "سال"]
    assert ("1,250.50", "ltr") in visual("قیمت 1,250.50 است", rtl=True)


def test_a_persian_word_inside_an_english_line() -> None:
    assert visual("The word خوب means good", rtl=False) == [
        ("The word ", "ltr"),
        ("خوب", "rtl"),
        (" means good", "ltr"),
    ]


def test_joiners_stay_with_their_letters() -> None:
    assert [run.text for run in lettering.runs("می‌خواهم", STYLE, rtl=True)] == ["می‌خواهم"]


def test_letters_are_joined() -> None:
    """Shaped, the word is narrower than its letters one by one, and conjuncts are as well."""
    for word in ("همیشه", "ત્ર્ય"):
        rtl = lettering.is_rtl(word)
        apart = sum(lettering.width(sign, STYLE, rtl=rtl) for sign in word)
        assert lettering.width(word, STYLE, rtl=rtl) < apart * 0.9


@pytest.mark.parametrize("language", TITLES)
def test_lines_are_broken_between_words(language: str) -> None:
    title, rtl = TITLES[language], lettering.is_rtl(TITLES[language])
    lines = lettering.broken(title, STYLE, width_max=600, lines_max=6, rtl=rtl)
    assert lines is not None
    assert len(lines) > 1
    assert " ".join(lines) == title
    assert all(lettering.width(line, STYLE, rtl=rtl) <= 600 for line in lines)
    assert lettering.broken(title, STYLE, width_max=600, lines_max=1, rtl=rtl) is None


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("width_max", [40, 90, 200, 410, 5_000])
def test_a_cut_never_halves_a_letter(language: str, width_max: int) -> None:
    title, rtl = TITLES[language], lettering.is_rtl(TITLES[language])
    shown = lettering.cut(title, STYLE, width_max=width_max, rtl=rtl)
    assert shown == title or lettering.width(shown, STYLE, rtl=rtl) <= max(width_max, 60)
    kept = shown.removesuffix("…")
    assert title.startswith(kept)
    clusters = lettering._CLUSTER.findall(title)
    assert kept.rstrip() in {"".join(clusters[:n]).rstrip() for n in range(len(clusters) + 1)}


def test_from_right_to_left_it_ends_where_it_begins() -> None:
    """Drawn from its right end, nothing stands beyond it."""
    image = Image.new("L", (800, 200), 0)
    lettering.draw(ImageDraw.Draw(image), (700, 120), TITLES["fa"][:18], STYLE, rtl=True, fill="white")
    box = image.getbbox()
    assert box is not None
    assert 690 <= box[2] <= 704
    assert box[0] > 100
