import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from korzo.community.actions import set_up
from korzo.community.models import Community
from korzo.discussions.models import Space
from korzo.members.models import Member
from korzo.web.tests.scenes import crowd, make_product, make_reply, make_space, make_topic, say
from tests.cast import Cast, let_worker_finish, signed_in


def page(person: Member | None = None, query: str = "") -> str:
    answer = signed_in(person).get(f"/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def chips(html: str) -> list[str]:
    return re.findall(r'aria-current="(?:true|page)"[^>]*>([^<]+)</a>', html)


def test_an_empty_house_leads_to_its_first_hour(db: None) -> None:
    answer = signed_in(None).get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/welcome/")


def test_a_house_with_an_owner_is_shown_before_it_is_set_up(cast: Cast) -> None:
    assert "Korzo" in page()


def test_a_quiet_community_says_what_will_be_here(town: Community) -> None:
    html = page()
    for words in (
        "Mud is temporary", "We walk in the rain.", "Klub KAMZO", "No space is open yet", "Nothing here just now",
        "Your street begins here", "The week is young",
    ):  # fmt: skip
        assert words in html


def test_a_lone_owner_meets_no_error(db: None, cast: Cast) -> None:
    Member.objects.exclude(pk=cast.mira.pk).delete()
    set_up(actor_id=cast.mira.pk)
    assert "1 member" in page(cast.mira)


def test_everybody_sees_what_was_said_last(space: Space, cast: Cast) -> None:
    make_topic(space, cast.tea, title="Which wax for October?", question=True)
    make_topic(space, cast.ivo, title="Ridge walk on Sunday")
    for person in (None, cast.luka):
        html = page(person)
        assert html.index("Ridge walk on Sunday") < html.rindex("Which wax for October?")
        assert "Trail talk" in html
        assert "5 members" in html


def test_guests_are_invited_and_members_greeted(space: Space, cast: Cast) -> None:
    guest, member = page(), page(cast.tea)
    assert 'href="/accounts/signup/"' in guest
    assert 'href="/accounts/signup/"' not in member
    assert "/talk/trail-talk/new/?kind=question" in member
    assert "/members/tea/" in member


@pytest.mark.parametrize(
    ("query", "chip", "shown", "hidden"),
    [
        ("", "Newest", ["Ridge walk", "Which wax", "Fog from above"], ["Dry at last"]),
        ("?tab=unanswered", "Waiting for an answer", ["Which wax"], ["Ridge walk", "Fog from above"]),
        ("?tab=pictures", "Pictures", ["Fog from above"], ["Which wax", "Ridge walk"]),
        ("?tab=reviews", "Reviews", ["Dry at last"], ["Ridge walk", "Which wax", "Fog from above"]),
        ("?tab=nonsense", "Newest", ["Ridge walk"], ["Dry at last"]),
        ("?before=nonsense", "Newest", ["Ridge walk"], []),
    ],
)
def test_a_tab_shows_its_part(
    space: Space, cast: Cast, query: str, chip: str, shown: list[str], hidden: list[str]
) -> None:
    make_topic(space, cast.tea, title="Which wax for October?", question=True)
    make_topic(space, cast.ivo, title="Ridge walk on Sunday")
    make_topic(space, cast.luka, title="Fog from above", pictured=True)
    say(make_product(), cast.tea, title="Dry at last")
    html = page(None, query)
    latest = html[html.index('id="latest-h"') : html.index('id="helpful-h"')]
    assert chip in chips(latest)
    assert [words for words in shown if words not in latest] == []
    assert [words for words in hidden if words in latest] == []


def test_a_long_talk_goes_on_behind_a_link(space: Space, cast: Cast) -> None:
    for number in range(12):
        make_topic(space, cast.tea, title=f"Walk number {number:02}")
    first = page()
    found = re.search(r'href="(\?tab=newest&amp;before=[^"]+)"', first)
    assert found is not None
    second = page(None, found.group(1).replace("&amp;", "&"))
    latest = second[second.index('id="latest-h"') :]
    assert [number for number in range(12) if f"Walk number {number:02}" in latest] == [0, 1]


def test_three_people_with_pictures_make_a_street(space: Space, cast: Cast) -> None:
    for person in (cast.tea, cast.luka):
        make_topic(space, person, pictured=True)
    assert "Your street begins here" in page()
    make_topic(space, cast.tea, pictured=True)
    assert "Your street begins here" in page()
    make_topic(space, cast.ivo, pictured=True)
    assert "Your street begins here" not in page()
    assert "Pictures members shared" in page()


def test_a_member_walks_along_the_street(space: Space, cast: Cast) -> None:
    for person in (cast.tea, cast.ivo, cast.luka):
        make_topic(space, person, pictured=True)
    assert "You are here" not in page()
    walk = re.search(r'<a class="stroller__way" href="([^"]+)">(.+?)</a>', page(cast.tea), re.DOTALL)
    assert walk is not None
    assert walk[1] == "/members/tea/"
    assert "You are here" in walk[2]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Lucia Medve", "Lucia M."),
        ("Олена Ткач", "Олена Т."),
        ("Tea", "Tea"),
        ("مریم کریمی", "مریم کریمی"),
        ("A de B", "A de B"),
    ],
)
def test_a_house_of_the_street_bears_a_short_name(space: Space, cast: Cast, name: str, shown: str) -> None:
    Member.objects.filter(pk=cast.tea.pk).update(name=name)
    for person in (cast.tea, cast.ivo, cast.luka):
        make_topic(space, person, pictured=True)
    assert f"<bdi>{shown}</bdi></span>" in page().split("</ul>", maxsplit=1)[0]


def test_the_big_picture_stands_in_until_then(town: Community) -> None:
    Community.objects.update(hero="brand/hero-1.webp")
    assert f'src="{default_storage.url("brand/hero-1.webp")}"' in page()


def test_something_is_on(space: Space, cast: Cast) -> None:
    make_topic(space, cast.tea, title="Which wax for October?", question=True)
    product = make_product("ridge-3")
    for person in (cast.tea, cast.luka, cast.ivo):
        say(product, person, 5)
    html = page()
    now = html[html.index('id="now-h"') : html.index('id="spaces-h"')]
    for words in ("Which wax for October?", "Join in", "I can help", "Loved this month", "Ridge 3", "Read why"):
        assert words in now


def count_queries(do: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        do()
    return len(captured)


# With the sign-in: session, member and the bell.
GUEST_QUERIES = {"newest": 26, "unanswered": 26, "pictures": 26, "reviews": 30}
# What is new in which topic, where topics are shown.
MEMBER_MORE = {"newest": 4, "unanswered": 4, "pictures": 4, "reviews": 3}


@pytest.mark.parametrize("tab", GUEST_QUERIES)
def test_it_asks_no_more_of_a_lively_house(space: Space, cast: Cast, tab: str) -> None:
    def liven_up(people: list[Member]) -> None:
        for person in people:
            make_topic(space, person, pictured=True)
            make_reply(make_topic(space, person), cast.luka)
            make_topic(space, person, question=True, pictured=True)
            say(make_product(f"thing-of-{person.handle}"), person)
        let_worker_finish()

    liven_up([cast.tea, cast.ivo, cast.luka])
    guest, member = signed_in(None), signed_in(cast.tea)
    guest.get(f"/?tab={tab}")
    counts = [count_queries(lambda one=one: one.get(f"/?tab={tab}")) for one in (guest, member)]  # type: ignore[misc]
    for name in ("Kit", "Care", "Neighbours"):
        make_topic(make_space(cast, name), cast.tea, pictured=True)
    liven_up(crowd(6))
    assert [count_queries(lambda one=one: one.get(f"/?tab={tab}")) for one in (guest, member)] == counts  # type: ignore[misc]
    assert counts == [GUEST_QUERIES[tab], GUEST_QUERIES[tab] + MEMBER_MORE[tab]]
