"""Somebody looks for something: with the keyboard alone, on a phone, in Persian, without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journey.browser import Look, Person, person
from tests.journey.installation import Installation
from tests.journey.shop_files import SHOES

pytestmark = pytest.mark.journey

FIELD = "#bar-q"


@pytest.fixture
def guest(promenade: Installation, opened: Browser) -> Iterator[Person]:
    with person(opened, promenade.url) as one:
        yield one


def types(page: Page, words: str) -> None:
    page.locator(FIELD).focus()
    page.keyboard.type(words, delay=20)
    page.locator("#bar-q-offers [role=option]").first.wait_for()


def test_titles_are_offered_and_taken_with_the_keyboard(guest: Person) -> None:
    page = guest.page
    page.goto("/products/")
    types(page, "clean so")
    field, offers = page.locator(FIELD), page.locator("#bar-q-offers [role=option]")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(offers).to_have_count(1)
    guest.looks_around("search-offers")
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "bar-q-offers-0")
    expect(offers.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(offers.first).to_have_attribute("aria-selected", "false")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/talk/t/**")


def test_escape_closes_the_list_and_enter_asks_for_all(guest: Person) -> None:
    page = guest.page
    page.goto("/")
    types(page, "soles")
    page.keyboard.press("Escape")
    expect(page.locator("#bar-q-offers")).to_be_hidden()
    expect(page.locator(FIELD)).to_have_attribute("aria-expanded", "false")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=soles")
    expect(page.locator(".feed-item mark").first).to_have_text("soles")


def test_the_list_closes_when_the_field_is_left(guest: Person) -> None:
    page = guest.page
    page.goto("/")
    types(page, "soles")
    page.keyboard.press("Tab")
    expect(page.locator("#bar-q-offers")).to_be_hidden()


LOOKS = [
    Look("wide", 1280),
    Look("phone", 390, scheme="dark"),
    Look("fa", 390, language="fa"),
    Look("fa-wide", 1280, language="fa"),
]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_the_page_fits_and_narrows_down(promenade: Installation, opened: Browser, look: Look) -> None:
    with person(opened, promenade.url, look) as somebody:
        page = somebody.page
        page.goto("/search/")
        somebody.looks_around("search-empty")
        page.goto("/search/?q=shoe")
        somebody.looks_around("search-found")
        page.goto("/search/?q=soles&when=year&by=luka")
        expect(page.locator(".feed-item")).to_have_count(1)
        somebody.looks_around("search-narrowed")
        page.goto("/search/?q=zzzz")
        somebody.looks_around("search-nothing")
        page.goto("/search/?q=clena")
        somebody.looks_around("search-corrected")


def test_it_works_without_scripts(promenade: Installation, opened: Browser) -> None:
    with person(opened, promenade.url, scripts=False) as somebody:
        page = somebody.page
        page.goto("/")
        page.locator(FIELD).fill("soles")
        page.locator(FIELD).press("Enter")
        page.wait_for_url("**/search/?q=soles")
        page.locator(".search-narrow summary").click()
        page.locator("#search-by").fill("nobody")
        page.locator(".search-narrow button").click()
        expect(page.locator(".empty")).to_be_visible()
        page.locator(".empty .btn").click()
        expect(page.locator(".feed-item")).to_have_count(1)
        page.goto(f"/search/?q={SHOES.split('-', maxsplit=1)[0]}")
        expect(page.locator(f"a[href='/products/{SHOES}/']")).to_have_count(1)
