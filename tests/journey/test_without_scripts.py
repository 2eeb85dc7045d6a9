"""With JavaScript off everything that matters can be done."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journey.browser import person
from tests.journey.installation import PASSWORD, Installation
from tests.journey.shop_files import CUSTOMERS, NAMES, SHOES
from tests.journey.steps import fill_sign_up, give_code, picture, send, sign_in

pytestmark = pytest.mark.journey


def test_it_takes_part_with_bare_forms(promenade: Installation, opened: Browser, tmp_path: Path) -> None:
    with (
        person(opened, promenade.url, scripts=False) as ana,
        person(opened, promenade.url, scripts=False) as tea,
    ):
        _reads(ana.page)
        _joins(ana.page, promenade)
        topic = _asks(ana.page)
        sign_in(tea, "tea@example.com")
        _replies(tea.page, topic)
        _accepts(ana.page, topic)
        _reviews(ana.page, picture(tmp_path / "hills.jpg"))
        ana.photographs("without-scripts")
        _leaves_and_comes_back(ana.page)


def _reads(page: Page) -> None:
    page.goto("/")
    page.locator(".feed-item .title a").first.click()
    page.locator(".post.lead").wait_for()
    page.goto(f"/products/{SHOES}/")
    page.locator("#reviews .review").first.wait_for()


def _joins(page: Page, house: Installation) -> None:
    page.locator(".site-bar .btn.primary").click()
    fill_sign_up(page, name=NAMES[0], mail=CUSTOMERS[0])
    give_code(page, house, CUSTOMERS[0])
    page.locator("#bell").wait_for()


def _asks(page: Page) -> str:
    page.goto("/talk/questions/new/?kind=question")
    page.locator("[name=title]").fill("Can I wash them with soap?")
    page.locator("textarea[name=body]").fill("Two lines.\n\nThe second one.")
    send(page)
    page.wait_for_url(re.compile(r"/talk/t/\d+/"))
    assert page.locator(".post.lead .prose p").count() == 2
    return page.url


def _replies(page: Page, topic: str) -> None:
    page.goto(topic)
    page.locator("textarea[name=body]").fill("A little, and no hot water.")
    send(page)
    page.locator(".post:not(.lead)").wait_for()


def _accepts(page: Page, topic: str) -> None:
    page.goto(topic)
    page.locator("form[action$='/acceptance/'] button").click()
    page.locator(".post.answer").wait_for()
    page.locator("button[name=give][value$=' heart']").first.click()
    page.locator("button[name=take_back][aria-pressed=true]").wait_for()


def _reviews(page: Page, photo: Path) -> None:
    page.goto(f"/reviews/new/{SHOES}/")
    page.locator(".star-input .star").nth(3).click()
    page.locator("textarea[name=body]").fill("Good on wet stone.")
    page.locator("input[name=files]").set_input_files(photo)
    send(page)
    page.wait_for_url(re.compile(r"/reviews/\d+/$"))
    page.locator(".review img.photo__img").wait_for()


def _leaves_and_comes_back(page: Page) -> None:
    page.locator("[popovertarget=me-menu]").click()
    page.locator("#me-menu form button").click()
    page.locator(".site-bar .btn.primary").wait_for()
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(CUSTOMERS[0])
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form[action='/accounts/login/'] .btn.primary").click()
    page.locator("#bell").wait_for()
