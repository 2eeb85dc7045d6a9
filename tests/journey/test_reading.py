"""Reading on: marks of what is new, the line between posts, the way back to one's place, and single keys."""

import re
import sqlite3
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journey.browser import Person, person
from tests.journey.installation import Installation
from tests.journey.steps import send, sign_in, write

pytestmark = pytest.mark.journey

# The key j, on a keyboard that writes something else there.
PRESS_J = """key => {
  const press = { key, code: "KeyJ", bubbles: true, cancelable: true };
  document.body.dispatchEvent(new KeyboardEvent("keydown", press));
}"""


@pytest.fixture
def luka(promenade: Installation, opened: Browser) -> Iterator[Person]:
    with person(opened, promenade.url) as one:
        sign_in(one, "luka@example.com")
        yield one


@pytest.fixture
def tea(promenade: Installation, opened: Browser) -> Iterator[Person]:
    with person(opened, promenade.url) as one:
        sign_in(one, "tea@example.com")
        yield one


def _open_topic(page: Page) -> None:
    page.goto("/talk/questions/")
    page.locator(".feed-item .title a").last.click()
    page.locator("#reply-form").wait_for()


def _reads(page: Page) -> None:
    """To the end, as slowly as a person, until the page has told it."""
    with page.expect_response(lambda answer: "/reading/" in answer.url and answer.status == 204):
        for post in page.locator("#posts > .post").all():
            post.scroll_into_view_if_needed()
            page.wait_for_timeout(1000)


def _lets_hours_pass(house: Installation) -> None:
    """As if what was read had been read in the morning."""
    with sqlite3.connect(house.data / "korzo.sqlite3", timeout=20) as database:
        database.execute("UPDATE discussions_reader SET seen_at = datetime(seen_at, '-3 hours')")
        database.execute("UPDATE discussions_topicreading SET visited_at = datetime(visited_at, '-3 hours')")


def test_it_shows_what_is_new_and_leads_there(luka: Person, tea: Person, promenade: Installation) -> None:
    page = luka.page
    _open_topic(page)
    _reads(page)
    page.goto("/about/values/")
    _lets_hours_pass(promenade)

    _open_topic(tea.page)
    write(tea.page, "Dry them slowly, never on the stove.")
    send(tea.page)
    tea.page.locator(".post.is-new").wait_for()

    page.goto("/talk/questions/")
    mark = page.locator(".news-mark a")
    expect(mark).to_have_text("1 new")
    luka.looks_around("reading-marks")
    page.goto("/talk/for-you/")
    expect(page.locator(".feed-item .news-mark")).to_have_count(1)
    luka.looks_around("reading-for-you")

    page.locator(".news-mark a").click()
    new = page.locator(".post", has_text="never on the stove")
    expect(page).to_have_url(re.compile(r"#post-\d+$"))
    expect(page.locator(".post:has(> #new-line)")).to_contain_text("never on the stove")
    expect(page.locator("#new-line")).to_have_text("New since your last visit")
    luka.looks_around("reading-line")
    _reads(page)
    expect(new).to_be_visible()

    page.goto("/talk/questions/")
    expect(page.locator(".feed-item").first).to_be_visible()
    expect(page.locator(".news-mark a")).to_have_count(0)


def test_all_can_be_marked_as_read(luka: Person) -> None:
    page = luka.page
    page.goto("/talk/for-you/")
    button = page.get_by_role("button", name="Mark all as read")
    if button.count():
        button.click()
    expect(page.locator(".empty")).to_contain_text("You have read it all")
    luka.looks_around("reading-nothing-new")


def test_keys_lead_through_posts_and_pages(luka: Person) -> None:
    page = luka.page
    _open_topic(page)
    posts = page.locator("#posts > .post")
    page.keyboard.press("j")
    expect(posts.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(posts.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(posts.nth(0)).to_be_focused()

    # With a modifier, or in a field, a key is what it always was.
    page.keyboard.press("Control+k")
    expect(posts.nth(0)).to_be_focused()
    page.keyboard.press("r")
    editor = page.locator("trix-editor")
    expect(editor).to_be_focused()
    page.keyboard.type("jk?")
    expect(editor).to_have_text("jk?")
    assert page.locator("#keys-sheet").count() == 0
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.evaluate("document.activeElement.blur()")

    page.keyboard.press("?")
    sheet = page.locator("#keys-sheet")
    expect(sheet).to_be_visible()
    luka.looks_around("reading-keys")
    page.keyboard.press("j")
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()

    page.keyboard.press("/")
    expect(page.locator("[type=search]").first).to_be_focused()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url("**/talk/for-you/")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/search/**")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url(re.compile(r"//[^/]+/$"))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("j")
    expect(page.locator(".feed-item .title a").first).to_be_focused()


def test_keys_of_other_alphabets_count_by_their_place(luka: Person) -> None:
    page = luka.page
    _open_topic(page)
    for key in ("о", "ત", "ت"):
        page.evaluate("document.activeElement.blur()")
        page.evaluate(PRESS_J, key)
        assert page.evaluate("document.activeElement.matches('.post')"), key


def test_a_heart_and_a_bookmark(tea: Person) -> None:
    """The first post is somebody else's, or one's own: then nothing is given."""
    page = tea.page
    _open_topic(page)
    post = page.locator(".post:has(button[data-reaction=heart])").first
    post.evaluate("post => { post.tabIndex = -1; post.focus(); }")
    heart = post.locator("button[data-reaction=heart]")
    before = heart.get_attribute("aria-pressed")
    page.keyboard.press("l")
    expect(post.locator("button[data-reaction=heart]")).to_have_attribute(
        "aria-pressed", "false" if before == "true" else "true"
    )
    keep = post.locator(".post-foot button:is([name=keep], [name=let_go])")
    was = keep.get_attribute("aria-pressed")
    page.keyboard.press("b")
    expect(keep).to_have_attribute("aria-pressed", "false" if was == "true" else "true")


def test_keys_can_be_switched_off(luka: Person) -> None:
    page = luka.page
    page.goto("/talk/reading/")
    page.get_by_role("button", name="Switch the keys off").click()
    expect(page.get_by_role("button", name="Switch the keys on")).to_be_visible()
    luka.looks_around("reading-settings")
    _open_topic(page)
    page.keyboard.press("j")
    page.keyboard.press("?")
    page.wait_for_timeout(500)
    assert page.locator("#keys-sheet").count() == 0
    assert not page.evaluate("document.activeElement.matches('.post')")
    # The link in the footer still opens the list, and there they are switched on again.
    page.locator(".site-foot korzo-keys a").click()
    page.locator("#keys-sheet").get_by_role("button", name="Switch the keys on").click()
    page.locator("#reply-form").wait_for()
    page.keyboard.press("j")
    expect(page.locator("#posts > .post").first).to_be_focused()


def test_who_does_not_want_it_is_not_remembered(luka: Person) -> None:
    page = luka.page
    page.goto("/talk/reading/")
    page.get_by_label("Remember where I stopped").uncheck()
    page.locator("main form .btn.primary").click()
    expect(page.get_by_label("Remember where I stopped")).not_to_be_checked()
    page.goto("/talk/questions/")
    assert page.locator(".news-mark").count() == 0
    page.goto("/talk/reading/")
    page.get_by_label("Remember where I stopped").check()
    page.locator("main form .btn.primary").click()


def test_without_scripts_a_page_counts_as_read(promenade: Installation, opened: Browser) -> None:
    with person(opened, promenade.url, scripts=False) as luka:
        sign_in(luka, "luka@example.com")
        page = luka.page
        with page.expect_response(lambda answer: "page.gif" in answer.url) as picture:
            page.goto("/talk/questions/")
            page.locator(".feed-item .title a").last.click()
        assert picture.value.status == 200
        page.goto("/keys/")
        page.get_by_role("button", name="Switch the keys off").click()
        page.goto("/keys/")
        expect(page.get_by_role("button", name="Switch the keys on")).to_be_visible()
