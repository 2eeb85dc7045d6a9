"""Questions that are offered to those who may know: told as what they are, and not at all to whoever said no."""

from datetime import timedelta

import pytest
from django.utils import timezone

from korzo.attention.models import ContactLog
from korzo.discussions.actions import Written, accept_answer, look_after_questions, open_space, post_reply, start_topic
from korzo.discussions.models import AnswerRequest, Kind, Topic
from korzo.members.models import Member
from korzo.notifications.actions import choose
from korzo.notifications.models import Notice
from korzo.notifications.wishes import Wish
from tests.cast import Cast, let_worker_finish, signed_in

ASKED = "discussions.answer_asked"


@pytest.fixture
def waiting(cast: Cast) -> Topic:
    """Luka answered well before, and Tea waits."""
    space = open_space("Trail talk", actor=cast.mira)
    made = [
        start_topic(
            space, actor=cast.tea, title=title, written=Written("Tell me."), kind=Kind.QUESTION, backfilled=True
        )
        for title in ("Which hut is open?", "Which wax for October?")
    ]
    reply = post_reply(made[0], actor=cast.luka, written=Written("The upper one."), backfilled=True)
    accept_answer(reply, actor=cast.tea, backfilled=True)
    Topic.objects.filter(pk=made[1].pk).update(created_at=timezone.now() - timedelta(days=3))
    Member.objects.update(last_seen_at=timezone.now())
    return made[1]


def test_it_is_a_notice_with_a_purpose_of_its_own(waiting: Topic, cast: Cast) -> None:
    look_after_questions()
    let_worker_finish()
    notice = Notice.objects.get(kind=ASKED)
    assert (notice.member_id, notice.link) == (cast.luka.pk, f"/talk/t/{waiting.pk}/")
    assert ContactLog.objects.filter(member=cast.luka, purpose="asks", channel="mail").count() == 1
    assert "You answered well before." in signed_in(cast.luka).get("/notices/").text


def test_whoever_switched_it_off_is_not_asked(waiting: Topic, cast: Cast) -> None:
    choose({ASKED: Wish(on_site=False, by_mail=False)}, actor=cast.luka)
    look_after_questions()
    assert not AnswerRequest.objects.exists()


def test_it_stands_in_the_settings(waiting: Topic, cast: Cast) -> None:
    assert "A question waits that you may know an answer to" in signed_in(cast.luka).get("/notices/settings/").text
