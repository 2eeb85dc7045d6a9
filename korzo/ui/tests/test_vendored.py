"""What others made is what they published."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from korzo.ui.csp import TRIX_STYLE_HASHES, TRIX_VERSION

ROOM = Path(__file__).parent.parent
STATIC = ROOM / "static/ui"
_ROW = re.compile(r"^\| [^|]+ \| [^|]+ \| `([^`]+)` \| [^|`]*`([^`]+)` \| `([^`]+)` \|", re.MULTILINE)
ROWS = _ROW.findall((ROOM / "VENDORED.md").read_text())
_TOOLBAR_CSS = re.compile(r'\("trix-toolbar",("(?:[^"\\]|\\.)*")\)')
_EDITOR_CSS = re.compile(r'\("trix-editor",((?:"(?:[^"\\]|\\.)*"|\.concat\([\w.]+,|\))+)')
# What the editor joins between the pieces of its style, in this order, in every engine we serve.
_BETWEEN = ["[data-trix-attachment]"] * 3 + ["inline-block", "1px", ""]


@pytest.mark.parametrize(("name", "licence", "published"), ROWS, ids=[row[0] for row in ROWS])
def test_a_file_has_its_sum_and_its_licence(name: str, licence: str, published: str) -> None:
    digest = hashlib.sha384((STATIC / name).read_bytes()).digest()
    assert base64.b64encode(digest).decode() == published
    assert (STATIC / licence).is_file()


def test_every_vendored_file_is_listed() -> None:
    listed = {STATIC / name for name, _licence, _sum in ROWS}
    there = {*(STATIC / "vendor").rglob("*.js"), *(STATIC / "fonts").glob("*.woff2"), STATIC / "icons.svg"}
    assert there | {*(STATIC / "emoji").glob("*.json")} == listed


def test_emoji_have_names_in_every_language_of_the_house() -> None:
    languages = {path.stem: json.loads(path.read_text()) for path in (STATIC / "emoji").glob("*.json")}
    assert languages.keys() == {code for code, _name in settings.LANGUAGES}
    signs = {
        code: [sign for group in groups for sign, _name, _words in group["signs"]] for code, groups in languages.items()
    }
    assert all(listed == signs["en"] for listed in signs.values())
    assert len(set(signs["en"])) == len(signs["en"]) > 300
    assert all(name for groups in languages.values() for group in groups for _sign, name, _words in group["signs"])


def editor_styles() -> list[str]:
    source = (STATIC / "vendor/trix/trix.umd.min.js").read_text()
    toolbar, editor = _TOOLBAR_CSS.search(source), _EDITOR_CSS.search(source)
    assert toolbar is not None
    assert editor is not None
    pieces = [json.loads(piece) for piece in re.findall(r'"(?:[^"\\]|\\.)*"', editor[1])]
    joined = "".join(piece + between for piece, between in zip(pieces, _BETWEEN, strict=True))
    return ["", joined.replace("%t", "trix-editor"), json.loads(toolbar[1]).replace("%t", "trix-toolbar")]


def test_the_hashes_are_those_of_the_vendored_editor() -> None:
    assert f"Trix {TRIX_VERSION}" in (STATIC / "vendor/trix/trix.umd.min.js").read_text()[:200]
    digests = [hashlib.sha256(style.encode()).digest() for style in editor_styles()]
    assert [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests] == TRIX_STYLE_HASHES
