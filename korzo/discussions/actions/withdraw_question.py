"""Whoever asked needs no answer any more, or needs one again."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from korzo.activity.actions import record
from korzo.discussions.actions.settle import hold_topic
from korzo.discussions.actions.settle_questions import settle_questions
from korzo.discussions.activities import QuestionAskedAgain, QuestionWithdrawn
from korzo.discussions.models import QuestionWithdrawal, Topic
from korzo.discussions.permissions import check_withdraw
from korzo.members.permissions import Person


def withdraw_question(topic: Topic, *, actor: Person, at: datetime | None = None) -> QuestionWithdrawal:
    """Nobody is asked about it any more; its words stay. Doing it twice changes nothing."""
    moment = at or timezone.now()
    with transaction.atomic():
        held = hold_topic(topic.pk)
        member = check_withdraw(actor, held)
        row, is_new = QuestionWithdrawal.objects.get_or_create(topic=held, defaults={"by": member, "at": moment})
        if is_new:
            settle_questions([held.pk])
            kind = QuestionWithdrawn(topic_id=held.pk)
            record(kind, actor_id=member.pk, member_id=member.pk, occurred_at=moment)
    return row


def ask_again(topic: Topic, *, actor: Person, at: datetime | None = None) -> bool:
    """Whether it was withdrawn."""
    with transaction.atomic():
        held = hold_topic(topic.pk)
        member = check_withdraw(actor, held)
        removed, _by_model = QuestionWithdrawal.objects.filter(topic=held).delete()
        if removed:
            settle_questions([held.pk])
            kind = QuestionAskedAgain(topic_id=held.pk)
            record(kind, actor_id=member.pk, member_id=member.pk, occurred_at=at or timezone.now())
    return bool(removed)
