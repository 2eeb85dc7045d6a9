import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from korzo.community.models import Community
from korzo.discussions.models import Space
from korzo.members.actions import erase
from korzo.members.models import Member
from korzo.shop.models import Order, Product
from korzo.web.tests.scenes import buy, make_product, make_reply, make_topic, say
from tests.cast import Cast, let_worker_finish, signed_in


def page(path: str, person: Member | None = None) -> str:
    answer = signed_in(person).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_new_member_has_a_quiet_page(town: Community, cast: Cast) -> None:
    html = page("/members/luka/")
    assert "Luka" in html
    assert "Nothing here yet" in html
    assert "luka@example.com" not in html


def test_a_page_shows_what_somebody_said(space: Space, cast: Cast) -> None:
    make_topic(space, cast.tea, title="Which wax for October?")
    say(make_product(), cast.tea, title="Dry at last")
    question = make_topic(space, cast.luka, title="How cold is the hut?", question=True)
    make_reply(question, cast.tea)
    answers = page("/members/tea/")
    assert ("How cold is the hut?" in answers, "Which wax for October?" in answers) == (True, False)
    topics, reviews = page("/members/tea/?part=topics"), page("/members/tea/?part=reviews")
    assert ("Which wax for October?" in topics, "Dry at last" in topics) == (True, False)
    assert ("Which wax for October?" in reviews, "Dry at last" in reviews) == (False, True)
    assert "How cold is the hut?" in page("/members/TEA/?part=nonsense&before=nonsense")


def test_only_they_themselves_get_the_way_to_their_settings(town: Community, cast: Cast) -> None:
    own = 'href="/me/purchases/"'
    head = re.compile(r'<header class="member-head">.*?</header>', re.DOTALL)
    for person, has_way in ((cast.tea, True), (cast.luka, False), (None, False)):
        found = head.search(page("/members/tea/", person))
        assert found is not None
        assert (own in found.group()) is has_way


@pytest.mark.parametrize("handle", ["nobody", "erased", "%D8%AB", "tea'--"])
def test_somebody_who_is_not_here(town: Community, handle: str) -> None:
    assert signed_in(None).get(f"/members/{handle}/").status_code == 404


@pytest.mark.parametrize("part", ["answers", "topics", "reviews"])
def test_the_member_page_asks_no_more_of_somebody_busy(space: Space, cast: Cast, part: str) -> None:
    def count_queries() -> int:
        client = signed_in(None)
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/members/tea/?part={part}")
        return len(captured)

    def be_busy(times: int) -> None:
        for _ in range(times):
            make_reply(make_topic(space, cast.tea, pictured=True), cast.luka)
            make_reply(make_topic(space, cast.luka, question=True), cast.tea)
            say(make_product(f"thing-{Product.objects.count()}"), cast.tea)
        let_worker_finish()

    be_busy(1)
    before = count_queries()
    be_busy(8)
    assert count_queries() == before


def test_words_of_somebody_who_left_stay_without_a_name(space: Space, cast: Cast) -> None:
    topic = make_topic(space, cast.tea, title="Which wax for October?")
    say(make_product(), cast.tea, title="Dry at last")
    erase(cast.tea)
    let_worker_finish()
    for path in ("/", "/products/ridge-3/", topic.get_absolute_url()):
        html = page(path)
        assert not re.search(r"\bTea\b|members/tea", html), path


def test_purchases_are_for_those_who_are_here(town: Community) -> None:
    answer = signed_in(None).get("/me/purchases/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/me/purchases/")


def test_purchases_show_only_ones_own(town: Community, cast: Cast) -> None:
    order = buy(cast.tea, make_product())
    other = buy(cast.luka, make_product("lamp-1"))
    html = page("/me/purchases/", cast.tea)
    assert (order.number in html, other.number in html) == (True, False)
    assert ("/products/ridge-3/" in html, "/products/lamp-1/" in html) == (True, False)
    assert 'href="/reviews/new/ridge-3/"' in html
    # Nor does the team see here what is another's.
    for person in (cast.sara, cast.mira):
        assert "No purchase is known here" in page("/me/purchases/", person)


def test_an_order_that_was_sent_back_is_still_listed(town: Community, cast: Cast) -> None:
    order = buy(cast.tea, make_product(), financial_status=Order.FinancialStatus.REFUNDED)
    html = page("/me/purchases/", cast.tea)
    assert order.number in html
    assert "How are they?" not in html
    assert "No purchase is known here" not in html


def test_purchases_are_kept_by_no_cache(town: Community, cast: Cast) -> None:
    answer = signed_in(cast.tea).get("/me/purchases/")
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
