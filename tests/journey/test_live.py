"""Two people at one topic: what one writes waits for the other behind a chip, and nothing moves by itself."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journey.browser import Person, person
from tests.journey.installation import Installation
from tests.journey.steps import send, sign_in, write

pytestmark = pytest.mark.journey


@pytest.fixture
def luka(promenade: Installation, opened: Browser) -> Iterator[Person]:
    """Signed in, at the topic, and near its end."""
    with person(opened, promenade.url) as one:
        sign_in(one, "luka@example.com")
        _open_topic(one)
        yield one


@pytest.fixture
def tea(promenade: Installation, opened: Browser) -> Iterator[Person]:
    with person(opened, promenade.url) as one:
        sign_in(one, "tea@example.com")
        _open_topic(one)
        yield one


def _open_topic(one: Person) -> None:
    one.page.goto("/talk/questions/")
    one.page.locator(".feed-item .title a").last.click()
    one.page.locator("#reply-form").wait_for()


def test_a_reply_waits_behind_a_chip_until_it_is_wanted(luka: Person, tea: Person) -> None:
    chip = luka.page.locator(".live-chip")
    expect(luka.page.locator("[data-readers]")).to_have_text("2 are reading")
    luka.looks_around("live-two-readers")
    count = luka.page.locator(".post").count()
    write(tea.page, "Try a dry brush first.")
    send(tea.page)
    tea.page.locator(".post.is-new").wait_for()

    expect(chip).to_have_text("1 new reply")
    expect(luka.page.locator("#say")).to_have_text(re.compile("1 new reply|Notices"))
    assert luka.page.locator(".post").count() == count
    luka.looks_around("live-chip")
    # Whoever wrote it has it already.
    tea.page.wait_for_timeout(1500)
    assert tea.page.locator(".live-chip").count() == 0

    # By the keyboard alone.
    chip.focus()
    luka.page.keyboard.press("Enter")
    new = luka.page.locator(".post").last
    expect(new).to_contain_text("Try a dry brush first.")
    expect(new).to_be_focused()
    assert luka.page.locator(".post").count() == count + 1
    assert chip.count() == 0
    luka.looks_around("live-shown")

    # The shown reply can be answered at once, and what it helped is counted where the other sees it.
    new.locator(".reaction[aria-pressed]").first.click()
    expect(tea.page.locator(".post").last.locator("[data-reaction=helpful]")).to_contain_text("1")


def test_a_notice_rings_the_bell_of_an_open_page(luka: Person, tea: Person) -> None:
    before = int(luka.page.locator("#bell").get_attribute("data-count") or 0)
    write(tea.page, "And then @luka, wax them.")
    send(tea.page)
    tea.page.locator(".post.is-new").wait_for()
    expect(luka.page.locator("#bell.has-dot")).to_have_count(1)
    expect(luka.page.locator("#bell")).to_have_attribute("aria-label", re.compile(rf"{before + 1}|{before + 2}"))


def test_what_is_taken_away_leaves_the_open_page(luka: Person, tea: Person) -> None:
    write(tea.page, "This was meant for another topic.")
    send(tea.page)
    mine = tea.page.locator(".post.is-new")
    mine.wait_for()
    luka.page.locator(".live-chip").click()
    shown = luka.page.locator(".post", has_text="This was meant for another topic.")
    shown.wait_for()
    # Whoever stands in a post keeps it; elsewhere it changes.
    luka.page.locator("h1").click()
    luka.page.evaluate("document.activeElement.blur()")
    number = (mine.get_attribute("id") or "").removeprefix("post-")
    tea.page.goto(f"/talk/posts/{number}/removal/")
    tea.page.locator("main form button[type=submit]").click()
    expect(shown).to_have_count(0)
    expect(luka.page.locator(f"#post-{number}.removed")).to_have_count(1)


def test_two_tabs_share_one_stream(luka: Person) -> None:
    luka.page.wait_for_timeout(1500)
    asked: list[str] = []
    luka.page.context.on("request", lambda request: asked.append(request.url) if "/live/" in request.url else None)
    second = luka.page.context.new_page()
    second.goto(luka.page.url)
    second.locator("#reply-form").wait_for()
    luka.page.wait_for_timeout(1500)
    assert asked == []
    # The tab that listened is closed; the other goes on.
    luka.page.close()
    second.wait_for_timeout(1500)
    assert len(asked) == 1
    assert "on=member" in asked[0]


def test_a_guest_hears_the_topic_alone(promenade: Installation, opened: Browser, tea: Person) -> None:
    with person(opened, promenade.url) as guest:
        asked: list[str] = []
        guest.page.on("request", lambda request: asked.append(request.url) if "/live/" in request.url else None)
        guest.page.goto(tea.page.url)
        guest.page.wait_for_timeout(1000)
        assert len(asked) == 1
        assert re.search(r"/live/\?on=topic%3A\d+&age=\d+$", asked[0])
        write(tea.page, "Guests see this too.")
        send(tea.page)
        expect(guest.page.locator(".live-chip")).to_have_text("1 new reply")
        guest.page.locator(".live-chip").click()
        expect(guest.page.locator(".post").last).to_contain_text("Guests see this too.")
        guest.looks_around("live-guest")
