"""The menu of the back office: groups by what the team does, each entry only for those who may open it."""

import html
import json
import re
from typing import Any

import pytest

from korzo.members.models import Member
from korzo.project.staff.menu import GROUPS
from tests.cast import Cast, signed_in


def module_of(member: Member, name: str) -> list[Any]:
    """What one module of the sidebar is handed."""
    page = signed_in(member).get("/staff/").content.decode()
    found = re.search(r'<script id="wagtail-sidebar-props" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found
    props = json.loads(html.unescape(found[1]))
    handed: list[Any] = next(one for one in props["modules"] if one["_type"] == f"wagtail.sidebar.{name}")["_args"]
    return handed


def menu_of(member: Member) -> list[dict[str, Any]]:
    """The entries as they are handed to the script of the sidebar."""
    return [one["_args"][0] | {"below": _below(one)} for one in module_of(member, "MainMenuModule")[0]]


def _below(item: dict[str, Any]) -> list[str]:
    return [one["_args"][0]["name"] for one in item["_args"][1]] if "SubMenu" in item["_type"] else []


def test_every_entry_stands_in_a_group(cast: Cast) -> None:
    names = [one["name"] for one in menu_of(cast.mira)]
    known = [group.name for group in GROUPS]
    assert names == known, "an entry stands alone: register it for the hook of a group, see korzo/project/staff/menu.py"


def test_the_owner_finds_everything_in_its_place(cast: Cast) -> None:
    below = {one["name"]: one["below"] for one in menu_of(cast.mira)}
    assert {"moderation", "reviews", "moderation-rules", "spam", "moderation-log"} <= set(below["care"])
    assert {"spaces", "tags", "planned", "reactions", "surveys"} <= set(below["talk"])
    assert "members" in below["people"]
    assert {"products", "orders", "imports"} <= set(below["shop"])
    assert {"contacts", "mail", "replies"} <= set(below["letters"])
    assert {"community", "jobs", "state"} <= set(below["house"])


def test_a_moderator_sees_only_what_is_open_to_them(cast: Cast) -> None:
    below = {one["name"]: one["below"] for one in menu_of(cast.ivo)}
    assert {"moderation", "reviews"} <= set(below["care"])
    assert not {"moderation-rules", "spam", "moderation-log"} & set(below["care"])
    assert "members" in below["people"]
    assert not {"shop", "letters", "house"} & below.keys()


@pytest.mark.parametrize("name", [group.name for group in GROUPS])
def test_a_group_has_a_sign(cast: Cast, name: str) -> None:
    assert next(one for one in menu_of(cast.mira) if one["name"] == name)["icon_name"]


@pytest.mark.parametrize("role", ["moderator", "staff", "owner"])
def test_the_field_in_the_menu_searches_the_community(cast: Cast, role: str) -> None:
    """Wagtail's own looks through its pages, and is closed to most."""
    member = cast.by_role()[role]
    assert member
    [address] = module_of(member, "SearchModule")
    page = signed_in(member).get(address, {"q": "boots"})
    assert (address, page.status_code) == ("/search/", 200)
