"""Who reads, helps and stays is lifted, once and for good."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.discussions.actions import Rights, give_heart, open_space, post_reply
from korzo.discussions.actions.write import Written
from korzo.discussions.models import Reader, ReadingDay
from korzo.discussions.permissions import may_read
from korzo.members.actions import grant
from korzo.members.models import Member
from korzo.members.queries import holds
from korzo.moderation.models import Flag, Item
from korzo.moderation.queries.weights import trust_of
from korzo.trust.actions import change_thresholds, recount, take_level
from korzo.trust.actions.thresholds import NUMBERS
from korzo.trust.models import Standing, Thresholds
from korzo.trust.queries import the_thresholds, towards
from korzo.trust.tests.scenes import (
    a_question,
    an_answer,
    becomes_member,
    becomes_new,
    is_helped,
    is_liked,
    joined,
    keys_of,
    level_of,
    reads_for,
)
from tests.cast import Cast, let_worker_finish


def told(member: Member) -> list[int]:
    rows = Activity.objects.filter(verb="trust.level_reached", member_id=member.pk).order_by("pk")
    return [row.data["level"] for row in rows]


def test_reading_opens_the_first_level(cast: Cast) -> None:
    becomes_new(cast.luka)
    assert recount([cast.luka.pk, cast.tea.pk]) == 1
    assert (level_of(cast.luka), level_of(cast.tea)) == (1, 0)
    assert (keys_of(cast.luka), keys_of(cast.tea)) == (["trust:1"], [])
    assert holds(cast.luka, "trust:1")
    assert trust_of(cast.luka.pk) == 1
    assert told(cast.luka) == [1]


@pytest.mark.parametrize("lacking", ["topics", "posts", "minutes"])
def test_all_steps_are_needed(cast: Cast, lacking: str) -> None:
    read = {"topics": 5, "posts": 30, "minutes": 10}
    reads_for(cast.luka, **{**read, lacking: read[lacking] - 1})
    assert recount([cast.luka.pk]) == 0
    assert keys_of(cast.luka) == []
    reads_for(cast.luka, **{lacking: 1})
    assert recount([cast.luka.pk]) == 1


def test_a_confirmed_purchase_is_enough(cast: Cast) -> None:
    grant(cast.luka.pk, key="owns:9", source="shop")
    assert recount([cast.luka.pk]) == 1
    assert keys_of(cast.luka) == ["trust:1"]


def test_a_purchase_is_not_enough_where_the_owner_says_so(cast: Cast) -> None:
    change_thresholds({name: getattr(Thresholds(), name) for name in NUMBERS}, new_by_purchase=False, actor=cast.mira)
    grant(cast.luka.pk, key="owns:9", source="shop")
    assert recount([cast.luka.pk]) == 0


def test_two_accepted_answers_lead_to_the_second_level_at_once(cast: Cast) -> None:
    is_helped(cast.tea, cast.luka)
    assert recount([cast.luka.pk]) == 0
    is_helped(cast.sara, cast.luka)
    assert recount([cast.luka.pk]) == 1
    assert keys_of(cast.luka) == ["trust:1", "trust:2"]
    assert told(cast.luka) == [2]


def test_own_questions_do_not_help(cast: Cast) -> None:
    for _one in range(2):
        is_helped(cast.luka, cast.luka)
    assert recount([cast.luka.pk]) == 0


def test_all_steps_lead_to_the_second_level(cast: Cast) -> None:
    becomes_member(cast.luka, cast.tea)
    assert recount([cast.luka.pk]) == 1
    assert (level_of(cast.luka), told(cast.luka)) == (2, [2])


def _regular(cast: Cast) -> None:
    """Helped in ten topics, six of them accepted, thanked by five people, here on fifty days."""
    for one in range(7):
        if one < 6:
            is_helped(cast.tea, cast.luka)
        else:
            answer = an_answer(a_question(cast.tea), cast.luka)
    others = [Member.objects.create_user(f"m{n}@example.com", handle=f"m{n}", name=f"M{n}") for n in range(5)]
    for other in others:
        is_liked(answer, other, "helpful")
    for n in range(30):
        is_liked(a_question(others[n % 5]).first_post, cast.luka)  # type: ignore[arg-type]  # it has one
    reads_for(cast.luka, days=50, topics=200, posts=500, minutes=60)


def test_helping_counts_double_on_the_way_to_the_third_level(cast: Cast) -> None:
    _regular(cast)
    assert recount([cast.luka.pk]) == 1
    assert keys_of(cast.luka) == ["trust:1", "trust:2", "trust:3"]
    (progress,) = towards(3, [cast.luka.pk], timezone.now()).values()
    # Seven topics and six accepted; five helpful votes and six accepted.
    assert [step.have for step in progress.steps[:5]] == [50, 13, 22, 5, 30]


def test_posts_taken_down_stand_in_the_way(cast: Cast) -> None:
    _regular(cast)
    for pk in range(6):
        item = Item.objects.create(kind=Item.Kind.FLAGS, label="discussions.post", subject_id=pk, author=cast.luka)
        Flag.objects.create(
            item=item, label="discussions.post", subject_id=pk, member=cast.tea, reason="rude", outcome="agreed"
        )
    recount([cast.luka.pk])
    assert level_of(cast.luka) == 2


def test_nobody_grows_into_the_fourth(cast: Cast) -> None:
    assert towards(4, [cast.luka.pk], timezone.now()) == {}


def test_silence_costs_nothing(cast: Cast) -> None:
    becomes_new(cast.luka)
    recount([cast.luka.pk])
    ReadingDay.objects.all().delete()
    assert recount([cast.luka.pk], at=timezone.now() + timedelta(days=900)) == 0
    assert (level_of(cast.luka), keys_of(cast.luka)) == (1, ["trust:1"])


def test_what_the_team_took_does_not_grow_back(cast: Cast) -> None:
    becomes_new(cast.luka)
    recount([cast.luka.pk])
    take_level(cast.luka, level=0, actor=cast.sara, reason="Advertised in every topic.")
    assert recount([cast.luka.pk]) == 0
    assert (level_of(cast.luka), keys_of(cast.luka)) == (0, [])


def test_counting_twice_tells_once(cast: Cast) -> None:
    becomes_new(cast.luka)
    assert [recount([cast.luka.pk]) for _one in range(2)] == [1, 0]
    assert told(cast.luka) == [1]


def test_the_member_hears_it_kindly(cast: Cast) -> None:
    becomes_new(cast.luka)
    recount([cast.luka.pk])
    let_worker_finish()
    notice = apps.get_model("notifications", "Notice").objects.get(member=cast.luka, kind="trust.level_reached")
    assert notice.link == "/trust/"


def test_who_was_here_before_is_met_without_a_word(cast: Cast) -> None:
    joined(cast.luka, timezone.now() - timedelta(days=400))
    becomes_new(cast.luka)
    recount([cast.luka.pk])
    let_worker_finish()
    assert level_of(cast.luka) == 1
    assert (
        not apps.get_model("notifications", "Notice")
        .objects.filter(member=cast.luka, kind="trust.level_reached")
        .exists()
    )


def test_two_hundred_ask_as_often_as_one(cast: Cast, django_assert_num_queries: Callable[[int], Any]) -> None:
    many = [Member.objects.create_user(f"m{n}@example.com", handle=f"m{n}", name=f"M{n}").pk for n in range(40)]
    for ids in (many[:1], many):
        recount(ids)
    with django_assert_num_queries(11):
        recount(many[:1])
    with django_assert_num_queries(11):
        recount(many)


def test_a_space_opens_with_its_level(cast: Cast) -> None:
    space = open_space("Inner circle", actor=cast.mira, rights=Rights(read_key="trust:2"))
    assert not may_read(cast.luka, space)
    becomes_member(cast.luka, cast.tea)
    recount([cast.luka.pk])
    assert may_read(cast.luka, space)
    take_level(cast.luka, level=1, actor=cast.sara, reason="Told others what was said there.")
    assert not may_read(cast.luka, space)


def test_what_somebody_does_is_counted_when_it_happens(cast: Cast) -> None:
    becomes_new(cast.luka)
    question = a_question(cast.tea)
    post_reply(question, actor=cast.luka, written=Written("Half a size up, always."))
    let_worker_finish()
    assert level_of(cast.luka) == 1


def test_a_storm_of_reactions_is_counted_once(cast: Cast) -> None:
    first = [a_question(cast.tea).first_post for _one in range(3)]
    for post in first:
        assert post is not None
        give_heart(post, actor=cast.luka)
    let_worker_finish()
    counted = Standing.objects.get(pk=cast.luka.pk).counted_at
    assert counted == Activity.objects.filter(verb="reactions.given").order_by("pk").earliest("pk").occurred_at


def test_somebody_who_left_is_not_counted(cast: Cast) -> None:
    becomes_new(cast.luka)
    Member.objects.filter(pk=cast.luka.pk).update(erased_at=timezone.now(), is_active=False)
    assert recount([cast.luka.pk]) == 0
    assert not Standing.objects.filter(pk=cast.luka.pk).exists()


def test_defaults_are_those_of_the_guide() -> None:
    want = Thresholds()
    assert [getattr(want, name) for name in NUMBERS] == [
        5, 30, 10, 20, 100, 60, 15, 1, 1, 3, 2, 50, 10, 25, 25, 30, 20, 5, 200, 500,
    ]  # fmt: skip


def test_without_a_row_the_defaults_count(cast: Cast) -> None:
    assert the_thresholds().pk == 1
    assert not Reader.objects.exists()
