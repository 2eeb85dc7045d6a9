"""A friendly question after some days: at most twice, never at night, and not where the word was said."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.attention.models import ContactLog
from korzo.discussions import actions as talk
from korzo.discussions.actions import Written, post_reply, remind_askers
from korzo.discussions.models import AcceptReminder, Post, Topic
from korzo.members.models import Member
from tests.cast import Cast, let_worker_finish

# Noon in the middle of a week, in the zone of the asker.
NOON = datetime(2027, 3, 3, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def answered(question: Topic, town: Cast) -> Post:
    Member.objects.filter(pk=town.tea.pk).update(time_zone="UTC")
    post = post_reply(question, actor=town.ivo, written=Written("Two pairs of socks."), at=NOON)
    let_worker_finish()
    return post


def reminders() -> int:
    return Activity.objects.filter(verb="discussions.acceptance_reminded").count()


def test_it_asks_twice_and_no_more(answered: Post, town: Cast) -> None:
    assert remind_askers(now=NOON + 2 * DAY) == 0
    assert remind_askers(now=NOON + 3 * DAY) == 1
    assert remind_askers(now=NOON + 4 * DAY) == 0
    assert remind_askers(now=NOON + 10 * DAY) == 1
    assert remind_askers(now=NOON + 100 * DAY) == 0
    assert reminders() == 2
    told = Activity.objects.filter(verb="discussions.acceptance_reminded")
    assert set(told.values_list("member_id", flat=True)) == {town.tea.pk}
    let_worker_finish()
    assert ContactLog.objects.filter(member=town.tea, purpose="community", channel="mail").exists()


def test_it_waits_for_the_morning(answered: Post) -> None:
    night = NOON + 3 * DAY + timedelta(hours=11)
    assert remind_askers(now=night) == 0
    assert AcceptReminder.objects.get().due_at == night + timedelta(hours=9)
    assert remind_askers(now=night + timedelta(hours=8)) == 0
    assert remind_askers(now=night + timedelta(hours=9)) == 1


@pytest.mark.parametrize("said", ["accepted", "withdrawn", "duplicate", "closed", "gone"])
def test_it_does_not_ask_what_was_said(answered: Post, question: Topic, town: Cast, said: str) -> None:
    if said == "accepted":
        talk.accept_answer(answered, actor=town.tea)
    elif said == "withdrawn":
        talk.withdraw_question(question, actor=town.tea)
    elif said == "duplicate":
        written = Written("Which socks?")
        other = talk.start_topic(
            question.space, actor=town.ivo, title="Which socks?", written=written, kind="question", backfilled=True
        )
        talk.confirm_duplicate(question, actor=town.tea, of=other)
    elif said == "closed":
        talk.close_topic(question, actor=town.ivo, reason="Enough.")
    else:
        talk.hide_post(answered.pk, actor=town.ivo, reason="No.")
    assert remind_askers(now=NOON + 4 * DAY) == 0
    assert reminders() == 0


def test_a_note_of_their_own_plans_nothing(question: Topic, town: Cast) -> None:
    post_reply(question, actor=town.tea, written=Written("The left one."), at=timezone.now())
    let_worker_finish()
    assert not AcceptReminder.objects.exists()
