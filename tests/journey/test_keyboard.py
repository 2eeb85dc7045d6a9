"""Without a mouse: everything can be reached, it is seen where one is, and nobody is thrown back to the beginning."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journey.browser import Person, person
from tests.journey.installation import PASSWORD, Installation
from tests.journey.shop_files import SOCKS
from tests.journey.steps import tab_to

pytestmark = pytest.mark.journey

# Enough for the longest of these pages.
STOPS_MAX = 150
# The ring may stand around the thing itself, what it stretches over, or what it is a part of: a star, the composer.
HAS_RING = """() => {
  const isRing = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  for (let at = document.activeElement, steps = 0; at && steps < 5; at = at.parentElement, steps += 1) {
    if (isRing(getComputedStyle(at)) || isRing(getComputedStyle(at, "::after"))) return true;
  }
  return false;
}"""
WHERE = """() => {
  const at = document.activeElement;
  return at === document.body ? "" : at.outerHTML.slice(0, 160);
}"""


@pytest.fixture
def luka(promenade: Installation, opened: Browser) -> Iterator[Person]:
    with person(opened, promenade.url) as one:
        yield one


def test_every_stop_is_seen(luka: Person, promenade: Installation) -> None:
    page = luka.page
    for path in ("/", "/talk/questions/", "/talk/t/1/", "/accounts/signup/", f"/products/{SOCKS}/"):
        page.goto(path)
        stops = list(_stops(page))
        assert len(stops) > 8, path
        assert [where for where, is_seen in stops if not is_seen] == [], path


def _stops(page: Page) -> Iterator[tuple[str, bool]]:
    """From the beginning of the page to its end: where the tab key stands, and whether that is seen."""
    for _stop in range(STOPS_MAX):
        page.keyboard.press("Tab")
        where = page.evaluate(WHERE)
        if not where:
            return
        yield where, page.evaluate(HAS_RING)
    raise AssertionError(f"No end after {STOPS_MAX} stops, at {page.url}")


def test_the_first_stop_skips_to_the_content(luka: Person) -> None:
    page = luka.page
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_it_signs_in_opens_the_menu_and_replies(luka: Person) -> None:
    page = luka.page
    page.goto("/accounts/login/?next=/talk/t/1/")
    tab_to(page, "[name=login]")
    page.keyboard.type("luka@example.com")
    tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#reply-form").wait_for()
    page.wait_for_load_state()
    _opens_and_closes_the_menu(page)
    _replies(page)
    _gives_a_heart(page)


def _opens_and_closes_the_menu(page: Page) -> None:
    tab_to(page, "[popovertarget=me-menu]")
    page.keyboard.press("Enter")
    expect(page.locator("#me-menu")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#me-menu .item").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#me-menu")).to_be_hidden()
    expect(page.locator("[popovertarget=me-menu]")).to_be_focused()


def _replies(page: Page) -> None:
    # The field becomes the editor as soon as it is entered, and the focus goes along.
    tab_to(page, "korzo-composer .area, trix-editor")
    expect(page.locator("trix-editor")).to_be_focused()
    page.keyboard.type("Cold water is ")
    page.keyboard.press("Tab")
    expect(page.locator("[data-do=bold]")).to_be_focused()
    assert page.evaluate(HAS_RING)
    page.keyboard.press("Enter")
    expect(page.locator("trix-editor")).to_be_focused()
    expect(page.locator("[data-do=bold]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.type("enough")
    expect(page.locator("trix-editor")).to_have_text("Cold water is enough")
    # One stop for the toolbar, arrows inside it.
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-do=italic]")).to_be_focused()
    tab_to(page, "#reply-form .bar [type=submit]")
    page.keyboard.press("Enter")
    page.locator(".post.is-new strong", has_text="enough").wait_for()
    page.wait_for_load_state("networkidle")
    assert page.evaluate(WHERE), "the focus was lost"
    assert page.evaluate("document.activeElement.closest('#reply-form, .post.is-new') !== null")


def _gives_a_heart(page: Page) -> None:
    """The foot of the post is replaced, and the focus stays on the heart."""
    heart = page.locator("#" + str(page.locator("button[name=give]").first.get_attribute("id")))
    heart.focus()
    page.keyboard.press("Enter")
    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(heart).to_be_focused()


def test_it_chooses_stars_with_the_arrows(luka: Person) -> None:
    page = luka.page
    page.goto(f"/accounts/login/?next=/reviews/new/{SOCKS}/")
    page.locator("[name=login]").fill("luka@example.com")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator(".star-input").wait_for()
    tab_to(page, ".star-input input")
    page.keyboard.press("Space")
    for stars in (2, 3, 4):
        page.keyboard.press("ArrowRight")
        expect(page.locator(f".star-input [value='{stars}']")).to_be_checked()
        assert page.evaluate(HAS_RING)
    tab_to(page, "korzo-composer .area, trix-editor")
    page.keyboard.type("Warm feet since October.")
    page.keyboard.press("Control+Enter")
    # Nothing of what was typed while the editor came is missing.
    expect(page.locator(".review .prose")).to_have_text("Warm feet since October.")
