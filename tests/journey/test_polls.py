"""Voting in polls, for an idea and in a survey: by mouse, by keys alone, without scripts, and from right to left."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journey.browser import Look, Person, person
from tests.journey.installation import Installation
from tests.journey.square import HUTS, IDEA, ORDER, SECRET, SURVEY, opens
from tests.journey.steps import sign_in, tab_to

pytestmark = pytest.mark.journey

PHONE_AT_NIGHT = Look("phone-dark", 390, scheme="dark")
PERSIAN = Look("fa", 390, language="fa")


@pytest.fixture
def tea(square: Installation, opened: Browser) -> Iterator[Person]:
    with person(opened, square.url) as one:
        sign_in(one, "tea@example.com")
        yield one


def test_a_vote_shows_the_result_and_can_be_changed(tea: Person) -> None:
    opens(tea, HUTS)
    poll = tea.page.locator("korzo-poll")
    tea.looks_around("poll-before")
    # Nothing chosen: a sentence beside the choices, and nothing is lost.
    poll.locator("button.primary").click()
    expect(poll.locator(".error")).to_be_visible()
    tea.looks_around("poll-refused")
    poll.get_by_label("The lake").check()
    poll.locator("button.primary").click()
    expect(poll.locator(".poll__text.mine")).to_contain_text("The lake")
    tea.looks_around("poll-voted")
    poll.get_by_text("Change my vote").click()
    poll.get_by_label("The pass").check()
    poll.locator("button.primary").click()
    expect(poll.locator(".poll__text.mine")).to_contain_text("The pass")
    tea.page.reload()
    expect(poll.locator(".poll__text.mine")).to_contain_text("The pass")


def test_it_puts_options_in_order_by_keys_alone(tea: Person) -> None:
    opens(tea, ORDER)
    page = tea.page
    items = page.locator(".rank__item")
    tea.looks_around("poll-ranked")
    last = items.nth(2)
    name = last.locator(".rank__text").inner_text()
    tab_to(page, ".rank__item:nth-child(3) [data-do=toggle]")
    page.keyboard.press("Enter")
    expect(items.first.locator(".rank__text")).to_have_text(name)
    tab_to(page, ".rank__item:not(.has-place) [data-do=toggle]")
    page.keyboard.press("Enter")
    expect(page.locator(".rank__item.has-place")).to_have_count(2)
    tea.looks_around("poll-ranked-half")
    tab_to(page, "korzo-poll form button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator("korzo-poll table")).to_be_visible()
    expect(page.locator("korzo-poll bdi.strong").first).to_have_text(name)
    tea.looks_around("poll-ranked-result")


def test_it_votes_by_keys_alone_on_a_phone_at_night(square: Installation, opened: Browser) -> None:
    with person(opened, square.url, PHONE_AT_NIGHT) as ria:
        sign_in(ria, "ria@example.com")
        opens(ria, HUTS)
        page = ria.page
        tab_to(page, "korzo-poll input[type=radio]")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        expect(page.get_by_label("The lake")).to_be_checked()
        tab_to(page, "korzo-poll form button[type=submit]")
        page.keyboard.press("Enter")
        expect(page.locator("korzo-poll .poll__text.mine")).to_contain_text("The lake")
        ria.looks_around("poll-voted")


def test_an_anonymous_vote_is_final_and_opens_the_result_with_the_fifth(square: Installation, opened: Browser) -> None:
    with person(opened, square.url, PERSIAN) as tea:
        sign_in(tea, "tea@example.com")
        opens(tea, SECRET)
        poll = tea.page.locator("korzo-poll")
        tea.looks_around("poll-anonymous")
        poll.locator("input[type=radio]").last.check()
        poll.locator("button.primary").click()
        expect(poll.locator("table")).to_be_visible()
        # Nobody can see which of the five is hers, she included, and the numbers are those of her language.
        assert poll.locator(".poll__text.mine").count() == 0
        assert re.findall(r"[۰-۹]+", " ".join(poll.locator("td").all_inner_texts())) == ["۴", "۸۰", "۱", "۲۰"]
        assert poll.locator("[href*='change=1']").count() == 0
        assert poll.locator("[href$='/voters/']").count() == 0
        tea.looks_around("poll-anonymous-result")


def test_it_votes_without_scripts(square: Installation, opened: Browser) -> None:
    with person(opened, square.url, scripts=False) as luka:
        sign_in(luka, "luka@example.com")
        page = luka.page
        for title in (HUTS, ORDER):
            _goes_to(page, title)
            if title == HUTS:
                page.locator("korzo-poll input[type=radio]").first.check()
            else:
                page.locator(".rank__place").nth(0).select_option("1")
                page.locator(".rank__place").nth(1).select_option("2")
            page.locator("korzo-poll form button.primary").click()
            expect(page.locator("korzo-poll table").first).to_be_visible()
            luka.photographs(f"poll-plain-{title}")
        _goes_to(page, IDEA)
        page.locator("[id^=vote-] button.primary").click()
        expect(page.locator("[id^=vote-] .tag")).to_be_visible()


def _goes_to(page: Page, title: str) -> None:
    page.goto("/talk/square/")
    page.locator(".feed-item .title a", has_text=title).first.click()
    page.locator(".post.lead").wait_for()


def test_an_idea_gets_a_vote_and_gives_it_back(tea: Person) -> None:
    opens(tea, IDEA)
    votes = tea.page.locator("[id^=vote-]")
    tea.looks_around("idea")
    tab_to(tea.page, "[id^=vote-] button")
    tea.page.keyboard.press("Enter")
    expect(votes.locator(".tag")).to_be_visible()
    tea.looks_around("idea-voted")
    votes.locator("button").click()
    expect(votes.locator(".tag")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "plain"])
def test_a_survey_of_two_pages_is_answered(square: Installation, opened: Browser, scripts: bool) -> None:
    look = PERSIAN if scripts else PHONE_AT_NIGHT
    with person(opened, square.url, look, scripts=scripts) as one:
        sign_in(one, "tea@example.com" if scripts else "luka@example.com")
        page = one.page
        page.goto("/surveys/how-was-your-year/")
        expect(page.locator("h1")).to_have_text(SURVEY)
        # Where nothing was chosen the first page stays, and says so.
        page.locator("main form button.primary").click()
        expect(page.locator("main .error").first).to_be_visible()
        _looks(one, "survey-first", scripts)
        page.get_by_label("Seldom").check()
        page.locator("main form button.primary").click()
        expect(page.locator("textarea[name=q3]")).to_be_visible()
        _looks(one, "survey-second", scripts)
        page.locator("main form [name=back]").click()
        expect(page.get_by_label("Seldom")).to_be_checked()
        # Who walks weekly is not asked what keeps them from it.
        page.get_by_label("Weekly").check()
        page.locator("main form button.primary").click()
        expect(page.locator(".star-input")).to_be_visible()
        assert page.locator("textarea[name=q3]").count() == 0
        page.locator(".star-input .star").nth(3).click()
        page.locator("main form button.primary").click()
        expect(page.locator("main form")).to_have_count(0)
        _looks(one, "survey-done", scripts)


def _looks(one: Person, name: str, scripts: bool) -> None:
    if scripts:
        one.looks_around(name)
    else:
        one.photographs(name)
