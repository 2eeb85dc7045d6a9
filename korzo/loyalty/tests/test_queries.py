from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse as reverse_url
from django.utils import timezone, translation

from korzo.kit import slots
from korzo.loyalty import queries
from korzo.loyalty.actions import reverse
from korzo.loyalty.levels import LEVELS, level_after, level_for
from korzo.loyalty.models import Standing
from korzo.loyalty.tests.scenes import a_claim, an_accepted, paid
from korzo.members import actions as members
from korzo.members.queries import about
from tests.cast import Cast

type Counts = Callable[[int], Any]

pytestmark = pytest.mark.usefixtures("rules")


def test_the_levels_rise() -> None:
    assert [level.number for level in LEVELS] == [1, 2, 3, 4, 5, 6]
    assert [level.from_points for level in LEVELS] == sorted({level.from_points for level in LEVELS})
    assert [level_for(points).number for points in (0, 19, 20, 79, 80, 1199, 1200, 9000)] == [1, 1, 2, 2, 3, 5, 6, 6]
    assert level_after(LEVELS[5]) is None


def test_the_level_stands_beside_all_names_for_one_query_a_room(cast: Cast, django_assert_num_queries: Counts) -> None:
    paid(cast.tea, 1)
    paid(cast.luka, 2)
    # Points, and trust.
    with django_assert_num_queries(2):
        found = slots.collect("members.badge", [cast.tea.pk, cast.luka.pk, cast.ivo.pk])
    badge = found[cast.tea.pk][0]
    assert (badge.label, badge.title, badge.icon) == ("Neighbour", "Level 2 of 6", "smile")
    assert found[cast.ivo.pk] == []


def test_a_member_without_points_stands_at_the_beginning(cast: Cast) -> None:
    mine = queries.standing(cast.luka)
    assert (mine.points, mine.rung.number) == (0, 1)
    following = queries.points_to_next(mine)
    assert following is not None
    assert (following[0].number, following[1]) == (2, 20)
    assert not Standing.objects.exists()


def test_each_entry_says_why(cast: Cast, django_assert_num_queries: Counts) -> None:
    paid(cast.tea, 1)
    paid(cast.tea, 2)
    reverse(a_claim(cast.tea, 2, stands=False), cause=an_accepted(cast.tea, 2))
    with django_assert_num_queries(2):
        lines = queries.entries(cast.tea)
    assert [line.points for line in lines] == [-30, 30, 30]
    assert lines[2].why == "Your answer was accepted: it solved somebody's question."
    assert (lines[2].link, lines[1].link) == (reverse_url("discussions:post", args=[1]), "")
    assert (lines[1].was_reversed, lines[0].is_reversal) == (True, True)


def test_nobody_sees_the_book_of_another(cast: Cast) -> None:
    paid(cast.tea, 1)
    for person in (cast.luka, cast.ivo, cast.sara, cast.mira, None):
        assert queries.entries(person) == []


def test_the_most_helpful_of_the_week(cast: Cast, django_assert_num_queries: Counts) -> None:
    now = timezone.now()
    for post_id in (1, 2, 3):
        paid(cast.tea, post_id)
    paid(cast.ivo, 4)
    paid(cast.sara, 5)
    for post_id in (6, 7, 8, 9):
        paid(cast.mira, post_id, at=now - timedelta(days=8))
    with django_assert_num_queries(2):
        places = queries.most_helpful(days=7, limit=5, me=cast.ivo)
    assert [(one.place, one.name, one.points, one.me) for one in places] == [
        (1, "Tea", 90, False),
        (2, "Sara", 30, False),
        (2, "Ivo", 30, True),
    ]


def test_ones_own_place_is_shown_however_far_down(cast: Cast, django_assert_num_queries: Counts) -> None:
    for times, member in ((3, cast.tea), (2, cast.ivo), (2, cast.sara), (1, cast.luka)):
        for turn in range(times):
            paid(member, member.pk * 100 + turn)
    with django_assert_num_queries(5):
        places = queries.most_helpful(limit=2, me=cast.luka)
    assert [(one.place, one.name, one.me) for one in places] == [
        (1, "Tea", False),
        (2, "Sara", False),
        (4, "Luka", True),
    ]
    assert [one.name for one in queries.most_helpful(limit=2, me=cast.mira)] == ["Tea", "Sara"]
    assert [one.name for one in queries.most_helpful(limit=2)] == ["Tea", "Sara"]


def test_those_who_left_are_on_no_list(cast: Cast) -> None:
    paid(cast.tea, 1)
    members.erase(cast.tea)
    assert queries.most_helpful() == []


def test_the_export_tells_all_points(cast: Cast) -> None:
    paid(cast.tea, 1)
    (entry,) = about(cast.tea)["points"]
    assert (entry["points"], entry["rule"]) == (30, "answer.accepted")
    assert "accepted" in entry["why"]


@pytest.mark.parametrize("language", ["en", "sk", "gu", "fa", "it", "uk", "es"])
def test_every_rule_has_words_in_every_language(cast: Cast, language: str) -> None:
    with translation.override(language):
        assert all(way.how and way.points for way in queries.ways_to_earn())
