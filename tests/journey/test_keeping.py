"""What a member keeps and leaves out: reactions, bookmarks with a reminder, levels of following, muting, blocking."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journey.browser import Look, Person, person
from tests.journey.installation import Installation
from tests.journey.square import QUARREL, opens
from tests.journey.steps import sign_in

pytestmark = pytest.mark.journey

LOOKS = {"tea": Look("wide", 1280), "luka": Look("fa-dark", 390, scheme="dark", language="fa")}
TOMORROW = "new Date(Date.now() + 864e5).toISOString().slice(0, 10)"


@pytest.fixture(params=list(LOOKS))
def somebody(square: Installation, opened: Browser, request: pytest.FixtureRequest) -> Iterator[Person]:
    """Tea on a wide screen, Luka in Persian on a phone at night."""
    with person(opened, square.url, LOOKS[request.param]) as one:
        sign_in(one, f"{request.param}@example.com")
        yield one


def test_a_reaction_is_given_and_taken_back(somebody: Person) -> None:
    opens(somebody, QUARREL)
    page = somebody.page
    post = page.locator(".post", has_text="my knees say yes")
    post.locator(".reaction[aria-pressed=false]").first.click()
    expect(post.locator(".reaction[aria-pressed=true]")).to_have_count(1)
    somebody.looks_around("reaction-given")
    page.reload()
    post.locator(".reaction[aria-pressed=true]").first.click()
    expect(post.locator(".reaction[aria-pressed=true]")).to_have_count(0)


def test_a_bookmark_carries_a_note_and_a_reminder(somebody: Person) -> None:
    opens(somebody, QUARREL)
    page = somebody.page
    post = page.locator(".post", has_text="my knees say yes")
    with page.expect_response("**/reactions/below/discussions.post/"):
        post.locator("button[name=keep]").first.click()
    page.wait_for_load_state("networkidle")
    page.goto("/me/saved/")
    somebody.looks_around("saved")
    page.locator(".feed-item a.btn").first.click()
    page.locator("[name=note]").fill("For my knees.")
    page.locator("[name=remind_on]").fill(page.evaluate(TOMORROW))
    somebody.looks_around("saved-note")
    page.locator("form.card button.primary").click()
    page.goto("/me/saved/")
    expect(page.locator(".own-note")).to_contain_text("For my knees.")
    expect(page.locator(".counts").first.locator("use[href$='#i-bell']")).to_have_count(1)
    page.locator(".feed-item button.icon-btn").first.click()
    expect(page.locator(".empty")).to_be_visible()
    somebody.looks_around("saved-empty")


def test_it_chooses_how_much_to_hear_of_a_topic(somebody: Person) -> None:
    opens(somebody, QUARREL)
    page = somebody.page
    follow = page.locator("main .follow").first
    follow.locator("[popovertarget$=-menu]").first.click()
    somebody.looks_around("follow-levels")
    level = follow.locator(".follow__menu [name=level]").last
    chosen = level.get_attribute("value")
    with page.expect_response("**/reactions/follows/"):
        level.click()
    page.goto("/me/following/")
    somebody.looks_around("following")
    line = page.locator("main li.line", has_text=QUARREL)
    expect(line.locator("select")).to_have_value(chosen or "")
    line.locator("[name=_method]").click()
    # What was let go is no longer in the list; that a row of it stays is nobody's sight.
    expect(line).to_have_count(0)


def test_it_mutes_and_blocks_and_shows_again(somebody: Person) -> None:
    page = somebody.page
    page.goto("/members/ria/")
    somebody.looks_around("member")
    follow = page.locator("main .follow").first
    follow.locator("[popovertarget$=-mute]").click()
    follow.locator("[name=do][value=mute]").click()
    page.goto("/members/settings/muted/")
    somebody.looks_around("muted")
    expect(page.locator("main li.line")).to_have_count(1)
    page.goto("/members/ria/")
    follow.locator("[popovertarget$=-mute]").click()
    follow.locator("[name=do][value=block]").click()
    page.goto("/members/settings/muted/")
    page.locator("[name=do][value=unblock]").click()
    page.wait_for_load_state()
    page.locator("[name=do][value=unmute]").click()
    expect(page.locator(".empty")).to_be_visible()
    somebody.looks_around("muted-empty")
