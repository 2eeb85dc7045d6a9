"""Talking below a product: members with and without scripts, a guest with their mail, a moderator who takes away."""

import re
import time

import pytest
from playwright.sync_api import Browser, expect

from tests.journey.browser import WIDE, Person, person
from tests.journey.installation import OWNER_MAIL, WAIT_SECONDS_MAX, Installation
from tests.journey.shop_files import SHOES
from tests.journey.steps import sign_in, write

pytestmark = pytest.mark.journey

PRODUCT = f"/products/{SHOES}/"
GUEST = "gita@example.org"
# Somebody's first comment that is sent within three seconds waits for the team.
TYPED_MILLISECONDS = 3_500


def _comment(somebody: Person, words: str) -> None:
    page = somebody.page
    page.goto(PRODUCT)
    write(page, words)
    page.wait_for_timeout(TYPED_MILLISECONDS)
    page.locator("#comment-form .bar [type=submit]").click()
    page.locator("#comments .thread .post", has_text=words).first.wait_for()


def _link_for(house: Installation, view: str) -> str:
    """The newest link of that kind in a letter to the guest; letters may take a moment."""
    deadline = time.monotonic() + WAIT_SECONDS_MAX
    while time.monotonic() < deadline:
        for message in house.mails_to(GUEST):
            part = message.get_body(("plain",))
            found = re.search(rf"https?://[^/\s]+(/comments/{view}/[^\s]+)", part.get_content()) if part else None
            if found:
                return found.group(1)
        time.sleep(0.1)
    raise AssertionError(f"No letter with a link to {view} came")


def test_a_member_comments_and_is_answered(promenade: Installation, opened: Browser) -> None:
    with person(opened, promenade.url) as tea:
        sign_in(tea, "tea@example.com")
        _comment(tea, "They dry in one night.")
        tea.looks_around("comments-product")
    with person(opened, promenade.url) as luka:
        sign_in(luka, "luka@example.com")
        page = luka.page
        page.goto(PRODUCT)
        thread = page.locator(".thread", has_text="They dry in one night.")
        thread.get_by_role("link", name="Answer").first.click()
        form = thread.locator("form[id^=answer-]")
        form.locator(".area").focus()
        form.locator("trix-editor").press_sequentially("By the stove?")
        luka.looks_around("comments-answering")
        page.wait_for_timeout(TYPED_MILLISECONDS)
        form.locator(".bar [type=submit]").click()
        expect(page.locator(".answers .post", has_text="By the stove?")).to_be_visible()
        thread.locator("[data-reaction=heart]").first.click()
        expect(thread.locator("[data-reaction=heart]").first).to_have_attribute("aria-pressed", "true")


def test_without_scripts_it_is_the_same(promenade: Installation, opened: Browser) -> None:
    with person(opened, promenade.url, scripts=False) as tea:
        sign_in(tea, "tea@example.com")
        page = tea.page
        page.goto(PRODUCT)
        page.locator("#comment-form textarea").fill("x")
        page.locator("#comment-form [type=submit]").click()
        expect(page.locator("#comment_error")).to_be_visible()
        page.locator("#comment-form textarea").fill("And without scripts as well.")
        page.locator("#comment-form [type=submit]").click()
        expect(page.locator("#comments .thread .post", has_text="And without scripts as well.")).to_be_visible()


def test_a_guest_confirms_by_mail_and_a_moderator_takes_away(promenade: Installation, opened: Browser) -> None:
    with person(opened, promenade.url) as mira:
        sign_in(mira, OWNER_MAIL)
        page = mira.page
        page.goto("/staff/comments/")
        page.locator("[name=guests_may]").check()
        page.locator(".staff-form button[type=submit]").click()
        page.wait_for_load_state()
    with person(opened, promenade.url) as guest:
        page = guest.page
        page.goto(PRODUCT)
        page.get_by_role("link", name="Comment as a guest").click()
        page.locator("#guest-form details summary").click()
        guest.looks_around("comments-guest")
        page.locator("[name=name]").fill("Gita")
        page.locator("[name=mail]").fill(GUEST)
        write(page, "They kept me dry in the monsoon.")
        page.locator("#guest-form .bar [type=submit]").click()
        page.wait_for_url(re.compile(r"\?sent"))
        guest.looks_around("comments-sent")
        page.goto(PRODUCT)
        assert page.locator(".post", has_text="monsoon").count() == 0
        page.goto(_link_for(promenade, "confirmation"))
        guest.looks_around("comments-confirmation")
        page.locator("main form button[type=submit]").click()
        guest.looks_around("comments-confirmed")
    with person(opened, promenade.url, WIDE) as mira:
        sign_in(mira, OWNER_MAIL)
        page = mira.page
        page.goto(PRODUCT)
        post = page.locator("#comments .post", has_text="monsoon")
        expect(post).to_be_visible()
        post.locator("a.icon-btn[data-menu]").click()
        post.get_by_role("link", name="Take away").click()
        page.locator("[name=reason]").fill("It is about another shoe.")
        mira.looks_around("comments-removal")
        page.locator("main form .btn.danger").click()
        page.wait_for_load_state()
        assert page.locator("#comments .post", has_text="monsoon").count() == 0
    with person(opened, promenade.url) as guest:
        page = guest.page
        page.goto(_link_for(promenade, "guest-removal"))
        guest.looks_around("comments-guest-removal")
        page.locator("main form .btn.danger").click()
        expect(page.locator("h1")).to_have_text("Your comment is deleted")
