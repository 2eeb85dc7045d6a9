"""Answers wait for a word of whoever asked: a friendly question after some days, at most twice, and never at night."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.attention.queries import quiet_until
from korzo.discussions.actions.settle import hold_topic
from korzo.discussions.activities import AcceptanceReminded
from korzo.discussions.models import Acceptance, AcceptReminder, QuestionDuplicate, QuestionWithdrawal, Topic
from korzo.discussions.permissions import is_closed, may_see
from korzo.kit.errors import Missing

FIRST_AFTER = timedelta(days=3)
SECOND_AFTER = timedelta(days=7)
TOLD_MAX = 2
STEP = 200


def plan_reminder(topic_id: int, *, at: datetime) -> None:
    """With the first answer of somebody else. Where one is planned, or was told, nothing changes."""
    AcceptReminder.objects.get_or_create(topic_id=topic_id, defaults={"due_at": at + FIRST_AFTER})


def remind_askers(*, now: datetime | None = None) -> int:
    """How many were told. Each in a transaction of its own."""
    moment = now or timezone.now()
    due = AcceptReminder.objects.filter(due_at__lte=moment).order_by("due_at", "pk")
    return sum(_remind(pk, moment) for pk in list(due.values_list("topic_id", flat=True)[:STEP]))


def _remind(topic_id: int, now: datetime) -> bool:
    with transaction.atomic():
        try:
            topic = hold_topic(topic_id)
        except Missing:
            return False
        row = AcceptReminder.objects.filter(topic=topic, due_at__lte=now).first()
        if row is None:
            return False
        if not _is_news(topic):
            AcceptReminder.objects.filter(pk=row.pk).update(due_at=None)
            return False
        later = quiet_until(topic.author, now) if topic.author else None
        if later is not None:
            AcceptReminder.objects.filter(pk=row.pk).update(due_at=later)
            return False
        told = row.told + 1
        again = now + SECOND_AFTER if told < TOLD_MAX else None
        AcceptReminder.objects.filter(pk=row.pk).update(told=told, due_at=again)
        record(
            AcceptanceReminded(topic_id=topic.pk),
            actor_kind=Activity.ActorKind.SYSTEM,
            member_id=topic.author_id,
            occurred_at=now,
            dedupe_key=f"discussions.acceptance_reminded:{topic.pk}:{told}",
        )
    return True


def _is_news(topic: Topic) -> bool:
    """Not where the word was said, where it no longer matters, or where they would find nothing."""
    if topic.author is None or not topic.author.is_active or topic.is_waiting or is_closed(topic):
        return False
    said = (Acceptance, QuestionDuplicate, QuestionWithdrawal)
    return not any(rows.objects.filter(topic=topic).exists() for rows in said) and may_see(topic.author, topic)
