"""A shop's theme as one small stylesheet in layer "theme", written when staff save it.

A modern browser derives everything from the six inputs (tokens.css). One that cannot is given the same colours as plain
hex, reckoned here with the same formulas.
"""

from dataclasses import dataclass

from korzo.kit.colour import Oklch, oklch_of, read_hex

ROUNDNESS_MAX = 1.5
HUE_MAX = 360
# A brand brighter than this keeps its colour and takes dark ink; any other is capped and takes white ink.
BRIGHT_FROM = 0.68
FILL_LIGHTNESS_MAX = 0.52

FONTS = {
    "geologica": '"Geologica Variable", var(--font-text)',
    "onest": "var(--font-text)",
    "system": "system-ui, sans-serif",
}

_CANNOT_DERIVE = "@supports not ((color: light-dark(red, red)) and (color: oklch(from red l c h)))"


class ThemeRefused(ValueError):
    """A value that must not reach a stylesheet."""


@dataclass(frozen=True, slots=True)
class Theme:
    brand: str
    accent: str
    neutral_hue: int
    roundness: float
    font: str

    @classmethod
    def checked(cls, brand: str, accent: str, neutral_hue: int, roundness: float, font: str) -> "Theme":
        if not 0 <= neutral_hue <= HUE_MAX:
            raise ThemeRefused(f"The hue {neutral_hue} is not between 0 and {HUE_MAX}.")
        if not 0 <= roundness <= ROUNDNESS_MAX:
            raise ThemeRefused(f"The roundness {roundness} is not between 0 and {ROUNDNESS_MAX}.")
        if font not in FONTS:
            raise ThemeRefused(f"The font {font} is not one of {', '.join(FONTS)}.")
        return cls(read_hex(brand), read_hex(accent), int(neutral_hue), float(roundness), font)


def theme_css(brand: str, accent: str, neutral_hue: int, roundness: float, font: str = "geologica") -> str:
    theme = Theme.checked(brand, accent, neutral_hue, roundness, font)
    light, dark = derived(theme, dark=False), derived(theme, dark=True)
    return f"""@layer theme {{
  :root {{
    --brand: {theme.brand};
    --accent: {theme.accent};
    --neutral-hue: {theme.neutral_hue};
    --roundness: {theme.roundness:g};
    --font-display: {FONTS[theme.font]};
  }}
  :root:is(:lang(fa), :lang(gu)) {{ --font-display: var(--font-text); }}
  {_CANNOT_DERIVE} {{
    :root {{ {_declared(light)} }}
    @media (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{ {_declared(dark)} }} }}
    :root[data-theme="dark"] {{ {_declared(dark)} }}
  }}
}}
"""


def derived(theme: Theme, *, dark: bool) -> dict[str, Oklch]:
    """The colours that tokens.css derives, by the name of the token."""
    brand, accent = oklch_of(theme.brand), oklch_of(theme.accent)
    colours = _dark_brand(brand) if dark else _light_brand(brand)
    return colours | _accent(accent, dark=dark) | _neutrals(theme.neutral_hue, dark=dark) | _meanings(dark=dark)


def _light_brand(brand: Oklch) -> dict[str, Oklch]:
    bright = brand.lightness > BRIGHT_FROM
    fill = brand.lightness if bright else min(brand.lightness, FILL_LIGHTNESS_MAX)
    hover = fill if bright else fill - 0.06
    hue, chroma = brand.hue_degrees, brand.chroma
    on_brand = Oklch(0.2 if bright else 0.99, min(chroma, 0.03), hue)
    return {
        "brand-fill": Oklch(fill, min(chroma, 0.24), hue),
        "brand-fill-hover": Oklch(hover, min(chroma, 0.2), hue),
        "on-brand": on_brand,
        "brand-text": Oklch(0.42, min(chroma, 0.15), hue),
        "brand-soft": Oklch(0.955, min(chroma * 0.22, 0.024), hue),
        "brand-line": Oklch(0.86, min(chroma * 0.5, 0.06), hue),
        "brand-panel": Oklch(fill, min(chroma, 0.24), hue),
        "on-brand-panel": on_brand,
    }


def _dark_brand(brand: Oklch) -> dict[str, Oklch]:
    hue, chroma, lightness = brand.hue_degrees, brand.chroma, brand.lightness
    return {
        "brand-fill": Oklch(max(lightness, 0.76), min(chroma, 0.15), hue),
        "brand-fill-hover": Oklch(max(lightness + 0.05, 0.82), min(chroma, 0.13), hue),
        "on-brand": Oklch(0.2, min(chroma, 0.04), hue),
        "brand-text": Oklch(0.83, min(chroma, 0.12), hue),
        "brand-soft": Oklch(0.29, min(chroma * 0.5, 0.05), hue),
        "brand-line": Oklch(0.42, min(chroma * 0.6, 0.07), hue),
        "brand-panel": Oklch(0.34, min(chroma, 0.09), hue),
        "on-brand-panel": Oklch(0.96, min(chroma, 0.03), hue),
    }


def _accent(accent: Oklch, *, dark: bool) -> dict[str, Oklch]:
    hue, chroma = accent.hue_degrees, accent.chroma
    soft = Oklch(0.31, min(chroma * 0.4, 0.05), hue) if dark else Oklch(0.955, min(chroma * 0.35, 0.05), hue)
    return {
        "accent-fill": Oklch(max(accent.lightness, 0.76), chroma, hue),
        "on-accent": Oklch(0.24, min(chroma, 0.06), hue),
        "accent-text": Oklch(0.86 if dark else 0.44, min(chroma, 0.12), hue),
        "accent-soft": soft,
    }


def _neutrals(hue: int, *, dark: bool) -> dict[str, Oklch]:
    light_and_dark = {
        "ground": ((0.979, 0.005), (0.176, 0.005)),
        "surface": ((1.0, 0.0), (0.219, 0.006)),
        "raised": ((1.0, 0.0), (0.258, 0.007)),
        "sunken": ((0.953, 0.007), (0.272, 0.007)),
        "line": ((0.905, 0.008), (0.318, 0.007)),
        "line-strong": ((0.62, 0.015), (0.57, 0.015)),
        "ink": ((0.225, 0.014), (0.955, 0.006)),
        "ink-2": ((0.41, 0.015), (0.82, 0.01)),
        "ink-3": ((0.505, 0.015), (0.725, 0.012)),
    }
    return {name: Oklch(*pair[dark], hue) for name, pair in light_and_dark.items()}


def _meanings(*, dark: bool) -> dict[str, Oklch]:
    light_and_dark = {
        "good-text": (Oklch(0.43, 0.11, 155), Oklch(0.84, 0.14, 155)),
        "good-soft": (Oklch(0.957, 0.026, 155), Oklch(0.3, 0.05, 155)),
        "warn-text": (Oklch(0.45, 0.1, 65), Oklch(0.86, 0.12, 80)),
        "warn-soft": (Oklch(0.955, 0.05, 85), Oklch(0.31, 0.05, 75)),
        "bad-text": (Oklch(0.48, 0.18, 25), Oklch(0.8, 0.12, 25)),
        "bad-soft": (Oklch(0.955, 0.025, 25), Oklch(0.3, 0.06, 25)),
        "star": (Oklch(0.66, 0.16, 58), Oklch(0.82, 0.15, 78)),
        "heart": (Oklch(0.56, 0.21, 15), Oklch(0.76, 0.15, 12)),
    }
    return {name: pair[dark] for name, pair in light_and_dark.items()}


def _declared(colours: dict[str, Oklch]) -> str:
    return " ".join(f"--{name}: {colour.hex};" for name, colour in colours.items())
