"""Writing in a real browser: drafts in two windows and without a line, quotations, blocks, emoji, products."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journey.browser import Person, person
from tests.journey.installation import Installation
from tests.journey.shop_files import SHOES
from tests.journey.steps import send, sign_in, write

pytestmark = pytest.mark.journey

SAVED = "draft-state"


@pytest.fixture
def tea(promenade: Installation, opened: Browser) -> Iterator[Person]:
    """Before a topic, signed in, with nothing half-written."""
    with person(opened, promenade.url) as one:
        sign_in(one, "tea@example.com")
        _to_topic(one.page)
        yield one
        one.page.goto("/writing/drafts/")
        while one.page.locator("form[action*='/removal/'] button").count():
            one.page.locator("form[action*='/removal/'] button").first.click()


def _to_topic(page: Page) -> str:
    page.goto("/talk/questions/")
    page.locator(".feed-item .title a").last.click()
    page.locator("#reply-form").wait_for()
    page.wait_for_load_state()
    return page.url


def _is_saved(page: Page) -> None:
    expect(page.locator("[data-draft-state]")).to_have_text("Draft kept", timeout=10_000)


def _editor(page: Page) -> Locator:
    return page.locator("trix-editor")


def test_a_draft_waits_on_the_server_and_goes_with_the_post(tea: Person) -> None:
    page = tea.page
    write(page, "Begun at home, ")
    _is_saved(page)
    page.evaluate("localStorage.clear()")
    # Another device knows nothing but the server.
    page.goto("/writing/drafts/")
    tea.looks_around("drafts")
    page.locator("main .card a.btn").first.click()
    page.locator("korzo-composer .area").focus()
    expect(_editor(page)).to_have_text(re.compile("Begun at home,"))
    _editor(page).press("Control+End")
    _editor(page).press_sequentially("ended on the train.")
    send(page)
    page.locator(".post.is-new", has_text="Begun at home, ended on the train.").wait_for()
    page.goto("/writing/drafts/")
    assert page.locator("main .card").count() == 0
    tea.looks_around("drafts-empty")


def test_without_a_line_words_stay_and_go_when_it_is_mended(tea: Person) -> None:
    page = tea.page
    write(page, "On the hill ")
    _is_saved(page)
    page.context.set_offline(True)
    _editor(page).press_sequentially("without a line")
    expect(page.locator("[data-draft-state]")).to_have_text(re.compile("No connection"), timeout=15_000)
    tea.waits_until("Object.keys(localStorage).some(key => /without a line/.test(localStorage[key]))")
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    _is_saved(page)
    tea.complaints.clear()  # The browser tells of every call that did not get through.
    page.evaluate("localStorage.clear()")
    page.reload()
    page.locator("korzo-composer .area").focus()
    expect(_editor(page)).to_have_text("On the hill without a line")


def test_two_windows_ask_which_words_count(tea: Person) -> None:
    page = tea.page
    write(page, "First window. ")
    _is_saved(page)
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("trix-editor")).to_have_text(re.compile("First window."))
    other.locator("trix-editor").press("Control+End")
    other.locator("trix-editor").press_sequentially("And the second.")
    expect(other.locator("[data-draft-state]")).to_have_text("Draft kept", timeout=10_000)

    _editor(page).press("Control+End")
    _editor(page).press_sequentially("Still the first.")
    choice = page.locator(".draft-choice")
    expect(choice).to_be_visible(timeout=10_000)
    tea.complaints.clear()  # The answer 409 is an error to the browser alone.
    tea.looks_around("draft-conflict")
    choice.get_by_text("Show both").click()
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("Still the first.")
    expect(dialog).to_contain_text("And the second.")
    tea.looks_around("draft-both")
    page.keyboard.press("Escape")
    choice.get_by_text("Take the other").click()
    expect(_editor(page)).to_have_text("First window. And the second.")
    other.close()
    # What lost is kept for a week, and offered.
    page.reload()
    page.locator("korzo-composer .area").wait_for(state="attached")
    offer = page.locator(".draft-choice")
    expect(offer).to_be_visible(timeout=10_000)
    offer.get_by_text("Take it").click()
    expect(_editor(page)).to_have_text("First window. Still the first.")


def test_marked_words_are_quoted_with_the_way_back(tea: Person) -> None:
    page = tea.page
    page.locator(".post.lead .prose").first.click(click_count=3, position={"x": 40, "y": 12})
    button = page.locator(".quote-button")
    expect(button).to_be_visible()
    button.click()
    expect(_editor(page).locator("blockquote")).to_contain_text("stubborn")
    _editor(page).press_sequentially("Try sand.")
    tea.looks_around("composer-quote")
    send(page)
    post = page.locator(".post.is-new")
    post.locator(".quoted").wait_for()
    expect(post.locator(".quoted__from")).to_have_text("Luka")
    expect(post.locator(".quoted__from a")).to_have_attribute("href", re.compile(r"/talk/posts/\d+/"))
    expect(post).to_contain_text("Try sand.")


def test_tables_hidden_words_and_code_have_editors_of_their_own(tea: Person) -> None:
    page = tea.page
    write(page, "Sizes:")
    for name in ("table", "spoiler", "code"):
        page.locator("[data-do=insert]").click()
        page.locator(f"[data-do={name}]").click()
        dialog = page.locator("dialog[open]")
        fields = dialog.locator("input.input, textarea.input")
        for place in range(min(fields.count(), 4)):
            fields.nth(place).fill(f"{name} {place}")
        tea.looks_around(f"composer-{name}")
        dialog.locator(".btn.primary").click()
        expect(dialog).to_have_count(0)
    tea.looks_around("composer-blocks")
    send(page)
    post = page.locator(".post.is-new .prose")
    expect(post.locator("th").first).to_have_text("table 0")
    expect(post.locator("td").first).to_have_text("table 2")
    expect(post.locator("summary")).to_have_text("spoiler 0")
    expect(post.locator("pre code")).to_have_text("code 0")
    tea.looks_around("post-blocks")
    # Back in the editor they are what they were.
    page.locator(".post.is-new a.icon-btn[data-menu]").click()
    page.locator(".post.is-new a[href*='/edit/'], .post.is-new a.item[href$='change/']").first.click()
    page.locator("korzo-composer .area").focus()
    _editor(page).wait_for()
    expect(_editor(page).locator("figure")).to_have_count(3)


def test_a_product_is_offered_while_its_name_is_typed(tea: Person) -> None:
    page = tea.page
    title = page.request.get("/products/").text()
    assert SHOES in title
    editor = write(page, f"I wear the #{SHOES[:4]}")
    page.locator("korzo-mention [role=option]").first.wait_for()
    tea.looks_around("composer-product")
    editor.press("Enter")
    expect(editor.locator("figure")).to_be_visible()
    editor.press_sequentially("every day")
    send(page)
    card = page.locator(".post.is-new .product-line")
    card.wait_for()
    expect(card.locator("a.cover")).to_have_attribute("href", f"/products/{SHOES}/")
    tea.looks_around("post-product")


def test_an_emoji_is_found_by_its_name(tea: Person) -> None:
    page = tea.page
    editor = write(page, "Well done ")
    page.locator("[data-do=emoji]").click()
    search = page.locator(".emoji input[type=search]")
    expect(search).to_be_focused()
    tea.looks_around("composer-emoji")
    search.fill("party popper")
    search.press("Enter")
    expect(editor).to_have_text("Well done 🎉")
    page.locator("[data-do=emoji]").click()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".emoji-sign:focus")).to_have_attribute("data-sign", "🎉")
    page.keyboard.press("Escape")
    assert editor.inner_text().strip() == "Well done 🎉"


def test_everything_has_a_plain_way(promenade: Installation, opened: Browser) -> None:
    with person(opened, promenade.url, scripts=False) as one:
        sign_in(one, "tea@example.com")
        page = one.page
        _to_topic(page)
        page.locator(".post.lead a.icon-btn[data-menu]").click()
        page.locator("a[data-quote]").click()
        area = page.locator("textarea.area")
        expect(area).to_have_value(re.compile(r"> #post\.\d+\.1\n> .*stubborn"))
        quoted = area.input_value()
        address = f"{promenade.url}/products/{SHOES}/"
        area.fill(f"{quoted}True.\n\n| a | b |\n| c | d |\n\n>! End\n>! It works\n\n```\nx < y\n```\n\n{address}")
        page.locator("korzo-composer [type=submit]").click()
        post = page.locator(".post").last
        expect(post.locator(".quoted__from")).to_have_text("Luka")
        expect(post.locator("td").first).to_have_text("c")
        expect(post.locator("summary")).to_have_text("End")
        expect(post.locator("pre code")).to_have_text("x < y")
        expect(post.locator(".product-line a.cover")).to_be_visible()
        one.photographs("post-plain-way")
