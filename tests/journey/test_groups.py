"""The team opens a group and a space for it, members come in, and a call reaches them."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journey.browser import Look, Person, person
from tests.journey.installation import Installation
from tests.journey.steps import send, sign_in, write

pytestmark = pytest.mark.journey

MIRA, LUKA, TEA = Look("wide", 1280), Look("phone-dark", 390, scheme="dark"), Look("fa", 1280, language="fa")


@pytest.fixture(scope="module")
def people(square: Installation, opened: Browser) -> Iterator[dict[str, Person]]:
    """The owner at her desk, Luka on a phone at night, Tea in Persian."""
    with (
        person(opened, square.url, MIRA) as mira,
        person(opened, square.url, LUKA) as luka,
        person(opened, square.url, TEA) as tea,
    ):
        for name, one in {"mira": mira, "luka": luka, "tea": tea}.items():
            sign_in(one, f"{name}@example.com")
        yield {"mira": mira, "luka": luka, "tea": tea}


def test_the_team_opens_a_group_that_members_may_call(people: dict[str, Person]) -> None:
    page = people["mira"].page
    page.goto("/staff/members/groups/new/")
    people["mira"].looks_around("staff-group-new")
    page.locator("[name=name]").fill("Night owls")
    page.locator("[name=handle]").fill("tea")
    page.locator("[name=mentioned_by]").select_option("members")
    page.locator("main form button[type=submit]").click()
    # Tea is called so already; what was typed stays.
    expect(page.locator("#id_handle_error, .field .error").first).to_be_visible()
    page.locator("[name=handle]").fill("night-owls")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/staff/members/groups/\d+/$"))
    people["mira"].looks_around("staff-group")


def test_members_come_in_by_themselves(people: dict[str, Person]) -> None:
    for name in ("luka", "tea"):
        page = people[name].page
        page.goto("/groups/")
        people[name].looks_around("groups")
        page.locator("main a", has_text="Night owls").click()
        page.locator("[name=do][value=join]").click()
        expect(page.locator("[name=do][value=leave]")).to_be_visible()
        expect(page.locator(f".group-face[href='/members/{name}/']")).to_be_visible()
        people[name].looks_around("group")


def test_a_space_is_for_the_group_alone(people: dict[str, Person]) -> None:
    page = people["mira"].page
    page.goto("/staff/talk/new/")
    page.locator("[name=name]").fill("After dark")
    for name in ("read_who", "start_who", "reply_who"):
        page.locator(f"[name={name}]").select_option("group:night-owls")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/staff/talk/$"))
    expect(page.locator("tr", has_text="After dark")).to_contain_text("Night owls")
    luka = people["luka"].page
    luka.goto("/talk/after-dark/")
    expect(luka.locator("h1")).to_contain_text("After dark")
    luka.goto("/groups/night-owls/")
    luka.locator("[name=do][value=leave]").click()
    expect(luka.locator("[name=do][value=join]")).to_be_visible()
    assert luka.request.get("/talk/after-dark/").status == 404
    luka.goto("/groups/night-owls/")
    luka.locator("[name=do][value=join]").click()
    expect(luka.locator("[name=do][value=leave]")).to_be_visible()


def test_a_call_reaches_its_people(people: dict[str, Person]) -> None:
    page = people["mira"].page
    page.goto("/talk/after-dark/new/")
    page.locator("[name=title]").fill("Who walks tonight?")
    write(page, "The mill at nine, and back before midnight.")
    send(page)
    page.wait_for_url(re.compile(r"/talk/t/\d+/"))
    luka = people["luka"].page
    luka.goto(page.url)
    write(luka, "Headlamps on, @night")
    offer = luka.locator(".mention-list [role=option]", has_text="Night owls")
    expect(offer).to_contain_text("2")
    people["luka"].looks_around("group-offered")
    offer.click()
    send(luka)
    expect(luka.locator(".post a[href='/groups/night-owls/']")).to_have_text("@night-owls")
    tea = people["tea"].page
    notice = tea.locator("main li button", has_text="Who walks tonight?")
    for _try in range(20):
        tea.goto("/notices/")
        if notice.count():
            break
        tea.wait_for_timeout(500)
    expect(notice.first).to_be_visible()
    people["tea"].looks_around("group-called")
    notice.first.click()
    expect(tea.locator("h1")).to_contain_text("Who walks tonight?")
