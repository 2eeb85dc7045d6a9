"""Somebody knocks at every door of the house: nothing breaks, nobody gets where they do not belong."""

import re

import pytest
from django.test import Client

from korzo.members.models import Member
from tests.addresses import Address, all_addresses
from tests.cast import PASSWORD, Cast, signed_in
from tests.town import Town, make_town

pytestmark = pytest.mark.once

ROLES = ["outsider", "member", "moderator", "staff", "owner"]
# Made to break, and only for the team.
MEANT_TO_BREAK = {"staff/failwhale/"}
# Wagtail's pages about its own pages want its sites, which this house does not have. Nothing leads to them.
WITHOUT_SITES = re.compile(r"staff/pages/(<int:parent_page_id>/(results/)?|usage/.*|search/.*)?$")
# Drawings and words of the back office, and its doors.
OPEN_IN_STAFF = {"staff/sprite/", "staff/jsi18n/", "staff/login/"}
# Members' own pages: somebody outside is led to the sign-in, or told that the door is closed.
OWN = re.compile(
    r"^(members/(settings|privacy)/|me/|notices/(?!unsubscribe/|worker\.js)|points/|media/pictures/<|talk/mentions/|talk/.*/(new|edit|removal)/"
    r"|reviews/(new/|<int:pk>/.)|accounts/(email|sessions|2fa|password/(change|set)|reauthenticate)/|welcome/)"
)
# The page of a guest carries no token: here the origin of the form is looked at instead. And a mail program that
# unsubscribes its owner has no session at all: there the link itself is signed.
# The last knows nobody's address and answers 404.
WITHOUT_TOKEN = {"language/", "theme/", "notices/unsubscribe/<str:token>/", "<path:path>"}
SIGN_OUT = {"accounts/logout/", "staff/logout/"}
VARIABLE_QUERY = [
    "q",
    "page",
    "before",
    "after",
    "kind",
    "tab",
    "part",
    "sort",
    "stars",
    "p",
    "role",
    "next",
    "show",
    "at",
]


@pytest.fixture
def town(cast: Cast) -> Town:
    return make_town(cast)


@pytest.fixture
def addresses(town: Town) -> list[Address]:
    return all_addresses(town.values())


def is_led_to_the_sign_in(answer: object) -> bool:
    return bool(re.match(r"/(accounts|staff)/login/|/accounts/signup/", str(getattr(answer, "url", ""))))


def meant_to_work(addresses: list[Address]) -> list[Address]:
    return [one for one in addresses if one.route not in MEANT_TO_BREAK and not WITHOUT_SITES.match(one.route)]


@pytest.mark.parametrize("role", ROLES)
def test_nothing_breaks(town: Town, addresses: list[Address], role: str) -> None:
    client = signed_in(town.cast.by_role()[role])
    client.raise_request_exception = False
    broken = [
        one.path
        for one in meant_to_work(addresses)
        if one.route not in SIGN_OUT and client.get(one.path).status_code >= 500 and one.route != "ready/"
    ]
    assert broken == []


@pytest.mark.parametrize("sign", ["%00", "%FF", "-1", "99999999999999999999", "%F0%9F%A5%BE", "'", "a" * 3000])
def test_no_question_breaks_anything(town: Town, addresses: list[Address], sign: str) -> None:
    query = "&".join(f"{name}={sign}" for name in VARIABLE_QUERY)
    client = signed_in(town.cast.mira)
    client.raise_request_exception = False
    ours = [one for one in addresses if not one.route.startswith(("staff/", "accounts/")) and one.route != "ready/"]
    own_staff = [
        one for one in addresses if re.match(r"staff/(members|reviews|orders|products|imports|mail|jobs)/$", one.route)
    ]
    broken = [one.path for one in [*ours, *own_staff] if client.get(f"{one.path}?{query}").status_code >= 500]
    assert broken == []


@pytest.mark.parametrize("path", ["/members/%00/", "/products/%00/", "/reviews/new/%00/", "/talk/t/1/%00/"])
def test_no_sign_in_an_address_breaks_anything(town: Town, path: str) -> None:
    client = signed_in(town.cast.tea)
    client.raise_request_exception = False
    assert client.get(path).status_code in {301, 302, 404}


@pytest.mark.parametrize("role", ["outsider", "member"])
def test_the_back_office_is_for_the_team(town: Town, addresses: list[Address], role: str) -> None:
    client = signed_in(town.cast.by_role()[role])
    staff = [one for one in addresses if one.route.startswith("staff/") and one.route not in OPEN_IN_STAFF]
    assert len(staff) > 100
    entered = []
    for one in staff:
        answer = client.get(one.path)
        if not (is_led_to_the_sign_in(answer) or answer.status_code in {403, 404}):
            entered.append((one.path, answer.status_code))
    assert entered == []


def test_somebody_outside_sees_no_page_of_members(addresses: list[Address]) -> None:
    client = Client()
    own = [one for one in addresses if OWN.match(one.route)]
    assert len(own) > 25
    entered = []
    for one in own:
        answer = client.get(one.path)
        if not (is_led_to_the_sign_in(answer) or answer.status_code in {403, 404, 405}):
            entered.append((one.path, answer.status_code, str(getattr(answer, "url", ""))))
    assert entered == []


def test_somebody_who_was_erased_is_outside(town: Town, addresses: list[Address]) -> None:
    client = signed_in(town.cast.sara)
    Member.objects.filter(pk=town.cast.sara.pk).update(is_active=False)
    for one in addresses:
        if OWN.match(one.route) or (one.route.startswith("staff/") and one.route not in OPEN_IN_STAFF):
            answer = client.get(one.path)
            assert is_led_to_the_sign_in(answer) or answer.status_code in {403, 404, 405}, one.path


@pytest.mark.parametrize("role", ["outsider", "member", "owner"])
def test_a_form_without_its_token_changes_nothing(town: Town, addresses: list[Address], role: str) -> None:
    client = Client(enforce_csrf_checks=True)
    person = town.cast.by_role()[role]
    if person is not None:
        client.force_login(person)
    answers = {one.route: client.post(one.path) for one in addresses}
    taken = {route for route, one in answers.items() if one.status_code != 403 and not is_led_to_the_sign_in(one)}
    assert taken - WITHOUT_TOKEN == set()
    assert Member.objects.filter(erased_at__isnull=False).count() == 0


def test_the_doors_without_a_token_look_at_the_origin(town: Town) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.cast.tea)
    for path in ("/language/", "/theme/"):
        assert client.post(path, {"language": "sk"}, headers={"origin": "https://evil.example"}).status_code == 403
    assert Member.objects.get(pk=town.cast.tea.pk).language == "en"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_other_verbs_do_nothing(town: Town, addresses: list[Address], method: str) -> None:
    client = Client()
    client.raise_request_exception = False
    ours = [one for one in addresses if not one.route.startswith(("staff/", "accounts/"))]
    assert [one.path for one in ours if getattr(client, method)(one.path).status_code < 300] == []


def test_there_is_one_way_to_sign_in(cast: Cast) -> None:
    client = Client()
    client.post("/staff/login/", {"username": cast.mira.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_what_we_do_not_use_of_the_back_office_is_not_there(town: Town, addresses: list[Address]) -> None:
    unused = re.compile(
        r"staff/(pages|users|groups|collections|workflows|reports|documents|images|api|failwhale|test404)/"
    )
    client = signed_in(town.cast.mira)
    client.raise_request_exception = False
    assert [one.path for one in addresses if unused.match(one.route) and client.get(one.path).status_code != 404] == []
