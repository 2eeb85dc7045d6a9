"""The documents are true: made ones are fresh, links lead somewhere, and every dependency has its sentence."""

import re
import tomllib
from pathlib import Path

import pytest

from korzo import __version__, read_version
from korzo.activity.activities import all_kinds, subscribers_of
from korzo.project.documents import activities_document

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "korzo").glob("*/README.md"))]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def test_activities_are_documented() -> None:
    assert (ROOT / "docs" / "activities.md").read_text(encoding="utf-8") == activities_document()


def test_every_activity_is_heard_or_says_that_it_is_only_recorded() -> None:
    silent = [
        kind.verb for kind in all_kinds() if not kind.record_only and not subscribers_of(kind.verb, backfilled=False)
    ]
    assert silent == []


def test_every_dependency_has_its_sentence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split(r"[\[<>=; ]", line, maxsplit=1)[0] for line in project["dependencies"]]
    told = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert [name for name in names if name.lower() not in told.lower()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    broken = [
        link for link in LINK.findall(document.read_text(encoding="utf-8")) if not (document.parent / link).exists()
    ]
    assert broken == []


def test_decisions_have_the_decision_as_title() -> None:
    for path in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        title = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        words = re.sub(r"[^a-z0-9]+", "-", title.lower().replace("'", "")).strip("-")
        assert path.stem[5:] == words


def test_the_version_is_that_of_the_changelog() -> None:
    assert __version__ == read_version()
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", __version__)
