"""The pages of the staff desk, each as every role. A new page is not finished before it stands in this table."""

import re

import pytest
from django.test import Client

from korzo.members.models import Member
from korzo.project.wagtail_hooks import HIDDEN
from tests.addresses import all_addresses
from tests.cast import Cast, signed_in
from tests.town import Town, make_town

ROLES = ("outsider", "member", "moderator", "staff", "owner")
# What a GET answers, in the order of the roles. 302 leads to the sign-in; 405: the page is only posted to.
PAGES = {
    "staff/": (302, 302, 200, 200, 200),
    "staff/comments/": (302, 302, 403, 200, 200),
    "staff/community/": (302, 302, 403, 200, 200),
    "staff/contacts/": (302, 302, 403, 200, 200),
    "staff/contests/": (302, 302, 403, 200, 200),
    "staff/contests/<int:pk>/": (302, 302, 403, 200, 200),
    "staff/contests/<int:pk>/announcement/": (302, 302, 405, 405, 405),
    "staff/contests/<int:pk>/cancellation/": (302, 302, 405, 405, 405),
    "staff/contests/<int:pk>/jury/": (302, 302, 405, 405, 405),
    "staff/contests/<int:pk>/jury/<int:juror_id>/": (302, 302, 405, 405, 405),
    "staff/contests/<int:pk>/votes/": (302, 302, 403, 200, 200),
    "staff/contests/new/": (302, 302, 403, 200, 200),
    "staff/films/": (302, 302, 403, 200, 200),
    "staff/imports/": (302, 302, 403, 200, 200),
    "staff/imports/<int:pk>/": (302, 302, 403, 200, 200),
    "staff/imports/<int:pk>/rejects/": (302, 302, 403, 200, 200),
    "staff/imports/community/": (302, 302, 403, 403, 200),
    "staff/imports/community/<int:pk>/": (302, 302, 403, 403, 404),
    "staff/imports/community/<int:pk>/begin/": (302, 302, 405, 405, 405),
    "staff/imports/community/<int:pk>/drop/": (302, 302, 405, 405, 405),
    "staff/imports/community/<int:pk>/rows.csv": (302, 302, 403, 403, 404),
    "staff/imports/community/<int:pk>/undo/": (302, 302, 405, 405, 405),
    "staff/imports/community/export/": (302, 302, 405, 405, 405),
    "staff/imports/community/export/<int:pk>/drop/": (302, 302, 405, 405, 405),
    "staff/imports/community/export/<str:token>/": (302, 302, 403, 403, 403),
    "staff/imports/files/<slug:token>/": (302, 302, 403, 404, 404),
    "staff/imports/files/<slug:token>/begin/": (302, 302, 405, 405, 405),
    "staff/imports/files/<slug:token>/drop/": (302, 302, 405, 405, 405),
    "staff/jobs/": (302, 302, 403, 200, 200),
    "staff/jobs/failures/": (302, 302, 405, 405, 405),
    "staff/mail/": (302, 302, 403, 200, 200),
    "staff/mail/<str:name>/": (302, 302, 403, 404, 404),
    "staff/members/": (302, 302, 200, 200, 200),
    "staff/members/groups/": (302, 302, 403, 200, 200),
    "staff/members/groups/new/": (302, 302, 403, 200, 200),
    "staff/members/groups/<int:pk>/": (302, 302, 403, 200, 200),
    "staff/members/groups/<int:pk>/end/": (302, 302, 405, 405, 405),
    "staff/members/groups/<int:pk>/keepers/": (302, 302, 405, 405, 405),
    "staff/members/<int:pk>/role/": (302, 302, 405, 405, 405),
    "staff/opinions/": (302, 302, 403, 200, 200),
    "staff/moderation/": (302, 302, 200, 200, 200),
    "staff/moderation/<int:pk>/": (302, 302, 404, 404, 404),
    "staff/moderation/<int:pk>/claiming/": (302, 302, 405, 405, 405),
    "staff/moderation/<int:pk>/decision/": (302, 302, 405, 405, 405),
    "staff/moderation/decisions/<int:pk>/undo/": (302, 302, 405, 405, 405),
    "staff/moderation/log/": (302, 302, 403, 200, 200),
    "staff/moderation/members/<int:pk>/": (302, 302, 200, 200, 200),
    "staff/moderation/members/<int:pk>/notes/": (302, 302, 405, 405, 405),
    "staff/moderation/members/<int:pk>/sweep/": (302, 302, 405, 405, 405),
    "staff/moderation/rules/": (302, 302, 403, 200, 200),
    "staff/moderation/rules/reasons/": (302, 302, 405, 405, 405),
    "staff/moderation/sanctions/<int:pk>/lifting/": (302, 302, 405, 405, 405),
    "staff/moderation/sweeps/<int:pk>/undo/": (302, 302, 405, 405, 405),
    "staff/orders/": (302, 302, 403, 200, 200),
    "staff/orders/<int:pk>/": (302, 302, 403, 200, 200),
    "staff/products/": (302, 302, 403, 200, 200),
    "staff/questions/": (302, 302, 200, 200, 200),
    "staff/reactions/": (302, 302, 403, 200, 200),
    "staff/replies/": (302, 302, 403, 200, 200),
    "staff/replies/<int:pk>/": (302, 302, 403, 404, 404),
    "staff/replies/<int:pk>/dropping/": (302, 302, 405, 405, 405),
    "staff/replies/<int:pk>/posting/": (302, 302, 405, 405, 405),
    "staff/reviews/": (302, 302, 200, 200, 200),
    "staff/reviews/<int:pk>/reading/": (302, 302, 405, 405, 405),
    "staff/spam/": (302, 302, 403, 200, 200),
    "staff/spam/lists/<int:pk>/": (302, 302, 403, 404, 404),
    "staff/spam/lists/<int:pk>/dropping/": (302, 302, 405, 405, 405),
    "staff/spam/lists/new/": (302, 302, 403, 200, 200),
    "staff/state/": (302, 302, 403, 200, 200),
    "staff/talk/": (302, 302, 403, 200, 200),
    "staff/talk/new/": (302, 302, 403, 200, 200),
    "staff/talk/planned/": (302, 302, 200, 200, 200),
    "staff/talk/spaces/<int:pk>/": (302, 302, 403, 200, 200),
    "staff/talk/tags/": (302, 302, 403, 200, 200),
    "staff/talk/tags/<int:pk>/": (302, 302, 405, 405, 405),
    "staff/trust/": (302, 302, 403, 200, 200),
    "staff/trust/find/": (302, 302, 403, 200, 200),
    "staff/trust/members/<int:pk>/": (302, 302, 403, 200, 200),
    "staff/surveys/": (302, 302, 403, 200, 200),
    "staff/surveys/<int:pk>/": (302, 302, 403, 200, 200),
    "staff/surveys/<int:pk>/answers.csv": (302, 302, 403, 200, 200),
    "staff/surveys/<int:pk>/answers.json": (302, 302, 403, 200, 200),
    "staff/surveys/<int:pk>/closure/": (302, 302, 405, 405, 405),
    "staff/surveys/<int:pk>/pages/": (302, 302, 405, 405, 405),
    "staff/surveys/<int:pk>/pages/<int:place>/": (302, 302, 403, 200, 200),
    "staff/surveys/<int:pk>/pages/<int:place>/<slug:key>/": (302, 302, 403, 200, 200),
    "staff/surveys/<int:pk>/publication/": (302, 302, 405, 405, 405),
    "staff/surveys/<int:pk>/results/": (302, 302, 403, 200, 200),
}
# What a POST of an empty form answers to somebody who may not: never anything but these.
REFUSALS = {302, 403, 405}
# Who may send the form of a page: the roles that get more than a refusal.
SENDERS = {
    "staff/trust/": {"staff", "owner"},
    "staff/trust/members/<int:pk>/": {"staff", "owner"},
    "staff/comments/": {"staff", "owner"},
    "staff/community/": {"staff", "owner"},
    "staff/contacts/": {"staff", "owner"},
    "staff/contests/<int:pk>/": {"staff", "owner"},
    "staff/contests/<int:pk>/announcement/": {"staff", "owner"},
    "staff/contests/<int:pk>/cancellation/": {"staff", "owner"},
    "staff/contests/<int:pk>/jury/": {"staff", "owner"},
    "staff/contests/<int:pk>/jury/<int:juror_id>/": {"staff", "owner"},
    "staff/contests/<int:pk>/votes/": {"staff", "owner"},
    "staff/contests/new/": {"staff", "owner"},
    "staff/films/": {"staff", "owner"},
    "staff/imports/": {"staff", "owner"},
    "staff/imports/community/": {"owner"},
    "staff/imports/community/<int:pk>/begin/": {"owner"},
    "staff/imports/community/<int:pk>/drop/": {"owner"},
    "staff/imports/community/<int:pk>/undo/": {"owner"},
    "staff/imports/community/export/": {"owner"},
    "staff/imports/community/export/<int:pk>/drop/": {"owner"},
    "staff/imports/files/<slug:token>/begin/": {"staff", "owner"},
    "staff/imports/files/<slug:token>/drop/": {"staff", "owner"},
    "staff/jobs/failures/": {"staff", "owner"},
    "staff/members/groups/new/": {"staff", "owner"},
    "staff/members/groups/<int:pk>/": {"staff", "owner"},
    "staff/members/groups/<int:pk>/end/": {"staff", "owner"},
    "staff/members/groups/<int:pk>/keepers/": {"staff", "owner"},
    "staff/members/<int:pk>/role/": {"owner"},
    "staff/reactions/": {"staff", "owner"},
    "staff/moderation/<int:pk>/claiming/": {"moderator", "staff", "owner"},
    "staff/moderation/<int:pk>/decision/": {"moderator", "staff", "owner"},
    "staff/moderation/decisions/<int:pk>/undo/": {"moderator", "staff", "owner"},
    "staff/moderation/members/<int:pk>/": {"moderator", "staff", "owner"},
    "staff/moderation/members/<int:pk>/sweep/": {"moderator", "staff", "owner"},
    "staff/moderation/rules/": {"staff", "owner"},
    "staff/moderation/rules/reasons/": {"staff", "owner"},
    "staff/moderation/sanctions/<int:pk>/lifting/": {"moderator", "staff", "owner"},
    "staff/moderation/sweeps/<int:pk>/undo/": {"moderator", "staff", "owner"},
    "staff/replies/<int:pk>/dropping/": {"staff", "owner"},
    "staff/replies/<int:pk>/posting/": {"staff", "owner"},
    "staff/reviews/<int:pk>/reading/": {"moderator", "staff", "owner"},
    "staff/talk/new/": {"staff", "owner"},
    "staff/talk/spaces/<int:pk>/": {"staff", "owner"},
    "staff/talk/tags/<int:pk>/": {"staff", "owner"},
    "staff/spam/": {"staff", "owner"},
    "staff/spam/lists/<int:pk>/": {"staff", "owner"},
    "staff/spam/lists/<int:pk>/dropping/": {"staff", "owner"},
    "staff/spam/lists/new/": {"staff", "owner"},
    "staff/surveys/": {"staff", "owner"},
    "staff/surveys/<int:pk>/": {"staff", "owner"},
    "staff/surveys/<int:pk>/closure/": {"staff", "owner"},
    "staff/surveys/<int:pk>/pages/": {"staff", "owner"},
    "staff/surveys/<int:pk>/pages/<int:place>/": {"staff", "owner"},
    "staff/surveys/<int:pk>/pages/<int:place>/<slug:key>/": {"staff", "owner"},
    "staff/surveys/<int:pk>/publication/": {"staff", "owner"},
}
# Wagtail's own addresses, by their beginning.
OF_WAGTAIL = re.compile(
    r"staff/(test404|failwhale|api|pages|bulk|choose-|tag-autocomplete|collections|workflows|reports|account|login|logout|dismissibles"
    r"|editing-sessions|block-preview|users|groups|documents|images|sprite|password_reset|jsi18n|\^)"
)


@pytest.fixture
def town(cast: Cast) -> Town:
    return make_town(cast)


def our_pages(town: Town) -> dict[str, str]:
    return {
        one.route: one.path
        for one in all_addresses(town.values())
        if one.route.startswith("staff/") and not OF_WAGTAIL.match(one.route)
    }


def test_every_page_of_ours_is_in_the_table(town: Town) -> None:
    pages = our_pages(town).keys()
    assert (sorted(pages - PAGES.keys()), sorted(PAGES.keys() - pages)) == ([], [])


@pytest.mark.parametrize("role", ROLES)
def test_a_page_opens_for_its_roles(town: Town, role: str) -> None:
    client = signed_in(town.cast.by_role()[role])
    answers = {route: client.get(path).status_code for route, path in our_pages(town).items()}
    assert answers == {route: statuses[ROLES.index(role)] for route, statuses in PAGES.items()}


@pytest.mark.parametrize("role", ROLES)
def test_a_form_is_taken_from_its_roles(town: Town, role: str) -> None:
    client = signed_in(town.cast.by_role()[role])
    for route, path in our_pages(town).items():
        answer = client.post(path, {"nothing": "at all"})
        if role in SENDERS.get(route, set()):
            assert answer.status_code not in {403, 405}, route
            assert "/login/" not in answer.get("Location", ""), route
        else:
            assert answer.status_code in REFUSALS, route
            assert answer.status_code != 302 or "/login/" in answer["Location"], route
    assert Member.objects.get(pk=town.cast.luka.pk).role == "member"


def test_a_page_leads_back_after_the_sign_in(db: None) -> None:
    assert Client().get("/staff/members/")["Location"] == "/accounts/login/?next=/staff/members/"


@pytest.mark.parametrize("role", ["moderator", "staff", "owner"])
def test_nobody_sees_a_way_that_is_closed_to_them(town: Town, role: str) -> None:
    client = signed_in(town.cast.by_role()[role])
    html = client.get("/staff/").content.decode()
    for route, path in our_pages(town).items():
        if f'"{path}"' in html and route in PAGES:
            assert PAGES[route][ROLES.index(role)] == 200, path


def test_what_nobody_uses_is_in_no_menu(town: Town) -> None:
    whole = signed_in(town.cast.mira).get("/staff/").content.decode()
    # Wagtail's own scripts know all its addresses, whether anybody is led there or not.
    html = re.sub(r'<script id="wagtail-config".*?</script>', "", whole, flags=re.DOTALL)
    for name in HIDDEN - {"explorer", "help", "settings"}:
        assert f'"/staff/{name}/"' not in html, name
    for path in ("/staff/pages/", "/staff/users/", "/staff/groups/"):
        assert f'"{path}"' not in html, path
