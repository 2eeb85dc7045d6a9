from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse as reverse_url

from korzo.loyalty import queries
from korzo.loyalty.actions import reverse
from korzo.loyalty.tests.scenes import a_claim, an_accepted, paid
from tests.cast import Cast, signed_in

type Counts = Callable[[int], Any]

pytestmark = pytest.mark.usefixtures("rules")


def _link(post_id: int) -> str:
    return f'href="{reverse_url("discussions:post", args=[post_id])}"'


def test_it_shows_points_level_rules_and_reasons(cast: Cast) -> None:
    paid(cast.tea, 1)
    page = signed_in(cast.tea).get("/points/").content.decode()
    assert "Neighbour" in page
    assert "50 more points to “Familiar face”" in page
    assert "Write an answer that the asker accepts. At most 5 times a day." in page
    assert "Write a review with a photo, whatever number of stars you give" in page
    assert "Why did I get this?" in page
    assert _link(1) in page


def test_it_says_what_was_taken_back(cast: Cast) -> None:
    paid(cast.tea, 1)
    reverse(a_claim(cast.tea, 1, stands=False), cause=an_accepted(cast.tea, 1))
    page = signed_in(cast.tea).get("/points/").content.decode()
    assert "taken back later" in page
    assert "Why did these go?" in page
    assert _link(1) not in page


def test_it_is_kind_when_empty(cast: Cast) -> None:
    page = signed_in(cast.luka).get("/points/").content.decode()
    assert "Nothing here yet" in page
    assert "20 more points to “Neighbour”" in page


@pytest.mark.parametrize("role", ["member", "moderator", "staff", "owner"])
def test_everybody_sees_their_own(cast: Cast, role: str) -> None:
    paid(cast.luka, 1)
    response = signed_in(cast.by_role()[role]).get("/points/")
    assert response.status_code == 200
    assert "Nothing here yet" in response.content.decode()


def test_an_outsider_is_sent_to_sign_in(cast: Cast) -> None:
    response = signed_in(cast.nada).get("/points/")
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")


def test_it_only_allows_get(cast: Cast) -> None:
    assert signed_in(cast.tea).post("/points/").status_code == 405


def test_it_costs_the_same_however_long_the_book(cast: Cast, django_assert_num_queries: Counts) -> None:
    client = signed_in(cast.tea)
    for post_id in range(1, 4):
        paid(cast.tea, post_id)
    with django_assert_num_queries(PAGE_QUERIES):
        client.get("/points/")
    paid(cast.tea, 4)
    paid(cast.tea, 5)
    with django_assert_num_queries(PAGE_QUERIES):
        client.get("/points/")


# Session, member, standing, entries, their causes, rules, community, unread notices.
PAGE_QUERIES = 8


def test_it_shows_a_long_book_page_by_page(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "ENTRIES_A_PAGE", 2)
    for post_id in (1, 2, 3):
        paid(cast.tea, post_id)
    client = signed_in(cast.tea)
    lines = queries.entries(cast.tea)
    first = client.get("/points/").content.decode()
    assert f"?before={lines[-1].pk}" in first
    second = client.get("/points/", {"before": str(lines[-1].pk)}).content.decode()
    assert _link(1) in second
    assert _link(2) not in second


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "٣"])
def test_it_bears_a_broken_address(cast: Cast, before: str) -> None:
    assert signed_in(cast.tea).get("/points/", {"before": before}).status_code == 200
