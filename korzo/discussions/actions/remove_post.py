from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.discussions.actions.accept_answer import take_acceptance
from korzo.discussions.activities import PostRemoved
from korzo.discussions.models import REASON_LENGTH_MAX, Post, PostRemoval, Space, Topic
from korzo.discussions.permissions import check_remove
from korzo.kit.errors import FieldRefused
from korzo.live.actions import revoke
from korzo.members.permissions import Person


def remove_post(post: Post, *, actor: Person, reason: str = "", at: datetime | None = None) -> PostRemoval:
    """Out of view, with who and why; asking twice changes nothing. The first post takes its topic along."""
    moment = at or timezone.now()
    with transaction.atomic():
        member = check_remove(actor, post)
        own = member.pk == post.author_id
        why = " ".join(reason.split())[:REASON_LENGTH_MAX]
        if not own and not why:
            raise FieldRefused("reason", _("Please say why. The author will read it."))
        removal, is_new = PostRemoval.objects.get_or_create(
            post=post, defaults={"by": member, "at": moment, "reason": why}
        )
        if not is_new:
            return removal
        take_acceptance(post, actor=member, at=moment)
        if post.opens_topic:
            _leave_lists(post.topic)
        else:
            _recount(post.topic_id)
        record(
            PostRemoved(topic_id=post.topic_id, post_id=post.pk, number=post.number, by_author=own),
            actor_id=member.pk,
            actor_kind=Activity.ActorKind.MEMBER if own else Activity.ActorKind.STAFF,
            member_id=post.author_id,
            occurred_at=moment,
        )
        if post.opens_topic:
            revoke(f"topic:{post.topic_id}")
    return removal


def _leave_lists(topic: Topic) -> None:
    Topic.objects.filter(pk=topic.pk).update(is_standing=False, writer_count=_writers())
    Space.objects.filter(pk=topic.space_id).update(topic_count=F("topic_count") - 1)


def _recount(topic_id: int) -> None:
    """One statement: the count falls by one, and the topic is as old as its last standing post."""
    newest = _standing().annotate(last=Max("created_at")).values("last")
    Topic.objects.filter(pk=topic_id).update(
        reply_count=F("reply_count") - 1,
        last_post_at=Coalesce(Subquery(newest), F("created_at")),
        writer_count=_writers(),
    )


def _writers() -> Coalesce:
    return Coalesce(Subquery(_standing().annotate(n=Count("author", distinct=True)).values("n")), 0)


def _standing() -> QuerySet[Post, Any]:
    """What stands in the topic that is being changed."""
    return Post.objects.filter(topic=OuterRef("pk"), removal__isnull=True).order_by().values("topic")
