"""The talk as it is: what people do there, and the points that come and go with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from korzo.activity.models import Activity, Delivery
from korzo.discussions import actions as discussions
from korzo.discussions.models import Topic
from korzo.loyalty.models import PointEntry, Standing
from korzo.loyalty.tests.scenes import a_question, an_answer
from korzo.members import actions as members
from korzo.members.models import Member
from tests.cast import Cast, let_worker_finish

pytestmark = pytest.mark.usefixtures("rules")


def points(member: Member) -> int:
    let_worker_finish()
    return sum(PointEntry.objects.filter(member=member).values_list("points", flat=True))


def test_a_first_topic_and_an_accepted_answer_give_points(cast: Cast) -> None:
    topic = a_question(cast.luka)
    answer = an_answer(topic, cast.tea)
    discussions.accept_answer(answer, actor=cast.luka)
    assert points(cast.luka) == 10
    assert points(cast.tea) == 30


def test_a_second_topic_gives_none(cast: Cast) -> None:
    a_question(cast.luka)
    a_question(cast.luka)
    assert points(cast.luka) == 10


def test_whoever_came_with_topics_from_elsewhere_begins_no_first_one(cast: Cast) -> None:
    """An import tells of no single rows, so nobody was ever given points for what came with it."""
    before = timezone.now() - timedelta(days=900)
    brought = a_question(cast.luka)
    let_worker_finish()
    PointEntry.objects.all().delete()
    Standing.objects.all().delete()
    Topic.objects.filter(pk=brought.pk).update(created_at=before)
    a_question(cast.luka)
    assert points(cast.luka) == 0


def test_the_askers_own_answer_gives_none(cast: Cast) -> None:
    topic = a_question(cast.luka)
    discussions.accept_answer(an_answer(topic, cast.luka), actor=cast.luka)
    assert points(cast.luka) == 10


def test_several_accepted_answers_each_give_points(cast: Cast) -> None:
    topic = a_question(cast.luka)
    for author in (cast.tea, cast.ivo):
        discussions.accept_answer(an_answer(topic, author), actor=cast.luka)
    assert (points(cast.tea), points(cast.ivo)) == (30, 30)


def test_a_withdrawn_acceptance_takes_them_back(cast: Cast) -> None:
    answer = an_answer(a_question(cast.luka), cast.tea)
    discussions.accept_answer(answer, actor=cast.luka)
    assert points(cast.tea) == 30
    discussions.withdraw_acceptance(answer, actor=cast.luka)
    assert points(cast.tea) == 0
    discussions.accept_answer(answer, actor=cast.luka)
    assert points(cast.tea) == 30
    assert PointEntry.objects.filter(member=cast.tea).count() == 3


def test_a_removed_answer_takes_them_back(cast: Cast) -> None:
    answer = an_answer(a_question(cast.luka), cast.tea)
    discussions.accept_answer(answer, actor=cast.luka)
    assert points(cast.tea) == 30
    discussions.remove_post(answer, actor=cast.ivo, reason="It was copied from elsewhere.")
    assert points(cast.tea) == 0
    entry = PointEntry.objects.get(member=cast.tea, points__lt=0)
    assert entry.explanation == {"cause": "discussions.answer_acceptance_withdrawn"}


def test_a_removed_first_topic_takes_them_back_and_the_next_counts(cast: Cast) -> None:
    topic = a_question(cast.luka)
    assert points(cast.luka) == 10
    assert topic.first_post is not None
    discussions.remove_post(topic.first_post, actor=cast.luka)
    assert points(cast.luka) == 0
    a_question(cast.luka)
    assert points(cast.luka) == 10


def test_a_first_topic_that_is_put_back_has_its_points_again(cast: Cast) -> None:
    post = a_question(cast.luka).first_post
    assert post is not None
    assert points(cast.luka) == 10
    discussions.hide_post(post.pk, actor=cast.ivo, reason="It looked like an advertisement.")
    assert points(cast.luka) == 0
    discussions.show_post(post.pk, actor=cast.ivo)
    assert points(cast.luka) == 10
    assert PointEntry.objects.filter(member=cast.luka).count() == 3


def test_facts_in_another_order_end_the_same(cast: Cast) -> None:
    """The worker stumbled over the acceptance and heard of its withdrawal first."""
    answer = an_answer(a_question(cast.luka), cast.tea)
    let_worker_finish()
    discussions.accept_answer(answer, actor=cast.luka)
    waiting = Delivery.objects.filter(state="open", subscriber="loyalty.reward_answer")
    assert waiting.update(state="failed") == 1
    discussions.withdraw_acceptance(answer, actor=cast.luka)
    let_worker_finish()
    Delivery.objects.filter(state="failed").update(state="open")
    assert points(cast.tea) == 0
    assert not PointEntry.objects.filter(member=cast.tea).exists()


def test_history_counts_and_is_told_as_history(cast: Cast) -> None:
    a_question(cast.luka)
    assert points(cast.luka) == 10
    assert Activity.objects.get(verb="loyalty.points_earned").backfilled is True


def test_the_erased_take_their_points_along(cast: Cast) -> None:
    answer = an_answer(a_question(cast.luka), cast.tea)
    discussions.accept_answer(answer, actor=cast.luka)
    let_worker_finish()
    members.erase(cast.tea)
    let_worker_finish()
    assert not PointEntry.objects.filter(member=cast.tea).exists()
    assert not Standing.objects.filter(member=cast.tea).exists()
    assert points(cast.luka) == 10
