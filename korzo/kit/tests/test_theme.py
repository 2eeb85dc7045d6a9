"""A shop may type any colour: what stands on it stays readable."""

import pytest

from korzo.kit.colour import HUE_DEGREES, NotAColour, Oklch, Tone, contrast, oklch_of, tone_of
from korzo.kit.theme import Theme, ThemeRefused, derived, theme_css

READABLE = 4.5
VISIBLE = 3.0
# Eight steps in each channel: 512 brands, the corners of the cube included.
STEPS = [round(step * 255 / 7) for step in range(8)]
BRANDS = [f"#{red:02x}{green:02x}{blue:02x}" for red in STEPS for green in STEPS for blue in STEPS]

TEXT_ON = [
    ("on-brand", "brand-fill"),
    ("on-brand", "brand-fill-hover"),
    ("on-brand-panel", "brand-panel"),
    ("brand-text", "ground"),
    ("brand-text", "surface"),
    ("brand-text", "sunken"),
    ("brand-text", "brand-soft"),
    ("on-accent", "accent-fill"),
    ("accent-text", "accent-soft"),
    ("ink-3", "sunken"),
    ("good-text", "good-soft"),
    ("warn-text", "warn-soft"),
    ("bad-text", "bad-soft"),
]


@pytest.mark.parametrize("dark", [False, True])
def test_words_are_readable_on_every_brand(dark: bool) -> None:
    worst = dict.fromkeys(TEXT_ON, 21.0)
    for brand in BRANDS:
        colours = derived(Theme(brand, brand, 72, 1, "geologica"), dark=dark)
        for text, ground in TEXT_ON:
            worst[text, ground] = min(worst[text, ground], contrast(colours[text], colours[ground]))
    assert {pair: ratio for pair, ratio in worst.items() if ratio < READABLE} == {}


@pytest.mark.parametrize("hue", range(0, 361, 30))
@pytest.mark.parametrize("dark", [False, True])
def test_greys_of_every_warmth_keep_their_contrast(hue: int, dark: bool) -> None:
    colours = derived(Theme("#0b6b50", "#f2b134", hue, 1, "geologica"), dark=dark)
    for ground in ("ground", "surface", "raised", "sunken"):
        assert min(contrast(colours[ink], colours[ground]) for ink in ("ink", "ink-2", "ink-3")) >= READABLE
        assert contrast(colours["line-strong"], colours["surface"]) >= VISIBLE


def test_black_on_white_is_twenty_one() -> None:
    assert contrast(oklch_of("#000000"), oklch_of("#ffffff")) == pytest.approx(21)


@pytest.mark.parametrize("colour", ["#0b6b50", "#f2b134", "#ffffff", "#000000", "#ff00ff"])
def test_a_colour_survives_the_way_there_and_back(colour: str) -> None:
    assert oklch_of(colour).hex == colour


@pytest.mark.parametrize("bad", ["red", "#fff", "#12345g", "", "#123456; } body { display: none", "url(x)"])
def test_it_refuses_what_is_not_a_colour(bad: str) -> None:
    with pytest.raises(NotAColour):
        theme_css(bad, "#f2b134", 72, 1, "geologica")
    with pytest.raises(NotAColour):
        theme_css("#0b6b50", bad, 72, 1, "geologica")


@pytest.mark.parametrize(
    ("hue", "roundness", "font"), [(361, 1, "onest"), (72, 1.6, "onest"), (72, -1, "onest"), (72, 1, "comic")]
)
def test_it_refuses_values_out_of_bounds(hue: int, roundness: float, font: str) -> None:
    with pytest.raises(ThemeRefused):
        theme_css("#0b6b50", "#f2b134", hue, roundness, font)


def test_a_theme_is_one_layer_with_its_inputs_and_plain_colours_for_older_browsers() -> None:
    css = theme_css("#0B6B50", "#f2b134", 72, 1.25, "system")
    assert css.startswith("@layer theme {\n")
    assert css.count("{") == css.count("}")
    assert "--brand: #0b6b50;" in css
    assert "--roundness: 1.25;" in css
    assert "--font-display: system-ui, sans-serif;" in css
    assert ':root[data-theme="dark"] { --brand-fill: #' in css


@pytest.mark.parametrize(
    ("colour", "tone"),
    [
        ("#ffffff", Tone(5, None)),
        ("#000000", Tone(1, None)),
        ("#808080", Tone(3, None)),
        ("#b03020", Tone(2, 1)),
        ("#2040a0", Tone(2, 9)),
    ],
)
def test_a_tone_is_the_nearest_light_and_hue(colour: str, tone: Tone) -> None:
    assert tone_of(colour) == tone


def test_each_hue_finds_itself() -> None:
    assert [tone_of(Oklch(0.6, 0.1, hue).hex) for hue in HUE_DEGREES] == [
        Tone(3, at + 1) for at in range(len(HUE_DEGREES))
    ]


def test_no_colour_has_no_tone() -> None:
    assert tone_of("") is None
    assert tone_of("red") is None
