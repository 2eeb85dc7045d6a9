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
# A page and the links that lead on from it, one after the other: what the demo calls its topics may change.
type Way = tuple[str, ...]
GUEST_WAYS: dict[str, Way] = {
    "topic": ("/", ".feed-item .title a"),
    "question": ("/talk/kit-and-care/", ".feed-item:has(.tag.good) .title a"),
    "space": ("/talk/", ".space-tile a"),
    "product": ("/products/", ".product-card .name"),
    "contest": ("/contests/", ".contest-card .cover"),
    "contest-entry": ("/contests/", ".contest-card .cover", ".entry-card__title a"),
    "contest-results": ("/contests/", "[aria-labelledby=past-h] .contest-card .cover", "main a[href$='/results/']"),
}
GUEST_PAGES = {
    "home": "/",
    "talk": "/talk/",
    "products": "/products/",
    "contests": "/contests/",
    "trust": "/trust/",
    "search": "/search/?q=rain",
    "search-nothing": "/search/?q=xylophone",
    "values": "/about/values/",
    "privacy": "/about/privacy/",
    "transparency": "/report/transparency/",
    "report": "/report/notice/",
    "join": "/accounts/signup/",
    "sign-in": "/accounts/login/",
    "missing": "/nowhere/",
}
MEMBER_WAYS: dict[str, Way] = {
    "member-topic": ("/", ".feed-item .title a"),
    "member-contest": ("/contests/", ".contest-card .cover"),
    "new-topic": ("/talk/", ".space-tile a", "main a[href$='/new/']"),
    "write-review": ("/products/", ".product-card .name", "main a[href*='/reviews/']"),
}
MEMBER_PAGES = {
    "member-home": "/",
    "for-you": "/talk/for-you/",
    "own-page": "/members/tea/",
    "other-page": "/members/mira/",
    "purchases": "/me/purchases/",
    "saved": "/me/saved/",
    "following": "/me/following/",
    "drafts": "/writing/drafts/",
    "notices": "/notices/",
    "notice-settings": "/notices/settings/",
    "sent": "/sent/",
    "points": "/points/",
    "groups": "/groups/",
    "member-trust": "/trust/",
    "opinion": "/polls/opinion/",
    "settings": "/members/settings/",
    "settings-mail": "/accounts/email/",
    "settings-sessions": "/accounts/sessions/",
    "reading": "/talk/reading/",
    "muted": "/members/settings/muted/",
    "own-data": "/members/privacy/",
    "standing": "/report/standing/",
}
STAFF_WAYS: dict[str, Way] = {
    "care": ("/", ".feed-item .title a", "main a[href*='/care/']"),
    "staff-contest": ("/staff/contests/", "main a[href^='/staff/contests/']:not([href$='/new/'])"),
    "staff-space": ("/staff/talk/", "main a[href^='/staff/talk/spaces/']"),
}
STAFF_PAGES = {
    "staff": "/staff/",
    "staff-members": "/staff/members/",
    "staff-groups": "/staff/members/groups/",
    "staff-state": "/staff/state/",
    "staff-jobs": "/staff/jobs/",
    "staff-imports": "/staff/imports/",
    "staff-community-import": "/staff/imports/community/",
    "staff-orders": "/staff/orders/",
    "staff-products": "/staff/products/",
    "staff-reviews": "/staff/reviews/",
    "staff-comments": "/staff/comments/",
    "staff-questions": "/staff/questions/",
    "staff-contests": "/staff/contests/",
    "staff-contest-new": "/staff/contests/new/",
    "staff-surveys": "/staff/surveys/",
    "staff-opinions": "/staff/opinions/",
    "staff-moderation": "/staff/moderation/",
    "staff-moderation-log": "/staff/moderation/log/",
    "staff-moderation-rules": "/staff/moderation/rules/",
    "staff-spam": "/staff/spam/",
    "staff-trust": "/staff/trust/",
    "staff-talk": "/staff/talk/",
    "staff-tags": "/staff/talk/tags/",
    "staff-reactions": "/staff/reactions/",
    "staff-mail": "/staff/mail/",
    "staff-replies": "/staff/replies/",
    "staff-contacts": "/staff/contacts/",
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
        _ways(somebody, GUEST_WAYS)
        sign_in(somebody, MEMBER)
        _pages(somebody, MEMBER_PAGES)
        _ways(somebody, MEMBER_WAYS)
        somebody.page.context.clear_cookies()
        sign_in(somebody, OWNER)
        _pages(somebody, STAFF_PAGES)
        _ways(somebody, STAFF_WAYS)
        # Here we look; the journeys judge.
        somebody.complaints.clear()


def _pages(somebody: Person, pages: dict[str, str]) -> None:
    for name, path in pages.items():
        somebody.page.goto(path, wait_until="networkidle")
        somebody.photographs(name)


def _ways(somebody: Person, ways: dict[str, Way]) -> None:
    for name, (path, *links) in ways.items():
        somebody.page.goto(path, wait_until="networkidle")
        for link in links:
            # A card is covered by its link, and a way may lead through what stands in a closed menu.
            address = somebody.page.locator(link).first.get_attribute("href")
            somebody.page.goto(str(address), wait_until="networkidle")
        somebody.photographs(name)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
