"""Wanting an idea, and saying what becomes of it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.discussions.actions.settle import hold_topic, hold_topics, recount
from korzo.discussions.activities import IdeasMerged, IdeaStateChanged, IdeaVoted, IdeaVoteTakenBack
from korzo.discussions.models import (
    IdeaChange,
    IdeaMerge,
    IdeaState,
    IdeaVote,
    Topic,
    TopicClosure,
)
from korzo.discussions.permissions import check_decide, check_vote
from korzo.discussions.queries.votes import OPEN_VOTES_MAX, open_votes_left
from korzo.kit.errors import FieldRefused, Refused
from korzo.kit.formats import spoken
from korzo.members.models import Member
from korzo.members.permissions import Person, check_signed_in
from korzo.moderation.actions import Deed, hold_writer, one_line, take_turn
from korzo.reactions.actions import move_followers


def vote_idea(topic: Topic, *, actor: Person, at: datetime | None = None) -> IdeaVote:
    """Voting twice changes nothing."""
    moment = at or timezone.now()
    with transaction.atomic():
        member = check_signed_in(actor)
        hold_writer(member)
        held = hold_topic(topic.pk)
        check_vote(member, held)
        known = IdeaVote.objects.filter(topic=held, member=member).first()
        if known is not None:
            return known
        take_turn(Deed.VOTE, member=member, at=moment)
        if open_votes_left(member) <= 0:
            words = ngettext(
                "You gave your %(most)s vote. Take one back, and you can give it here.",
                "You gave all your %(most)s votes. Take one back, and you can give it here.",
                OPEN_VOTES_MAX,
            )
            raise Refused(words % {"most": spoken(OPEN_VOTES_MAX)})
        vote = IdeaVote.objects.create(topic=held, member=member, at=moment)
        Topic.objects.filter(pk=held.pk).update(vote_count=F("vote_count") + 1)
        record(IdeaVoted(topic_id=held.pk), actor_id=member.pk, member_id=held.author_id, occurred_at=moment)
    return vote


def take_vote_back(topic: Topic, *, actor: Person, at: datetime | None = None) -> bool:
    """Whether there was one."""
    with transaction.atomic():
        member = check_signed_in(actor)
        hold_writer(member)
        held = hold_topic(topic.pk)
        check_vote(member, held)
        removed, _by_model = IdeaVote.objects.filter(topic=held, member=member).delete()
        if removed:
            Topic.objects.filter(pk=held.pk).update(vote_count=F("vote_count") - 1)
            kind = IdeaVoteTakenBack(topic_id=held.pk)
            record(kind, actor_id=member.pk, member_id=held.author_id, occurred_at=at or timezone.now())
    return bool(removed)


def set_idea_state(
    topic: Topic, *, actor: Person, state: str, reason: str = "", at: datetime | None = None
) -> IdeaChange | None:
    """What becomes of it; those who want it are told once. None where it is so already."""
    moment = at or timezone.now()
    with transaction.atomic():
        held = hold_topic(topic.pk)
        member = check_decide(actor, held)
        wanted, why = IdeaState(state), one_line(reason)
        if IdeaState.MERGED in {held.idea_state, wanted}:
            raise Refused(_("An idea that was joined to another goes where that one goes."))
        if wanted == IdeaState.DECLINED and not why:
            raise FieldRefused("reason", _("Please say why. Everybody who wants this will read it."))
        if wanted == held.idea_state:
            return None
        return _change(held, wanted, why, member, moment)


def _change(topic: Topic, state: IdeaState, reason: str, actor: Member, at: datetime) -> IdeaChange:
    Topic.objects.filter(pk=topic.pk).update(idea_state=state)
    change = IdeaChange.objects.create(topic=topic, state=state, by=actor, at=at, reason=reason)
    record(
        IdeaStateChanged(topic_id=topic.pk, state=state, change_id=change.pk),
        actor_id=actor.pk,
        actor_kind=Activity.ActorKind.STAFF,
        member_id=topic.author_id,
        occurred_at=at,
    )
    return change


def merge_ideas(topic: Topic, *, actor: Person, into: Topic, at: datetime | None = None) -> IdeaMerge:
    """The same idea twice: whoever wants one wants the other, once. The words of both stay to be read."""
    moment = at or timezone.now()
    with transaction.atomic():
        held = hold_topics(topic.pk, into.pk)
        child, target = held[topic.pk], held[into.pk]
        member = check_decide(actor, child)
        check_decide(actor, target)
        if child.pk == target.pk:
            raise FieldRefused("into", _("That is this idea itself."))
        if IdeaState.MERGED in {child.idea_state, target.idea_state}:
            raise FieldRefused("into", _("One of these ideas was joined to another already."))
        wanted = IdeaVote.objects.filter(topic=target).values("member_id")
        IdeaVote.objects.filter(topic=child, member__in=wanted).delete()
        IdeaVote.objects.filter(topic=child).update(topic=target)
        merge = IdeaMerge.objects.create(topic=child, into=target, by=member, at=moment)
        # Nobody is led to an idea that leads on.
        IdeaMerge.objects.filter(into=child).update(into=target)
        TopicClosure.objects.get_or_create(topic=child, defaults={"by": member, "at": moment, "reason": ""})
        move_followers("discussions.topic", child.pk, to_id=target.pk)
        recount(child.pk, target.pk)
        _change(child, IdeaState.MERGED, "", member, moment)
        record(
            IdeasMerged(topic_id=target.pk, other_topic_id=child.pk),
            actor_id=member.pk,
            actor_kind=Activity.ActorKind.STAFF,
            member_id=target.author_id,
            occurred_at=moment,
        )
    return merge
