"""Every language, wide and narrow: nothing is cut off, nothing is wider than the screen, the direction is right."""

import pytest
from playwright.sync_api import Browser

from tests.journey.browser import Look, person
from tests.journey.installation import Installation
from tests.journey.shop_files import SHOES

pytestmark = pytest.mark.journey

TONGUES = ("en", "sk", "gu", "fa", "it", "uk", "es")
NARROW, WIDE = 390, 1280


@pytest.mark.parametrize("tongue", TONGUES)
def test_it_fits_in_every_language(promenade: Installation, opened: Browser, tongue: str) -> None:
    # Every second one is looked over by night.
    scheme = ("light", "dark")[TONGUES.index(tongue) % 2]
    look = Look(tongue, NARROW, scheme=scheme, language=tongue)
    with person(opened, promenade.url, look) as guest:
        page = guest.page
        page.goto("/")
        topic = page.locator(".feed-item .title a").first.get_attribute("href") or ""
        for name, path in (
            ("home", "/"),
            ("topic", topic),
            ("product", f"/products/{SHOES}/"),
            ("join", "/accounts/signup/"),
        ):
            page.goto(path)
            root = page.locator("html")
            assert root.get_attribute("lang") == tongue
            assert root.get_attribute("dir") == ("rtl" if tongue == "fa" else "ltr")
            guest.looks_around(f"tongue-{name}")
            page.set_viewport_size({"width": WIDE, "height": look.height})
            guest.measures(f"tongue-{name}-wide")
            guest.photographs(f"tongue-{name}-wide")
            page.set_viewport_size({"width": NARROW, "height": look.height})
