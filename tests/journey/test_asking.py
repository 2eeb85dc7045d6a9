"""Asking, answering, accepting; and what is written without a line is posted once when it is back."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journey.browser import Look, Person, person
from tests.journey.installation import Installation
from tests.journey.square import HUTS, opens
from tests.journey.steps import send, sign_in, write

pytestmark = pytest.mark.journey

LOOKS = (Look("wide", 1280), Look("fa-dark", 390, scheme="dark", language="fa"))


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_a_question_is_answered_and_two_answers_are_accepted(square: Installation, opened: Browser, look: Look) -> None:
    with person(opened, square.url, look) as ria, person(opened, square.url, look) as tea:
        sign_in(ria, "ria@example.com")
        sign_in(tea, "tea@example.com")
        topic = _asks(ria)
        first = _answers(tea, topic, f"With ash and patience, says {look.name}.")
        second = _answers(tea, topic, f"Or with a drop of oil on wool, says {look.name} again.")
        _accepts(ria, topic, [first, second])
        tea.waits_for_worker("/notices/", ".notice-row:has(use[href$='#i-circle-check'])")
        tea.looks_around("notices-accepted")
        _accepts_no_more(ria, topic, first)


def _asks(ria: Person) -> str:
    page = ria.page
    page.goto("/talk/square/new/?kind=question")
    ria.looks_around("question-form")
    page.locator("[name=title]").fill(f"How do I clean a kettle, {ria.look.name}?")
    write(page, f"It is black from the fire. {ria.look.name} carried it up and down all summer long.")
    send(page)
    page.wait_for_url(re.compile(r"/talk/t/\d+/"))
    ria.looks_around("question-asked")
    return page.url


def _answers(tea: Person, topic: str, words: str) -> str:
    page = tea.page
    page.goto(topic)
    write(page, words)
    send(page)
    page.locator(".post.is-new").wait_for()
    return page.locator(".post.is-new").get_attribute("id") or ""


def _accepts(ria: Person, topic: str, posts: list[str]) -> None:
    page = ria.page
    for post in posts:
        page.goto(topic)
        page.locator(f"#{post} form[action$='/acceptance/'] button").click()
        page.locator(f"#{post}.answer").wait_for()
    expect(page.locator(".post.answer")).to_have_count(len(posts))
    ria.looks_around("question-solved")


def _accepts_no_more(ria: Person, topic: str, post: str) -> None:
    page = ria.page
    page.goto(topic)
    page.locator(f"#{post} form[action$='/acceptance/'] button").click()
    expect(page.locator(".post.answer")).to_have_count(1)


def test_what_was_written_without_a_line_is_posted_once(square: Installation, opened: Browser) -> None:
    with person(opened, square.url) as tea:
        sign_in(tea, "tea@example.com")
        opens(tea, HUTS)
        page = tea.page
        editor = write(page, "From the hut ")
        expect(page.locator("[data-draft-state]")).not_to_have_text("", timeout=15_000)
        page.context.set_offline(True)
        editor.press_sequentially("without a line")
        tea.waits_until("Object.keys(localStorage).some(key => /without a line/.test(localStorage[key]))")
        # Pressed in vain, twice: the words stay.
        for _press in range(2):
            send(page)
        expect(editor).to_contain_text("From the hut without a line")
        page.context.set_offline(False)
        page.evaluate("dispatchEvent(new Event('online'))")
        tea.complaints.clear()  # The browser tells of every call that did not get through.
        send(page)
        page.locator(".post.is-new", has_text="From the hut without a line").wait_for()
        assert _times(page, "From the hut without a line") == 1
        page.reload()
        assert _times(page, "From the hut without a line") == 1
        page.goto("/writing/drafts/")
        assert page.locator("main .card").count() == 0
        tea.looks_around("drafts-empty")


def _times(page: Page, words: str) -> int:
    return page.locator(".post .prose", has_text=words).count()
