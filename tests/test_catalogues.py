"""The catalogues are whole, and what is compiled is what was written."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, ngettext

PACKAGE = Path(__file__).resolve().parent.parent / "korzo"
SOURCES = sorted(PACKAGE.glob("locale*/*/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|</?[a-z][^>]*>")
# The rules of Django's own catalogues; Gujarati, which Django does not have, by CLDR.
FORMS = {"sk": 4, "gu": 2, "fa": 2, "it": 2, "uk": 4, "es": 3}


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def messages(path: Path) -> list[Message]:
    return [message for message in catalogue(path) if message.id]


def forms(text: object) -> list[str]:
    return [text] if isinstance(text, str) else [str(one) for one in text]  # type: ignore[attr-defined]


each_catalogue = pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parts[-4]}-{path.parts[-3]}")


def test_there_is_one_for_each_language() -> None:
    ours = {path.parts[-3] for path in SOURCES if path.parts[-4] == "locale"}
    assert ours == {code for code, _name in settings.LANGUAGES} - {"en"}


@each_catalogue
def test_nothing_is_missing_or_doubtful(path: Path) -> None:
    bad = [
        str(one.id)[:60] for one in messages(path) if one.fuzzy or not all(part.strip() for part in forms(one.string))
    ]
    assert bad == []
    assert catalogue(path).num_plurals == FORMS[path.parts[-3]]


@each_catalogue
def test_placeholders_and_tags_are_kept(path: Path) -> None:
    bad = []
    for one in messages(path):
        allowed = [sorted(PLACEHOLDER.findall(part)) for part in forms(one.id)]
        for part in forms(one.string):
            found = sorted(PLACEHOLDER.findall(part))
            # A single form may leave the number out, or name it where English needs none.
            if found not in allowed and not (len(allowed) > 1 and set(found) <= set(allowed[1])):
                bad.append((str(one.id)[:60], part[:60]))
    assert bad == []


@each_catalogue
def test_no_straight_quote_can_end_an_attribute(path: Path) -> None:
    bad = [
        part[:60]
        for one in messages(path)
        for part in forms(one.string)
        if '"' in part and not any('"' in source for source in forms(one.id))
    ]
    assert bad == []


@each_catalogue
def test_what_is_compiled_is_what_was_written(path: Path) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(path))
    assert path.with_suffix(".mo").read_bytes() == compiled.getvalue()


@pytest.mark.parametrize("language", sorted(FORMS))
def test_plural_forms_answer(language: str) -> None:
    with translation.override(language):
        said = {number: ngettext("%(shown)s reply", "%(shown)s replies", number) for number in (1, 2, 5, 21, 100)}
        assert gettext("Search") != "Search"
    assert len(set(said.values())) >= (2 if language in {"sk", "uk"} else 1)
    assert "%(shown)s" in said[5]
