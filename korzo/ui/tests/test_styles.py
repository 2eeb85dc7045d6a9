"""The style sheets keep their own rules."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parent.parent / "static/ui/css"
FILES = sorted(CSS.rglob("*.css"))
BLOCKS = sorted((CSS / "blocks").glob("*.css"))
LINES_MAX = 250
LAYERS = {"reset", "tokens", "base", "layout", "components", "utilities"}
UNLAYERED = {"fonts.css", "korzo.css", "staff.css"}
# Wagtail puts its own styles in no layer, so what shall win over them stands outside, too.
STAFF = CSS / "staff"

_PHYSICAL = re.compile(
    r"(?<![-\w])(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)|left|right|top|bottom"
    r"|(?:min-|max-)?(?:width|height))\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)"
)
_TAGS = r"a|article|aside|b|button|dd|details|dialog|div|dt|em|figure|footer|form|h[1-6]|header|i|img|input|kbd|li|main"
_TAG = re.compile(
    rf"(?:^|[\s,>+~(])(?:{_TAGS}|label|nav|ol|p|path|picture|progress|section|select|small|span|strong|summary|svg|table|td"
    r"|textarea|th|time|tr|ul|video)(?=[\s,>+~.:\[){]|$)"
)


def rules(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)


def selectors(path: Path) -> list[str]:
    """What stands before each brace, without at-rules and declarations."""
    found = (re.split(r"[;{}]", part)[-1].strip() for part in rules(path).split("{")[:-1])
    return [selector for selector in found if selector and not selector.startswith("@")]


def physical(css: str) -> list[str]:
    return _PHYSICAL.findall(css)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_uses_logical_properties_only(path: Path) -> None:
    assert physical(rules(path)) == []


def test_the_rule_on_logical_properties_knows_good_from_bad() -> None:
    bad = ["margin-left: 1px", "left: 0", "min-width: 1px", "text-align: left", "height: 2px", "border-top: 0"]
    good = ["margin-inline-start: 1px", "inset-inline: 0", "line-height: 1", "stroke-width: 2", "text-align: start"]
    assert all(physical(line) for line in bad)
    assert not any(physical(line) for line in good)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_is_short_and_never_shouts(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LINES_MAX
    assert "!important" not in rules(path)


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.name not in UNLAYERED and path.parent != STAFF], ids=lambda path: path.name
)
def test_it_stands_in_a_layer(path: Path) -> None:
    css = rules(path).strip()
    depth, outside = 0, ""
    for sign in css:
        outside += sign if depth == 0 else ""
        depth += {"{": 1, "}": -1}.get(sign, 0)
    outer = [name.strip() for name in re.split(r"[{}]", outside) if name.strip()]
    assert outer
    assert all(name.startswith("@layer ") and name.removeprefix("@layer ") in LAYERS for name in outer)


@pytest.mark.parametrize("path", BLOCKS, ids=lambda path: path.name)
def test_a_block_names_no_tags(path: Path) -> None:
    assert [selector for selector in selectors(path) if _TAG.search(selector)] == []


def test_the_entry_imports_every_file_once_and_fixes_the_layers_first() -> None:
    entry = rules(CSS / "korzo.css").strip()
    imported = re.findall(r'@import url\("([^"]+)"\);', entry)
    assert entry.startswith("@layer reset, tokens, base, layout, components, utilities, theme;")
    assert len(imported) == len(set(imported))
    own = {path for path in FILES if path.parent != STAFF and path.name not in {"korzo.css", "staff.css"}}
    assert {CSS / name for name in imported} == own


def test_every_font_file_is_named_and_there() -> None:
    named = {CSS / address for address in re.findall(r'url\("([^"]+\.woff2)"\)', (CSS / "fonts.css").read_text())}
    assert {path.resolve() for path in named} == set((CSS.parent / "fonts").resolve().glob("*.woff2"))


def test_custom_properties_in_use_are_set_somewhere() -> None:
    """A misspelt token falls back in silence."""
    everything = "\n".join(rules(path) for path in FILES if path.name != "staff.css")
    declared = set(re.findall(r"(--[\w-]+)\s*:", everything))
    without_fallback = set(re.findall(r"var\((--[\w-]+)\)", everything))
    assert without_fallback - declared == set()
