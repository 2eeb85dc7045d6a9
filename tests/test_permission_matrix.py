"""Who gets which answer at every address of the house. A new address is not finished before it stands in this table.

Each line: what a GET answers to an outsider, a member, a moderator, staff and the owner; and after the bar what a POST
of a form without sense answers to them. `in` leads to the sign-in, `to` to another page; 422 refuses the form and keeps
it. Tea, the member, wrote the topic and the review of the town; the reply and the poll are Luka's.
The pages of the back office have their own table, in korzo/project/tests/test_roles.py.
"""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from korzo.project.tests.test_roles import ROLES
from tests.addresses import Address, all_addresses
from tests.cast import Cast, signed_in
from tests.town import Town, make_town

pytestmark = pytest.mark.once

SIGN_IN = re.compile(r"/(accounts|staff)/(login|reauthenticate)/|/accounts/signup/")
NONSENSE = {"nothing": "at all"}
# By room, as in korzo/project/urls.py. One code alone is everybody's.
TABLE = {
    # The house itself
    "health/": "200 | 405",
    "ready/": "503 | 405",
    # Accounts
    "accounts/login/": "200 to to to to | 200 to to to to",
    "accounts/logout/": "to 200 200 200 200 | to",
    "accounts/inactive/": "200 | 405",
    "accounts/signup/": "200 to to to to | 200 to to to to",
    "accounts/reauthenticate/": "in 200 200 200 200 | in 200 200 200 200",
    "accounts/email/": "in 200 200 200 200 | in to to to to",
    "accounts/confirm-email/": "in to to to to | in to to to to",
    "accounts/password/change/": "in 200 200 200 200 | in 200 200 200 200",
    "accounts/password/set/": "in to to to to | in to to to to",
    "accounts/password/reset/": "200 | 200",
    "accounts/login/code/confirm/": "in to to to to | in to to to to",
    "accounts/password/reset/key/done/": "200 | 405",
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "200 | 200",
    "accounts/password/reset/done/": "200 | 405",
    "accounts/login/code/": "200 to to to to | 200 to to to to",
    "accounts/2fa/": "in 200 200 200 200 | in 405 405 405 405",
    "accounts/2fa/authenticate/": "in to to to to | in to to to to",
    "accounts/2fa/reauthenticate/": "in | in",
    "accounts/2fa/totp/activate/": "in to to to to | in to to to to",
    "accounts/2fa/totp/deactivate/": "in 404 404 404 404 | in 404 404 404 404",
    "accounts/2fa/recovery-codes/": "in 404 404 404 404 | in 405 405 405 405",
    "accounts/2fa/recovery-codes/generate/": "in | in",
    "accounts/2fa/recovery-codes/download/": "in 404 404 404 404 | in 404 404 404 404",
    "accounts/sessions/": "in 200 200 200 200 | in to to to to",
    # Members
    "members/settings/": "in 200 200 200 200 | in 422 422 422 422",
    "members/settings/picture/": "in 405 405 405 405 | in 422 422 422 422",
    "members/settings/muted/": "in 200 200 200 200 | in 404 404 404 404",
    "members/privacy/": "in 200 200 200 200 | in 405 405 405 405",
    "members/privacy/export/": "in 200 200 200 200 | in 405 405 405 405",
    "members/privacy/erasure/": "in 405 405 405 405 | in 422 422 422 422",
    # Groups
    "groups/": "in 200 200 200 200 | in 405 405 405 405",
    "groups/<str:handle>/": "in 200 200 200 200 | in 405 405 405 405",
    "groups/<str:handle>/membership/": "in 405 405 405 405 | in to to to to",
    "groups/<str:handle>/keeping/": "in 403 403 200 200 | in 403 403 422 422",
    "groups/<str:handle>/keeping/people/": "in 405 405 405 405 | in 403 403 404 404",
    # Pictures
    "media/pictures/": "405 | 403 422 422 422 422",
    "media/pictures/<int:pk>/": "in 200 200 200 200 | in 422 422 422 422",
    "media/pictures/<int:pk>/captions/": "in 405 405 405 405 | in to to to to",
    "media/films/": "405 | 403 422 422 422 422",
    "media/films/<int:pk>/": "403 404 404 404 404 | 403 404 404 404 404",
    "media/pictures/<int:pk>/removal/": "in 405 405 405 405 | in 403 403 403 403",
    "media/<path:path>": "404 | 405",
    # Writing
    "writing/drafts/": "in 200 200 200 200 | in 405 405 405 405",
    "writing/drafts/<str:key>/": "403 200 200 200 200 | 403 422 422 422 422",
    "writing/drafts/<str:key>/removal/": "405 | 403 to to to to",
    "writing/history/<str:label>/<int:pk>/": "200 | 405",
    "writing/versions/<int:pk>/hiding/": "404 | 404",
    "writing/note/": "405 | 204",
    "writing/products/": "403 200 200 200 200 | 405",
    # The talk
    "talk/": "200 | 405",
    "talk/mentions/": "403 200 200 200 200 | 405",
    "talk/t/<int:pk>/": "to | 405",
    "talk/t/<int:pk>/posts/": "200 | 405",
    "talk/t/<int:pk>/replies/": "405 | 403 422 422 422 422",
    "talk/t/<int:pk>/vote/": "405 | 403",
    "talk/t/<int:pk>/care/": "403 200 200 200 200 | 405",
    "talk/t/<int:pk>/care/closure/": "405 | 403 403 422 422 422",
    "talk/t/<int:pk>/care/pin/": "405 | 403 403 to to to",
    "talk/t/<int:pk>/care/feature/": "405 | 403 403 to to to",
    "talk/t/<int:pk>/care/move/": "405 | 403 403 404 404 404",
    "talk/t/<int:pk>/care/merge/": "405 | 403 403 422 422 422",
    "talk/t/<int:pk>/care/split/": "405 | 403 403 422 422 422",
    "talk/t/<int:pk>/care/schedule/": "405 | 403 403 422 422 422",
    "talk/t/<int:pk>/care/tags/": "405 | 403 to to to to",
    "talk/t/<int:pk>/care/idea/": "405 | 403",
    "talk/t/<int:pk>/<str:slug>/": "200 | 405",
    "talk/posts/<int:pk>/": "to | 405",
    "talk/posts/<int:pk>/edit/": "403 403 403 200 200 | 403 403 403 422 422",
    "talk/posts/<int:pk>/acceptance/": "405 | 403 to 403 to to",
    "talk/posts/<int:pk>/removal/": "403 403 200 200 200 | 403 403 422 422 422",
    "talk/<slug:slug>/": "200 | 405",
    "talk/<slug:slug>/new/": "in 200 200 200 200 | in 422 422 422 422",
    # Tags
    "talk/for-you/": "in 200 200 200 200 | in 405 405 405 405",
    "talk/reading/": "in 200 200 200 200 | in to to to to",
    "talk/reading/all/": "in 405 405 405 405 | in to to to to",
    "talk/reading/visit/": "405 | 204",
    "talk/feed.atom": "200 | 405",
    "talk/feed.rss": "200 | 405",
    "talk/t/<int:pk>/feed.atom": "200 | 405",
    "talk/t/<int:pk>/feed.rss": "200 | 405",
    "talk/t/<int:pk>/share.jpg": "200 | 405",
    "talk/t/<int:pk>/reading/": "405 | 204",
    "talk/t/<int:pk>/reading/page.gif": "200 | 405",
    "talk/t/<int:pk>/unread/": "to | 405",
    "talk/t/<int:pk>/same/": "405 | 403 403 to to to",
    "talk/t/<int:pk>/withdrawal/": "405 | 403 to 403 403 403",
    "talk/t/<int:pk>/duplicate/": "403 200 200 200 200 | 403 422 422 422 422",
    "talk/t/<int:pk>/duplicate/declining/": "405 | 403",
    "talk/<slug:slug>/feed.atom": "200 | 405",
    "talk/<slug:slug>/feed.rss": "200 | 405",
    "tags/<str:slug>/": "200 | 405",
    "tags/<str:slug>/feed.atom": "200 | 405",
    "tags/<str:slug>/feed.rss": "200 | 405",
    # Below products and pages
    "comments/on/<str:label>/<int:pk>/": "200 | 422",
    "comments/<int:pk>/": "to | 405",
    "comments/<int:pk>/edit/": "403 200 403 200 200 | 403 422 403 422 422",
    "comments/<int:pk>/removal/": "403 200 200 200 200 | 403 to 422 422 422",
    "comments/yours/": "in 200 200 200 200 | in to to to to",
    "comments/confirmation/<str:token>/": "404 | 404",
    "comments/guest-removal/<str:token>/": "404 | 404",
    # Contests
    "contests/": "200 | 405",
    "contests/<int:pk>/": "200 | 405",
    "contests/<int:pk>/feed.atom": "200 | 405",
    "contests/<int:pk>/feed.rss": "200 | 405",
    "contests/<int:pk>/entries/new/": "in 200 403 403 403 | in 422 422 422 422",
    "contests/<int:pk>/jury/": "in 404 200 404 404 | 405",
    "contests/<int:pk>/results/": "404 | 405",
    "contests/<int:pk>/results.csv": "404 | 405",
    "contests/<int:pk>/results.json": "404 | 405",
    "contests/entries/<int:pk>/": "200 | 405",
    "contests/entries/<int:pk>/edit/": "in 403 403 403 403 | in 422 422 422 422",
    "contests/entries/<int:pk>/marks/": "in 404 403 404 404 | in 404 422 404 404",
    "contests/entries/<int:pk>/vote/": "405 | 403",
    "contests/entries/<int:pk>/withdrawal/": "in 403 403 403 403 | in 403 403 403 403",
    # Reviews
    "reviews/new/<str:handle>/": "in to 200 403 403 | in 422 422 403 403",
    "reviews/<int:pk>/": "200 | 405",
    "reviews/<int:pk>/edit/": "in 200 403 403 403 | in 422 403 403 403",
    "reviews/<int:pk>/withdrawal/": "in 200 403 403 403 | in to 403 403 403",
    "reviews/<int:pk>/helpful/": "405 | 403 403 to 403 403",
    "reviews/<int:pk>/hiding/": "in 403 200 200 200 | in 403 422 422 422",
    "reviews/<int:pk>/reply/": "in 403 403 200 200 | in 403 403 422 422",
    # Notices
    "notices/": "in 200 200 200 200 | in 405 405 405 405",
    "notices/read/": "in 405 405 405 405 | in to to to to",
    "notices/<int:pk>/read/": "in 405 405 405 405 | in to 404 404 404",
    "notices/settings/": "in 200 200 200 200 | in to to to to",
    "notices/settings/manner/": "in 405 405 405 405 | in 422 422 422 422",
    "notices/devices/": "in 405 405 405 405 | in 422 422 422 422",
    "notices/devices/renewal/": "405 | 403",
    "notices/devices/<int:pk>/goodbye/": "in 405 405 405 405 | in 404 404 404 404",
    "notices/worker.js": "200 | 405",
    "notices/unsubscribe/<str:token>/": "200 | 200",
    # Reactions
    "reactions/bookmarks/": "405 | 403 404 404 404 404",
    "reactions/follows/": "405 | 403 404 404 404 404",
    "reactions/below/<str:label>/": "404 | 404",
    "reactions/below/<str:label>/<int:pk>/menu/": "200 | 405",
    # What we sent
    "sent/": "in 200 200 200 200 | in 405 405 405 405",
    "sent/limits/": "in 405 405 405 405 | in to to to to",
    "sent/time-zone/": "in 405 405 405 405 | in 204 204 204 204",
    # Moderation
    "report/standing/": "in 200 200 200 200 | 405",
    "report/warnings/<int:pk>/reading/": "405 | 403 404 404 404 404",
    "report/decisions/<int:pk>/": "in 404 404 404 404 | 405",
    "report/decisions/<int:pk>/appeal/": "405 | 403 404 404 404 404",
    "report/words/<int:pk>/": "in 404 404 404 404 | 405",
    "report/notice/": "200 | 422",
    "report/notice/<str:key>/": "404 | 405",
    "report/transparency/": "200 | 405",
    "report/transparency.csv": "200 | 405",
    "report/transparency.json": "200 | 405",
    "report/<str:label>/<int:pk>/": "in 200 200 200 200 | in 422 422 422 422",
    # Points
    "trust/": "200 | 405",
    "points/": "in 200 200 200 200 | in 405 405 405 405",
    # Polls
    "polls/opinion/": "in 200 200 200 200 | in 422 422 422 422",
    "polls/<int:pk>/": "200 | 405",
    "polls/<int:pk>/ballot/": "405 | 403 422 422 422 422",
    "polls/<int:pk>/options/": "405 | 403 422 422 422 422",
    "polls/<int:pk>/edit/": "403 403 200 200 200 | 403 403 422 422 422",
    "polls/<int:pk>/closure/": "403 403 200 200 200 | 403 403 to to to",
    "polls/<int:pk>/voters/": "200 | 405",
    # Surveys
    "surveys/by-id/<int:pk>/": "to | 405",
    "surveys/<slug:slug>/": "200 | 200 to to to to",
    # The web room
    "": "200 | 405",
    "products/": "200 | 405",
    "products/<str:handle>/": "200 | 405",
    "members/<str:handle>/": "200 | 405",
    "members/<str:handle>/feed.atom": "200 | 405",
    "members/<str:handle>/feed.rss": "200 | 405",
    "me/purchases/": "in 200 200 200 200 | in 405 405 405 405",
    "me/saved/": "in 200 200 200 200 | in 405 405 405 405",
    "me/saved/<int:pk>/": "in 404 404 404 404 | in 404 404 404 404",
    "me/following/": "in 200 200 200 200 | in 405 405 405 405",
    "search/": "200 | 405",
    "search/offers/": "200 | 405",
    "about/values/": "200 | 405",
    "about/privacy/": "200 | 405",
    "about/demo/": "404 | 405",
    "welcome/": "404 | 404",
    "welcome/face/": "403 403 403 200 200 | 403 403 403 422 422",
    "welcome/spaces/": "403 403 403 200 200 | 403 403 403 to to",
    "language/": "405 | 403",
    "keys/": "200 | 403",
    "<path:path>": "404 | 404",
    "theme/": "405 | 403",
    "robots.txt": "200 | 405",
    "sitemap.xml": "200 | 405",
    "sitemap-<str:section>-<int:page>.xml": "200 | 405",
}  # fmt: skip
# Who stands outside may send these: to come in, to be told what they forgot, to see the house as they like, to leave.
OPEN_FORMS = {
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
    "accounts/login/",
    "accounts/login/code/",
    "accounts/logout/",
    "accounts/password/reset/",
    "accounts/signup/",
    # Guests may write where the shop allows it; else they read a sentence.
    "comments/on/<str:label>/<int:pk>/",
    "notices/unsubscribe/<str:token>/",
    # Signs of a page that was left open; of nobody nothing is noted.
    "talk/reading/visit/",
    "talk/t/<int:pk>/reading/",
    "report/notice/",
    "surveys/<slug:slug>/",
    "writing/note/",
}


@pytest.fixture
def town(cast: Cast) -> Town:
    return make_town(cast)


def ours(town: Town) -> list[Address]:
    return [one for one in all_addresses(town.values()) if not one.route.startswith("staff/")]


def answers_of(town: Town) -> Iterator[tuple[str, str]]:
    """As they stand in the table. Whatever a form does is undone before the next."""
    people = town.cast.by_role()
    keys = {role: signed_in(people[role]).cookies for role in ROLES}
    for one in ours(town):
        got = [_code(_browser(keys[role]).get(one.path)) for role in ROLES]
        sent = [_posted(_browser(keys[role]), one.path) for role in ROLES]
        yield one.route, f"{' '.join(got)} | {' '.join(sent)}"


def _browser(cookies: object) -> Client:
    """A fresh one each time: signing out must not reach the next page."""
    client = Client(raise_request_exception=False)
    client.cookies.update(cookies)  # type: ignore[call-overload]
    return client


def _posted(client: Client, path: str) -> str:
    with transaction.atomic():
        code = _code(client.post(path, NONSENSE))
        transaction.set_rollback(True)
    return code


def _code(answer: HttpResponse) -> str:
    if answer.status_code in {301, 302, 303}:
        return "in" if SIGN_IN.match(answer["Location"]) else "to"
    return str(answer.status_code)


def _whole(line: str) -> str:
    """With a code for each of the five."""
    sides = (side.split() for side in line.split("|"))
    return " | ".join(" ".join(codes if len(codes) > 1 else codes * len(ROLES)) for codes in sides)


def test_every_address_answers_as_the_table_says(town: Town) -> None:
    found = dict(answers_of(town))
    table = {route: _whole(line) for route, line in TABLE.items()}
    missing = [f'    "{route}": "{line}",' for route, line in found.items() if route not in table]
    told = "These addresses are not in the table. Judge each answer before you add it:\n"
    assert not missing, told + "\n".join(missing)
    assert sorted(table.keys() - found.keys()) == [], "these addresses are gone"
    wrong = [f"{route}: {found[route]}, not {line}" for route, line in table.items() if found[route] != line]
    assert not wrong, "\n".join(wrong)


def test_the_table_itself_lets_nobody_in() -> None:
    """A wrong answer must not come in by copying what was found."""
    for route, line in TABLE.items():
        assert "500" not in line, route
        got, sent = (side.split() for side in _whole(line).split("|"))
        assert len(got) == len(sent) == len(ROLES), route
        # Who stands outside is told to sign in, or that there is nothing.
        if route not in OPEN_FORMS:
            assert sent[0] in {"in", "403", "404", "405"}, f"somebody outside may send {route}"
