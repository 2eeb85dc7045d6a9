"""Pictures of the main pages for a person to look at: `python -m tests.journey.screens DIR`.

They show the demo community, which is brought up for it; with KORZO_SCREENS_URL one that runs already.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from tests.journey.browser import Look, Person, browser, person
from tests.journey.installation import installation
from tests.journey.steps import sign_in

LOOKS = (
    Look("wide-light", 1280),
    Look("wide-dark", 1280, scheme="dark"),
    Look("narrow-light", 390),
    Look("narrow-dark", 390, scheme="dark"),
    Look("wide-light-persian", 1280, language="fa"),
    Look("narrow-dark-persian", 390, scheme="dark", language="fa"),
)
MEMBER, OWNER = "tea@kamzo.example", "mira@kamzo.example"
# The first link of a list leads to the page itself: what the demo calls its topics may change.
FIRST = {"topic": ("/", ".feed-item .title a"), "product": ("/products/", ".product-card .name")}
GUEST_PAGES = {
    "home": "/",
    "talk": "/talk/",
    "products": "/products/",
    "search": "/search/?q=rain",
    "values": "/about/values/",
    "join": "/accounts/signup/",
    "sign-in": "/accounts/login/",
    "missing": "/nowhere/",
}
MEMBER_PAGES = {
    "member-home": "/",
    "own-page": "/members/tea/",
    "purchases": "/me/purchases/",
    "notices": "/notices/",
    "points": "/points/",
    "settings": "/members/settings/",
}
STAFF_PAGES = {
    "staff": "/staff/",
    "staff-members": "/staff/members/",
    "staff-state": "/staff/state/",
    "staff-imports": "/staff/imports/",
    "staff-orders": "/staff/orders/",
    "staff-reviews": "/staff/reviews/",
    "staff-community": "/staff/community/",
}


def main(folder: Path) -> int:
    with _demo() as url, browser() as opened:
        for look in LOOKS:
            _photograph(opened, url, look, folder)
    print(f"The pictures are in {folder}.")  # noqa: T201
    return 0


@contextmanager
def _demo() -> Iterator[str]:
    running = os.environ.get("KORZO_SCREENS_URL")
    if running:
        yield running
        return
    with (
        tempfile.TemporaryDirectory(prefix="korzo-screens-") as name,
        installation(Path(name) / "data", ["korzo.project.cli", "demo", "--no-up"]) as here,
    ):
        yield here.url


def _photograph(opened: Browser, url: str, look: Look, folder: Path) -> None:
    with person(opened, url, look) as somebody:
        somebody.screens = folder
        _pages(somebody, GUEST_PAGES)
        for name, (path, link) in FIRST.items():
            somebody.page.goto(path)
            somebody.page.locator(link).first.click()
            somebody.page.wait_for_load_state("networkidle")
            somebody.photographs(name)
        sign_in(somebody, MEMBER)
        _pages(somebody, MEMBER_PAGES)
        somebody.page.context.clear_cookies()
        sign_in(somebody, OWNER)
        _pages(somebody, STAFF_PAGES)
        # Here we look; the journeys judge.
        somebody.complaints.clear()


def _pages(somebody: Person, pages: dict[str, str]) -> None:
    for name, path in pages.items():
        somebody.page.goto(path, wait_until="networkidle")
        somebody.photographs(name)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
