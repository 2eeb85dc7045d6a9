from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.discussions.actions.settle import hold_post
from korzo.discussions.actions.settle_questions import settle_questions
from korzo.discussions.activities import AnswerAcceptanceWithdrawn, AnswerAccepted
from korzo.discussions.models import Acceptance, Post
from korzo.discussions.permissions import check_accept
from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.members.permissions import Person

# A question that more answers solve was several questions.
ACCEPTED_MAX = 5


def accept_answer(post: Post, *, actor: Person, at: datetime | None = None, backfilled: bool = False) -> Acceptance:
    """This post solved the question. Accepting it twice changes nothing."""
    moment = at or timezone.now()
    with transaction.atomic():
        held = hold_post(post.pk)
        member = check_accept(actor, held)
        if Acceptance.objects.filter(topic_id=held.topic_id).exclude(post=held).count() >= ACCEPTED_MAX:
            raise Refused(_("Five answers are accepted already. Please take one back first."))
        acceptance, is_new = Acceptance.objects.get_or_create(
            post=held, defaults={"topic_id": held.topic_id, "by": member, "at": moment}
        )
        if is_new:
            settle_questions([held.topic_id])
            record(
                AnswerAccepted(topic_id=held.topic_id, post_id=held.pk, of_asker=_of_asker(held)),
                actor_id=member.pk,
                actor_kind=_kind_of_actor(member, held),
                member_id=held.author_id,
                occurred_at=moment,
                backfilled=backfilled,
            )
    return acceptance


def withdraw_acceptance(post: Post, *, actor: Person, at: datetime | None = None) -> bool:
    """Whether there was one to withdraw."""
    with transaction.atomic():
        held = hold_post(post.pk)
        member = check_accept(actor, held)
        return take_acceptance(held, actor=member, at=at or timezone.now())


def take_acceptance(post: Post, *, actor: Member | None, at: datetime) -> bool:
    """Part of withdrawing and of removing a post; the caller has checked."""
    removed, _by_model = Acceptance.objects.filter(post=post).delete()
    if removed:
        settle_questions([post.topic_id])
        record(
            AnswerAcceptanceWithdrawn(topic_id=post.topic_id, post_id=post.pk, of_asker=_of_asker(post)),
            actor_id=actor.pk if actor else None,
            actor_kind=_kind_of_actor(actor, post),
            member_id=post.author_id,
            occurred_at=at,
        )
    return bool(removed)


def _of_asker(post: Post) -> bool:
    return post.author_id is not None and post.author_id == post.topic.author_id


def _kind_of_actor(actor: Member | None, post: Post) -> str:
    if actor is None:
        return Activity.ActorKind.SYSTEM
    own = actor.pk in {post.topic.author_id, post.author_id}
    return Activity.ActorKind.MEMBER if own else Activity.ActorKind.STAFF
