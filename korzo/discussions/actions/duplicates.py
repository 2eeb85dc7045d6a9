"""Questions that were asked before: proposed by anybody, decided by whoever asked or by the team."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.discussions.actions.settle import hold_topics
from korzo.discussions.actions.settle_questions import settle_questions
from korzo.discussions.activities import (
    DuplicateConfirmed,
    DuplicateDeclined,
    DuplicateProposed,
    DuplicateTakenBack,
)
from korzo.discussions.models import DuplicateProposal, QuestionDuplicate, SameQuestion, Topic
from korzo.discussions.permissions import can_settle, check_question, check_same, check_settle
from korzo.kit.errors import FieldRefused, Refused
from korzo.kit.generations import bump_on_commit
from korzo.members.models import Member
from korzo.members.permissions import Person

# More opinions than that are a talk of their own.
PROPOSALS_MAX = 3


def propose_duplicate(
    topic: Topic, *, actor: Person, of: Topic, at: datetime | None = None
) -> DuplicateProposal | QuestionDuplicate:
    """Of whoever may decide it is the decision itself. Proposing the same again changes nothing."""
    if can_settle(actor, topic.author_id):
        return confirm_duplicate(topic, actor=actor, of=of, at=at)
    moment = at or timezone.now()
    with transaction.atomic():
        held, end = _held(topic.pk, of.pk)
        member = check_question(actor, held)
        check_question(actor, end)
        _check_fit(held, end)
        known = DuplicateProposal.objects.filter(topic=held, of=end).first()
        if known is not None:
            if known.declined_at is not None:
                raise FieldRefused("of", _("This was proposed before, and the question is another one."))
            return known
        if DuplicateProposal.objects.filter(topic=held, declined_at__isnull=True).count() >= PROPOSALS_MAX:
            raise Refused(_("Others proposed several questions already. Somebody looks at them."))
        proposal = DuplicateProposal.objects.create(topic=held, of=end, by=member, at=moment)
        record(
            DuplicateProposed(topic_id=held.pk, of_topic_id=end.pk),
            actor_id=member.pk,
            member_id=held.author_id,
            occurred_at=moment,
        )
    return proposal


def confirm_duplicate(topic: Topic, *, actor: Person, of: Topic, at: datetime | None = None) -> QuestionDuplicate:
    """It leads to the other from now on, and so does whatever led to it. Saying so again changes nothing."""
    moment = at or timezone.now()
    with transaction.atomic():
        held, end = _held(topic.pk, of.pk)
        member = check_settle(actor, held)
        check_question(actor, end)
        if QuestionDuplicate.objects.filter(topic=held, of=end).exists():
            return QuestionDuplicate.objects.get(topic=held)
        _check_fit(held, end)
        row, _is_new = QuestionDuplicate.objects.update_or_create(
            topic=held, defaults={"of": end, "by": member, "at": moment}
        )
        before = QuestionDuplicate.objects.filter(of=held)
        bump_on_commit(f"topic:{end.pk}", *(f"topic:{pk}" for pk in before.values_list("topic_id", flat=True)))
        before.update(of=end)
        DuplicateProposal.objects.filter(topic=held, declined_at__isnull=True).delete()
        settle_questions([held.pk])
        record(
            DuplicateConfirmed(topic_id=held.pk, of_topic_id=end.pk),
            actor_id=member.pk,
            actor_kind=_of_actor(member, held),
            member_id=held.author_id,
            occurred_at=moment,
        )
    return row


def decline_duplicate(topic: Topic, *, actor: Person, of: Topic, at: datetime | None = None) -> bool:
    """It is another question. Whether somebody had proposed it."""
    moment = at or timezone.now()
    with transaction.atomic():
        held = hold_topics(topic.pk)[topic.pk]
        member = check_settle(actor, held)
        waiting = DuplicateProposal.objects.filter(topic=held, of=of, declined_at__isnull=True)
        declined = waiting.update(declined_at=moment)
        if declined:
            record(
                DuplicateDeclined(topic_id=held.pk, of_topic_id=of.pk),
                actor_id=member.pk,
                actor_kind=_of_actor(member, held),
                member_id=held.author_id,
                occurred_at=moment,
            )
    return bool(declined)


def take_duplicate_back(topic: Topic, *, actor: Person, at: datetime | None = None) -> bool:
    """It is a question of its own again. Whether it led anywhere."""
    with transaction.atomic():
        held = hold_topics(topic.pk)[topic.pk]
        member = check_settle(actor, held)
        row = QuestionDuplicate.objects.filter(topic=held).first()
        if row is None:
            return False
        row.delete()
        settle_questions([held.pk])
        record(
            DuplicateTakenBack(topic_id=held.pk, of_topic_id=row.of_id),
            actor_id=member.pk,
            actor_kind=_of_actor(member, held),
            member_id=held.author_id,
            occurred_at=at or timezone.now(),
        )
    return True


def _held(topic_id: int, of_id: int) -> tuple[Topic, Topic]:
    """The question, and where the other one leads: both held, together with what lies between."""
    end_id = _end_of(of_id)
    held = hold_topics(topic_id, of_id, end_id)
    if _end_of(of_id) != end_id:
        raise Refused(_("Somebody changed this at the same moment. Please look again."))
    return held[topic_id], held[end_id]


def _end_of(topic_id: int) -> int:
    leads = QuestionDuplicate.objects.filter(topic=topic_id).values_list("of_id", flat=True).first()
    return leads or topic_id


def _check_fit(topic: Topic, end: Topic) -> None:
    if topic.pk == end.pk:
        raise FieldRefused("of", _("That question leads to this one already."))
    check_same(topic, end)


def _of_actor(actor: Member, topic: Topic) -> str:
    return Activity.ActorKind.MEMBER if actor.pk == topic.author_id else Activity.ActorKind.STAFF


def carry_questions(child: Topic, target: Topic) -> None:
    """Part of joining two topics, whose caller holds both: who asked the one asks the other, and what led to the one
    leads to the other.
    """
    QuestionDuplicate.objects.filter(topic=child).delete()
    DuplicateProposal.objects.filter(Q(topic=child) | Q(of=child)).delete()
    asking = SameQuestion.objects.filter(topic=child)
    led_here = QuestionDuplicate.objects.filter(of=child)
    ids = list(led_here.values_list("topic_id", flat=True))
    bump_on_commit(*(f"topic:{pk}" for pk in ids))
    if target.is_question:
        there = SameQuestion.objects.filter(topic=target).values("member_id")
        asking.exclude(member__in=there).exclude(member=target.author_id).update(topic=target)
        led_here.filter(topic=target).delete()
        led_here.update(of_id=_end_of(target.pk))
    asking.delete()
    led_here.delete()
    settle_questions([child.pk, target.pk, *ids])
