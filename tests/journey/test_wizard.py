"""The first hour of an installation that nobody owns yet."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journey.browser import Person, person
from tests.journey.installation import OWNER_MAIL, PASSWORD, installation

pytestmark = pytest.mark.journey


def test_it_leads_to_an_open_community(empty_data: Path, opened: Browser, tmp_path: Path) -> None:
    with installation(tmp_path / "data", like=empty_data) as here, person(opened, here.url) as owner:
        page = owner.page
        page.goto("/")
        page.wait_for_url("**/welcome/")
        owner.looks_around("wizard-1")
        # It lies there as soon as the page asks for it.
        code = here.setup_code
        _says_who_she_is(owner, "not-the-code")
        page.locator(".notice.bad").wait_for()
        owner.looks_around("wizard-1-wrong-code")
        _says_who_she_is(owner, code)

        page.wait_for_url("**/welcome/face/")
        owner.looks_around("wizard-2")
        page.locator("[name=name]").fill("The Promenade")
        page.locator("[name=tagline]").fill("Come and walk with us")
        page.locator("[name=brand]").fill("#8a3ffc")
        _goes_on(owner)

        page.wait_for_url("**/welcome/spaces/")
        owner.looks_around("wizard-3")
        page.locator("[name=spaces]:checked").first.wait_for()
        _goes_on(owner)

        page.locator(".hero h1", has_text="Come and walk with us").wait_for()
        assert page.locator(".space-tile").count() == 3
        owner.looks_around("wizard-home")
        # The way in is closed behind her.
        assert page.goto("/welcome/").status == 404  # type: ignore[union-attr]
        owner.complaints[:] = [one for one in owner.complaints if "404" not in one]


def _says_who_she_is(owner: Person, code: str) -> None:
    page = owner.page
    page.locator("[name=code]").fill(code)
    page.locator("[name=name]").fill("Mira")
    page.locator("[name=email]").fill(OWNER_MAIL)
    page.locator("[name=password]").fill(PASSWORD)
    _goes_on(owner)


def _goes_on(owner: Person) -> None:
    owner.page.locator("main form .btn.primary").click()
