"""Whatever is done, nobody is shown yesterday's page: each deed of the house against each page of a guest.

All pages are stored, something is done, and the edge is asked again: what it answers must be what is made anew from
nothing. Only pages are asked for whose tables the deed named, and in the end all of them. That the comparison can fail
is proved with a deed whose bump reaches another counter file.
"""

import asyncio
import importlib.util
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from django.apps import apps
from django.db import connection
from pytest_django import Settings

from korzo.kit import generations
from tests.addresses import all_addresses
from tests.cast import let_worker_finish, make_cast, signed_in
from tests.deeds import DEEDS, NOT_SEEN, ROOMS_NOT_SEEN, Deed, Stage
from tests.through_edge import House, cookie_of, house
from tests.town import Town, make_town

pytestmark = pytest.mark.once

ROLES = ["outsider", "member", "moderator", "staff", "owner"]
# What a form carries for one visitor and one moment.
TOKEN = re.compile(r'[A-Za-z0-9]{64}|(?<=name="form_time" value=")[^"]+')
NAME = re.compile(r"\w+")
# Doors, the back office, streams and files: no pages of a guest, and some with a token in them.
NO_PAGES = ("/accounts/", "/staff/", "/health/", "/ready/", "/live/", "/media/", "/static/", "/ui/")


@dataclass(frozen=True)
class Page:
    address: str
    is_fragment: bool = False

    async def fetch(self, web: House, **headers: str) -> tuple[int, str]:
        if self.is_fragment:
            headers["hx_request"] = "true"
        answer = await web.fetch(self.address, **cast("Any", headers))
        # The words that mark personal parts are for nobody outside.
        assert "\x02" not in answer.text, self.address
        return answer.status, TOKEN.sub("TOKEN", answer.text)


def pages_of(town: Town) -> list[Page]:
    """Every address of the house, and those that lead to a second of its kind or to another part."""
    paths = {one.path for one in all_addresses(town.values())}
    # Pictures are drawn for whoever asks, and hold no words of a page.
    listed = {path for path in paths if not path.startswith(NO_PAGES) and not path.endswith((".jpg", ".gif"))}
    more = {
        "/?tab=reviews",
        f"{town.cast.luka.get_absolute_url()}?part=topics",
        f"{town.cast.tea.get_absolute_url()}?part=topics",
        f"{town.product.get_absolute_url()}?sort=newest",
        f"{town.space.get_absolute_url()}?show=pictures",
        "/sitemap-pages-1.xml",
        "/sitemap-spaces-1.xml",
        "/sitemap-tags-1.xml",
        "/sitemap-topics-1.xml",
        "/sitemap-products-1.xml",
    }
    return [*map(Page, sorted(listed | more)), Page(town.topic.get_absolute_url(), is_fragment=True)]


class Tables:
    """Which tables the statements name that come by: what a page reads of, and what a deed may have written."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            self.known = set(connection.introspection.table_names(cursor))
        self.named: set[str] = set()

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        self.named |= self.known.intersection(NAME.findall(sql))
        return execute(sql, *rest)

    def since_last(self) -> set[str]:
        found, self.named = self.named, set()
        return found


@dataclass
class Reader:
    """Knows of which tables each page is made, so that only pages are looked at that a deed can have changed."""

    web: House
    pages: list[Page]
    tables: Tables
    reads: dict[Page, set[str]] = field(default_factory=dict)

    def made_anew(self, pages: list[Page]) -> dict[Page, tuple[int, str]]:
        found = {}
        with self.web.set_aside():
            for page in pages:
                self.tables.since_last()
                found[page] = asyncio.run(page.fetch(self.web))
                self.reads[page] = self.tables.since_last()
        return found

    def changed_by(self, deed: Callable[[], object]) -> list[Page]:
        self.tables.since_last()
        with connection.execute_wrapper(self.tables):
            deed()
        named = self.tables.since_last()
        return [page for page in self.pages if self.reads[page] & named]


def reader_of(web: House, town: Town) -> Reader:
    """All its pages are stored, and known."""
    reader = Reader(web, kept_pages(web, town), Tables())
    web.listen(reader.tables)
    reader.made_anew(reader.pages)
    seen_through(web, reader.pages)
    return reader


@pytest.fixture
def web(kept: None) -> Iterator[House]:
    with house() as one:
        yield one


@pytest.fixture
def stage(kept: None, tmp_path: Path, settings: Settings) -> Stage:
    settings.KORZO_DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    return Stage(make_town(make_cast()), tmp_path)


def seen_through(web: House, pages: list[Page], **headers: str) -> dict[Page, tuple[int, str]]:
    async def one_by_one() -> dict[Page, tuple[int, str]]:
        return {page: await page.fetch(web, **headers) for page in pages}

    return asyncio.run(one_by_one())


def made_anew(web: House, pages: list[Page]) -> dict[Page, tuple[int, str]]:
    web.forget()
    return seen_through(web, pages)


def kept_pages(web: House, town: Town) -> list[Page]:
    """Stored now. Doors that are closed to guests and pages made for each visitor have nothing to be stale."""
    found = made_anew(web, pages_of(town))
    return [page for page, (status, _text) in found.items() if status in {200, 404} and is_kept(web, page)]


def is_kept(web: House, page: Page) -> bool:
    """Asking twice asks Django once."""
    asked = len(web.asked)
    asyncio.run(page.fetch(web))
    return len(web.asked) == asked


def differences(found: dict[Page, tuple[int, str]], fresh: dict[Page, tuple[int, str]]) -> list[str]:
    return [
        f"{page.address} [{page.is_fragment}]: {_first_difference(found[page], fresh[page])}"
        for page in found
        if found[page] != fresh[page]
    ]


def _first_difference(one: tuple[int, str], other: tuple[int, str]) -> str:
    if one[0] != other[0]:
        return f"{one[0]} and not {other[0]}"
    at = next((i for i, (a, b) in enumerate(zip(one[1], other[1], strict=False)) if a != b), 0)
    return f"…{one[1][max(0, at - 60) : at + 60]}… and not …{other[1][max(0, at - 60) : at + 60]}…"


def do(deed: Deed, stage: Stage) -> None:
    deed.act(stage)
    let_worker_finish()


@pytest.mark.parametrize("group", DEEDS)
def test_no_deed_leaves_an_old_page(web: House, stage: Stage, group: str) -> None:
    stale = {}
    reader = reader_of(web, stage.town)
    for deed in DEEDS[group]:
        if deed.before is not None:
            before = partial(deed.before, stage)
            seen_through(web, reader.changed_by(lambda first=before: (first(), let_worker_finish())))
        changed = reader.changed_by(partial(do, deed, stage))
        found = seen_through(web, changed)
        if wrong := differences(found, reader.made_anew(changed)):
            stale[deed.name] = wrong
    # What a page takes from elsewhere than from tables.
    if wrong := differences(seen_through(web, reader.pages), reader.made_anew(reader.pages)):
        stale["all of them"] = wrong
    assert stale == {}


PROOFS = {
    "discussions.post_reply": 3, "discussions.open_space": 2, "reviews.write_review": 3, "reviews.mark_helpful": 1,
    "shop.keep_picture": 1, "members.describe_oneself": 5, "loyalty.award": 1,
    "community.change_community": 9,
}  # fmt: skip


def test_without_its_bump_a_deed_leaves_old_pages(web: House, stage: Stage, tmp_path: Path, settings: Settings) -> None:
    """Bumps go into the counter file of another folder, as on a host that nobody connected with ours."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    pages = kept_pages(web, stage.town)
    stale = {}
    first = {deed.name: deed for group in reversed(DEEDS.values()) for deed in reversed(group)}
    for deed in map(first.__getitem__, PROOFS):
        if deed.before is not None:
            deed.before(stage)
        let_worker_finish()
        made_anew(web, pages)
        settings.KORZO_DATA = elsewhere
        do(deed, stage)
        settings.KORZO_DATA = tmp_path
        found = seen_through(web, pages)
        stale[deed.name] = len(differences(found, made_anew(web, pages)))
    assert {name: count for name, count in stale.items() if count < PROOFS[name]} == {}


def test_every_action_stands_in_the_table() -> None:
    known = {deed.name for group in DEEDS.values() for deed in group} | NOT_SEEN.keys()
    there = {name for name in actions() if name.partition(".")[0] not in ROOMS_NOT_SEEN}
    assert there - known == set(), "Do it in tests/deeds.py, or say there why no page of a guest shows it."
    assert NOT_SEEN.keys() - there == set()
    assert known - NOT_SEEN.keys() - actions() == set()
    assert not NOT_SEEN.keys() & {deed.name for group in DEEDS.values() for deed in group}


def actions() -> set[str]:
    """Public functions that the rooms define in their `actions`, by room and name."""
    found = set()
    for room in apps.get_app_configs():
        name = f"{room.name}.actions"
        if not room.name.startswith("korzo.") or importlib.util.find_spec(name) is None:
            continue
        package = importlib.import_module(name)
        parts = pkgutil.iter_modules(getattr(package, "__path__", []))
        modules = [package, *(importlib.import_module(f"{name}.{part.name}") for part in parts)]
        found |= {
            f"{room.label}.{function}"
            for module in modules
            for function, made in inspect.getmembers(module, inspect.isroutine)
            if _home_of(made) == module.__name__ and not function.startswith("_")
        }
    return found


def _home_of(made: Any) -> str | None:
    """A step that a room takes by `moderation.actions.Steps` is at home where the room says what the step means."""
    return type(made.__self__).__module__ if inspect.ismethod(made) else made.__module__


@pytest.mark.parametrize("role", ROLES)
def test_a_kept_page_is_what_django_alone_would_make(web: House, stage: Stage, role: str) -> None:
    """For each role: the stored page with its own parts in it, against the page made whole for that person."""
    member = stage.cast.by_role()[role]
    own = {"cookie": cookie_of(signed_in(member))} if member else {}
    pages = kept_pages(web, stage.town)
    assert len(pages) > 15
    asked = len(web.asked)
    found = seen_through(web, pages, **own)
    assert set(web.asked[asked:]) <= {"personal"}
    generations.set_trusted(False)
    assert differences(found, seen_through(web, pages, **own)) == []
    assert "whole" in web.asked
