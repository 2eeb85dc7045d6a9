"""Small scenes that give points, for the tests of this room."""

from datetime import datetime
from itertools import count

from django.db import transaction

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.discussions import actions as discussions
from korzo.discussions.actions import Written
from korzo.discussions.activities import AnswerAccepted
from korzo.discussions.models import Post, Space, Topic
from korzo.loyalty.actions import Claim, award
from korzo.loyalty.models import PointEntry
from korzo.members.models import Member

_numbers = count(1)


def a_space() -> Space:
    return Space.objects.get_or_create(slug="fit", defaults={"name": "Fit and sizes"})[0]


def a_question(asker: Member, *, at: datetime | None = None) -> Topic:
    number = next(_numbers)
    return discussions.start_topic(
        a_space(),
        actor=asker,
        title=f"How does pair number {number} fit?",
        written=Written(f"I have narrow feet, and this is question number {number}."),
        kind=Topic.Kind.QUESTION,
        at=at,
        backfilled=True,
    )


def an_answer(topic: Topic, author: Member) -> Post:
    written = Written(f"Take half a size up, says answer number {next(_numbers)}.")
    return discussions.post_reply(topic, actor=author, written=written, backfilled=True)


def an_accepted(member: Member, post_id: int, *, at: datetime | None = None) -> Activity:
    """The bare fact, for tests that do not need the talk around it."""
    with transaction.atomic():
        activity = record(
            AnswerAccepted(topic_id=1, post_id=post_id, of_asker=False), member_id=member.pk, occurred_at=at
        )
    assert activity is not None
    return activity


def a_claim(member: Member, post_id: int, *, stands: bool = True) -> Claim:
    return Claim(member.pk, "answer.accepted", AnswerAccepted.verb, "discussions.post", post_id, lambda: stands)


def paid(member: Member, post_id: int, *, at: datetime | None = None) -> PointEntry | None:
    return award(a_claim(member, post_id), cause=an_accepted(member, post_id, at=at))
