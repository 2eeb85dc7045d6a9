"""Having the same question as somebody else: one more follower and one more in the count, and no post."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from korzo.activity.actions import record
from korzo.discussions.actions.settle import hold_topic
from korzo.discussions.actions.settle_questions import settle_questions
from korzo.discussions.activities import SameQuestionAsked, SameQuestionTakenBack
from korzo.discussions.models import SameQuestion, Topic
from korzo.discussions.permissions import check_ask_too
from korzo.members.permissions import Person
from korzo.reactions.actions import follow_by_itself, stop_following_by_itself
from korzo.reactions.models import Follow

LABEL = "discussions.topic"


def ask_too(topic: Topic, *, actor: Person, at: datetime | None = None) -> SameQuestion:
    """Asking twice changes nothing."""
    moment = at or timezone.now()
    with transaction.atomic():
        held = hold_topic(topic.pk)
        member = check_ask_too(actor, held)
        row, is_new = SameQuestion.objects.get_or_create(topic=held, member=member, defaults={"at": moment})
        if is_new:
            settle_questions([held.pk])
            follow_by_itself(
                LABEL,
                held.pk,
                member_id=member.pk,
                level=Follow.Level.WATCHING,
                reason=Follow.Reason.SAME_QUESTION,
                at=moment,
            )
            kind = SameQuestionAsked(topic_id=held.pk)
            record(kind, actor_id=member.pk, member_id=held.author_id, occurred_at=moment)
    return row


def take_same_question_back(topic: Topic, *, actor: Person, at: datetime | None = None) -> bool:
    """Whether it was asked. What was followed for another reason is followed on."""
    with transaction.atomic():
        held = hold_topic(topic.pk)
        member = check_ask_too(actor, held)
        removed, _by_model = SameQuestion.objects.filter(topic=held, member=member).delete()
        if removed:
            settle_questions([held.pk])
            stop_following_by_itself(LABEL, held.pk, member_id=member.pk, reason=Follow.Reason.SAME_QUESTION)
            kind = SameQuestionTakenBack(topic_id=held.pk)
            record(kind, actor_id=member.pk, member_id=held.author_id, occurred_at=at or timezone.now())
    return bool(removed)
