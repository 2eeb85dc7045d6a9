"""Taking a post from view and putting it back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.discussions.actions.accept_answer import take_acceptance
from korzo.discussions.actions.settle import hold_post, recount, settle
from korzo.discussions.activities import PostRemoved, PostShownAgain
from korzo.discussions.models import REASON_LENGTH_MAX, Post, PostRemoval
from korzo.discussions.permissions import check_moderate, check_remove
from korzo.kit.errors import FieldRefused, Refused
from korzo.live.actions import revoke
from korzo.members.models import Member
from korzo.members.permissions import Person


def remove_post(post: Post, *, actor: Person, reason: str = "", at: datetime | None = None) -> PostRemoval:
    """Out of view, with who and why; asking twice changes nothing. The first post takes its topic along."""
    with transaction.atomic():
        held = hold_post(post.pk)
        member = check_remove(actor, held)
        own = member.pk == held.author_id
        why = one_line(reason)
        if not own and not why:
            raise FieldRefused("reason", _("Please say why. The author will read it."))
        return _take_away(held, actor=member, reason=why, at=at or timezone.now())


def hide_post(pk: int, *, actor: Member | None, reason: str, at: datetime | None = None) -> PostRemoval:
    """The same as a decision of the team, or of the house itself where nobody is named."""
    with transaction.atomic():
        if actor is not None:
            check_moderate(actor)
        return _take_away(hold_post(pk), actor=actor, reason=one_line(reason), at=at or timezone.now())


def show_post(pk: int, *, actor: Member | None, at: datetime | None = None) -> bool:
    """Whether there was something to put back. What its author took away is theirs to leave so."""
    with transaction.atomic():
        if actor is not None:
            check_moderate(actor)
        post = hold_post(pk)
        removal = PostRemoval.objects.filter(post=post).first()
        if removal is None:
            return False
        if removal.by_id is not None and removal.by_id == post.author_id:
            raise Refused(_("The author took this post away. Only they could bring it back."))
        removal.delete()
        Post.objects.filter(pk=pk).update(is_standing=not hasattr(post, "hold"))
        recount(post.topic_id)
        settle(post.topic_id)
        record(
            PostShownAgain(topic_id=post.topic_id, post_id=pk, number=post.number),
            actor_id=actor.pk if actor else None,
            actor_kind=of_team(actor),
            member_id=post.author_id,
            occurred_at=at or timezone.now(),
        )
    return True


def _take_away(post: Post, *, actor: Member | None, reason: str, at: datetime) -> PostRemoval:
    """The caller holds the topic and has checked."""
    removal, is_new = PostRemoval.objects.get_or_create(post=post, defaults={"by": actor, "at": at, "reason": reason})
    if not is_new:
        return removal
    own = actor is not None and actor.pk == post.author_id
    take_acceptance(post, actor=actor, at=at)
    Post.objects.filter(pk=post.pk).update(is_standing=False)
    recount(post.topic_id)
    settle(post.topic_id)
    record(
        PostRemoved(topic_id=post.topic_id, post_id=post.pk, number=post.number, by_author=own),
        actor_id=actor.pk if actor else None,
        actor_kind=Activity.ActorKind.MEMBER if own else of_team(actor),
        member_id=post.author_id,
        occurred_at=at,
    )
    if post.opens_topic:
        revoke(f"topic:{post.topic_id}")
    return removal


def one_line(reason: str) -> str:
    return " ".join(reason.replace("\x00", "").split())[:REASON_LENGTH_MAX]


def of_team(actor: Member | None) -> str:
    return Activity.ActorKind.SYSTEM if actor is None else Activity.ActorKind.STAFF
