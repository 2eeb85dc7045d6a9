"""Small things that the team does with a topic: close it, pin it, feature it, publish it later, move it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.discussions.actions.publish import tell_topic
from korzo.discussions.actions.settle import add_to_space, hold_topic, settle
from korzo.discussions.actions.settle_questions import settle_questions
from korzo.discussions.activities import (
    TopicClosed,
    TopicFeatured,
    TopicKind,
    TopicMoved,
    TopicPinned,
    TopicReopened,
    TopicScheduled,
    TopicUnfeatured,
    TopicUnpinned,
)
from korzo.discussions.models import (
    Post,
    Space,
    Topic,
    TopicClosure,
    TopicFeature,
    TopicMove,
    TopicPin,
    TopicSchedule,
    TopicTag,
)
from korzo.discussions.permissions import check_care, may_read
from korzo.kit.errors import FieldRefused, Refused
from korzo.kit.formats import spoken
from korzo.live.actions import revoke
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.moderation.actions import one_line

# What stands above the list pushes the talk down.
PINNED_MAX = 3
# Whoever plans further ahead forgets it.
SCHEDULED_AHEAD_MAX = timedelta(days=366)
PUBLISHED_AT_ONCE = 50


def close_topic(topic: Topic, *, actor: Person, reason: str, at: datetime | None = None) -> TopicClosure:
    """Closing it twice changes nothing."""
    with transaction.atomic():
        held = hold_topic(topic.pk)
        member = check_care(actor, held)
        why = one_line(reason)
        if not why:
            raise FieldRefused("reason", _("Please say why. Everybody who comes by will read it."))
        moment = at or timezone.now()
        closure, is_new = TopicClosure.objects.get_or_create(
            topic=held, defaults={"by": member, "at": moment, "reason": why}
        )
        if is_new:
            settle_questions([held.pk])
            _tell(TopicClosed(topic_id=held.pk), held, member, moment)
    return closure


def reopen_topic(topic: Topic, *, actor: Person, at: datetime | None = None) -> bool:
    """Whether it was closed."""
    with transaction.atomic():
        held = hold_topic(topic.pk)
        member = check_care(actor, held)
        if hasattr(held, "idea_merge"):
            raise Refused(_("This idea was joined to another. The talk goes on there."))
        removed, _by_model = TopicClosure.objects.filter(topic=held).delete()
        if removed:
            settle_questions([held.pk])
            _tell(TopicReopened(topic_id=held.pk), held, member, at or timezone.now())
    return bool(removed)


def pin_topic(topic: Topic, *, actor: Person, at: datetime | None = None) -> TopicPin:
    with transaction.atomic():
        held = hold_topic(topic.pk)
        member = check_care(actor, held)
        # One at a time in a space, so that two at once do not both take the last place.
        Space.objects.select_for_update(no_key=True).filter(pk=held.space_id).values_list("pk", flat=True).first()
        if TopicPin.objects.filter(space=held.space_id).exclude(topic=held).count() >= PINNED_MAX:
            words = ngettext(
                "%(most)s topic is pinned here already. Please take a pin off first.",
                "%(most)s topics are pinned here already. Please take a pin off first.",
                PINNED_MAX,
            )
            raise Refused(words % {"most": spoken(PINNED_MAX)})
        moment = at or timezone.now()
        pin, is_new = TopicPin.objects.get_or_create(
            topic=held, defaults={"by": member, "at": moment, "space_id": held.space_id}
        )
        if is_new:
            _tell(TopicPinned(topic_id=held.pk), held, member, moment)
    return pin


def unpin_topic(topic: Topic, *, actor: Person, at: datetime | None = None) -> bool:
    with transaction.atomic():
        held = hold_topic(topic.pk)
        member = check_care(actor, held)
        removed, _by_model = TopicPin.objects.filter(topic=held).delete()
        if removed:
            _tell(TopicUnpinned(topic_id=held.pk), held, member, at or timezone.now())
    return bool(removed)


def feature_topic(topic: Topic, *, actor: Person, at: datetime | None = None) -> TopicFeature:
    with transaction.atomic():
        held = hold_topic(topic.pk)
        member = check_care(actor, held)
        moment = at or timezone.now()
        feature, is_new = TopicFeature.objects.get_or_create(topic=held, defaults={"by": member, "at": moment})
        if is_new:
            _tell(TopicFeatured(topic_id=held.pk), held, member, moment)
    return feature


def unfeature_topic(topic: Topic, *, actor: Person, at: datetime | None = None) -> bool:
    with transaction.atomic():
        held = hold_topic(topic.pk)
        member = check_care(actor, held)
        removed, _by_model = TopicFeature.objects.filter(topic=held).delete()
        if removed:
            _tell(TopicUnfeatured(topic_id=held.pk), held, member, at or timezone.now())
    return bool(removed)


def move_topic(topic: Topic, *, actor: Person, to: Space, reason: str = "", at: datetime | None = None) -> bool:
    """Into another space, with all that belongs to it. Whether it was elsewhere."""
    moment = at or timezone.now()
    with transaction.atomic():
        held = hold_topic(topic.pk)
        member = check_care(actor, held)
        if not may_read(member, to):
            raise Refused(_("This space is not here for you."))
        former = held.space_id
        if former == to.pk:
            return False
        TopicPin.objects.filter(topic=held).delete()
        Topic.objects.filter(pk=held.pk).update(space=to)
        if held.is_standing:
            for space_id, topics in sorted(((former, -1), (to.pk, 1))):
                add_to_space(space_id, topics)
        TopicMove.objects.create(
            topic=held, of_space_id=former, to_space=to, by=member, at=moment, reason=one_line(reason)
        )
        _tell(TopicMoved(topic_id=held.pk, of_space_id=former, to_space_id=to.pk), held, member, moment)
        # Not all who listened may read on where it stands now.
        revoke(f"topic:{held.pk}")
    return True


def schedule_topic(topic: Topic, *, actor: Person, publish_at: datetime, at: datetime | None = None) -> TopicSchedule:
    """When a topic is published that nobody read so far. A moment that has passed publishes it at the next minute."""
    moment = at or timezone.now()
    with transaction.atomic():
        held = hold_topic(topic.pk)
        member = check_care(actor, held)
        if held.is_standing or not hasattr(held, "schedule"):
            raise Refused(_("Others can read this topic already."))
        if publish_at > moment + SCHEDULED_AHEAD_MAX:
            raise FieldRefused("publish_at", _("That is more than a year away. Please choose an earlier day."))
        TopicSchedule.objects.filter(topic=held).update(publish_at=publish_at, by=member, at=moment)
        _tell(TopicScheduled(topic_id=held.pk), held, member, moment)
    return TopicSchedule.objects.get(topic=held)


def publish_due_topics(*, now: datetime | None = None) -> int:
    """Whatever's time has come, one transaction each. How many were published."""
    moment = now or timezone.now()
    due = TopicSchedule.objects.filter(publish_at__lte=moment).order_by("publish_at")
    return sum(_publish(pk, moment) for pk in list(due.values_list("topic_id", flat=True)[:PUBLISHED_AT_ONCE]))


def _publish(topic_id: int, at: datetime) -> bool:
    """It is as new as if it were written now."""
    with transaction.atomic():
        hold_topic(topic_id)
        taken, _by_model = TopicSchedule.objects.filter(topic=topic_id, publish_at__lte=at).delete()
        if not taken:
            return False
        Topic.objects.filter(pk=topic_id).update(created_at=at, last_post_at=at)
        TopicTag.objects.filter(topic=topic_id).update(created_at=at)
        Post.objects.filter(topic=topic_id, number=1).update(created_at=at)
        if settle(topic_id):
            tell_topic(Topic.objects.select_related("space").get(pk=topic_id), at=at)
    return True


def _tell(kind: TopicKind, topic: Topic, actor: Member, at: datetime) -> None:
    record(
        kind,
        actor_id=actor.pk,
        actor_kind=Activity.ActorKind.STAFF,
        member_id=topic.author_id,
        occurred_at=at,
    )
