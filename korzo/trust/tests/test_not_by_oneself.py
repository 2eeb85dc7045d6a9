"""Nobody lifts themselves: not by own topics, not with friends made for it, whatever they do to each other."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from korzo.discussions.actions import Sign, accept_answer, note_reading
from korzo.discussions.models import Acceptance
from korzo.discussions.queries import reading_of
from korzo.members.models import Member
from korzo.reactions.actions import react
from korzo.trust.actions import recount
from korzo.trust.models import Standing
from korzo.trust.queries import towards
from korzo.trust.tests.scenes import POST, a_question, an_answer, is_helped, is_known, level_of, reads_for
from tests.cast import Cast


def newcomers(count: int) -> list[Member]:
    return [Member.objects.create_user(f"p{n}@example.com", handle=f"p{n}", name=f"P{n}") for n in range(count)]


def test_own_topics_are_no_reading(cast: Cast) -> None:
    for n in range(6):
        topic = a_question(cast.luka)
        ids = [topic.first_post_id or 0, *(an_answer(topic, cast.luka).pk for _one in range(3))]
        sign = Sign(read=ids, seconds=60)
        note_reading(topic.pk, actor=cast.luka, sign=sign, at=timezone.now() + timedelta(minutes=n))
    read = reading_of(cast.luka.pk)
    assert (read.topics_entered, read.posts_read) == (0, 0)
    assert recount([cast.luka.pk]) == 0


def test_of_others_topics_only_others_posts_count(cast: Cast) -> None:
    topic = a_question(cast.tea)
    mine = an_answer(topic, cast.luka)
    note_reading(topic.pk, actor=cast.luka, sign=Sign(read=[topic.first_post_id or 0, mine.pk]), at=timezone.now())
    read = reading_of(cast.luka.pk)
    assert (read.topics_entered, read.posts_read) == (1, 1)


def test_new_accounts_do_not_lift_each_other(cast: Cast) -> None:
    """Two accounts of one person ask each other, and accept each other's answers."""
    one, other = newcomers(2)
    for _time in range(4):
        accept_answer(an_answer(a_question(one), other), actor=one)
        accept_answer(an_answer(a_question(other), one), actor=other)
    assert recount([one.pk, other.pk]) == 0


def test_two_friends_are_one_each(cast: Cast) -> None:
    """Even known ones: four accepted answers of the same person are no shortcut."""
    for _time in range(4):
        is_helped(cast.tea, cast.luka)
    assert recount([cast.luka.pk]) == 0
    is_helped(cast.ivo, cast.luka)
    assert recount([cast.luka.pk]) == 1


def test_what_newcomers_give_counts_once_they_are_known(cast: Cast) -> None:
    """Nothing is lost: the thanks of somebody new wait for them."""
    one, other = newcomers(2)
    for asker in (one, other):
        accept_answer(an_answer(a_question(asker), cast.luka), actor=asker)
    assert recount([cast.luka.pk]) == 0
    is_known(one, other)
    assert recount([cast.luka.pk]) == 1


def test_the_team_is_known(cast: Cast) -> None:
    for asker in newcomers(2):
        accept_answer(an_answer(a_question(asker), cast.luka), actor=cast.sara)
    assert recount([cast.luka.pk]) == 1


def test_a_crowd_of_new_accounts_makes_no_regular(cast: Cast) -> None:
    reads_for(cast.luka, days=60, topics=900, posts=30_000, minutes=900)
    Standing.objects.create(member=cast.luka, level=2)
    answers = [an_answer(a_question(cast.tea), cast.luka) for _one in range(12)]
    for puppet in newcomers(8):
        for answer in answers[:4]:
            react(POST, answer.pk, actor=puppet, author_id=cast.luka.pk, emoji="helpful", backfilled=True)
    (progress,) = towards(3, [cast.luka.pk], timezone.now()).values()
    by_words = {str(step.words): step.have for step in progress.steps}
    assert by_words["different people who thanked you in the last 100 days"] == 0
    assert recount([cast.luka.pk]) == 0


deeds = some.tuples(some.sampled_from(["accept", "react"]), some.integers(0, 3), some.integers(0, 3))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(deeds, max_size=15))
@pytest.mark.django_db
def test_whatever_new_accounts_do_to_each_other(cast: Cast, done: list[tuple[str, int, int]]) -> None:
    Acceptance.objects.all().delete()
    Member.objects.filter(handle__regex=r"^p\d").delete()
    people = newcomers(4)
    for what, one, other in done:
        answer = an_answer(a_question(people[one]), people[other])
        if what == "accept":
            accept_answer(answer, actor=people[one])
        elif one != other:
            react(POST, answer.pk, actor=people[one], author_id=people[other].pk, emoji="helpful", backfilled=True)
    assert recount([person.pk for person in people]) == 0
    assert [level_of(person) for person in people] == [0] * 4


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(some.tuples(some.integers(0, 3), some.integers(0, 400)), max_size=8))
@pytest.mark.django_db
def test_no_level_is_ever_lost_by_counting(cast: Cast, life: list[tuple[int, int]]) -> None:
    """Somebody reads or stays away, and everybody is looked at again, whenever that is."""
    Standing.objects.filter(pk=cast.luka.pk).delete()
    before, moment = 0, timezone.now()
    for what, days in life:
        if what:
            reads_for(cast.luka, days=what * 5, topics=what * 7, posts=what * 40, minutes=what * 25)
        moment += timedelta(days=days)
        recount([cast.luka.pk], at=moment)
        assert level_of(cast.luka) >= before
        before = level_of(cast.luka)
