"""A contest from the first entry to the winners: a member without scripts, one with them, and a juror."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journey.browser import Look, person
from tests.journey.installation import Installation
from tests.journey.steps import picture, sign_in

pytestmark = pytest.mark.journey

TITLE = "Hills and rain"
NARROW = Look("narrow", 390, scheme="dark")


def test_it_enters_judges_votes_and_reads_who_won(promenade: Installation, opened: Browser, tmp_path: Path) -> None:
    _clock(promenade, "begin")
    with (
        person(opened, promenade.url, scripts=False) as tea,
        person(opened, promenade.url) as luka,
        person(opened, promenade.url, NARROW) as guest,
    ):
        for somebody, name in ((tea, "tea"), (luka, "luka")):
            sign_in(somebody, f"{name}@example.com")
        contest = _address(guest.page)
        guest.looks_around("contest-before")
        _enters(tea.page, contest, picture(tmp_path / "hills.jpg"))
        tea.photographs("contest-entered-without-scripts")
        guest.waits_for_worker(contest, ".entry-card img.photo__img")
        guest.looks_around("contest-entries")

        _clock(promenade, "jury")
        luka.page.goto(contest)
        luka.page.locator(".contest-mine .btn.primary").click()
        luka.looks_around("contest-jury")
        _judges(luka.page)

        _clock(promenade, "vote")
        with person(opened, promenade.url) as ana:
            sign_in(ana, "ana.kovac@example.com")
            _votes(ana.page, contest)
            ana.looks_around("contest-vote")

        _clock(promenade, "results")
        guest.page.goto(f"{contest}results/")
        guest.page.locator(".winner--1").get_by_text(TITLE).wait_for()
        guest.looks_around("contest-results")
        guest.page.goto("/contests/")
        guest.looks_around("contests")


def _clock(house: Installation, step: str) -> None:
    house.run("tests.journey.contest_clock", step)


def _address(page: Page) -> str:
    page.goto("/contests/")
    page.locator(".contest-card .cover").first.click()
    page.locator(".contest-steps").wait_for()
    return page.url


def _enters(page: Page, contest: str, photo: Path) -> None:
    page.goto(contest)
    page.locator(".contest-mine .btn.primary").click()
    page.locator("[name=title]").fill(TITLE)
    page.locator("input[name=files]").set_input_files(photo)
    page.locator("input[name=alt]").fill("Green hills under a sun")
    page.locator("korzo-composer .bar [type=submit]").click()
    # The rights were forgotten: said beside the box, and nothing is lost.
    page.locator("#id_rights_error").wait_for()
    assert page.locator("[name=title]").input_value() == TITLE
    page.locator("input[name=rights]").check()
    page.locator("korzo-composer .bar [type=submit]").click()
    page.wait_for_url(re.compile(r"/contests/entries/\d+/$"))


def _judges(page: Page) -> None:
    page.locator(".entry-card .btn.primary").first.click()
    for scale in page.locator(".mark-scale").all():
        scale.locator("input[value='4']").check()
    page.locator("main form .btn.primary").click()
    page.wait_for_url(re.compile(r"/jury/$"))


def _votes(page: Page, contest: str) -> None:
    page.goto(contest)
    page.locator(".vote-btn").first.click()
    page.locator(".vote-btn[aria-pressed=true]").wait_for()
    # A second tap takes it back, a third gives it again.
    page.locator(".vote-btn").first.click()
    page.locator(".vote-btn[aria-pressed=false]").wait_for()
    page.locator(".vote-btn").first.click()
    page.locator(".vote-btn[aria-pressed=true]").wait_for()
    page.locator("#votes-left").wait_for()
