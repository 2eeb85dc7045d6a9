"""What became of words that waited for a look."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from korzo.activity.actions import record
from korzo.discussions.actions.publish import tell_reply, tell_topic
from korzo.discussions.actions.remove_post import of_team, one_line
from korzo.discussions.actions.settle import hold_post, recount, settle
from korzo.discussions.actions.write import tell_mentioned
from korzo.discussions.activities import PostEdited
from korzo.discussions.models import Mention, Post, PostHold, PostPicture, Topic
from korzo.discussions.permissions import check_moderate
from korzo.kit.generations import bump_on_commit
from korzo.members.models import Member


def release_post(pk: int, *, actor: Member | None, at: datetime | None = None) -> bool:
    """Everybody reads it from now on, and hears of it as if it came now. Whether it waited."""
    moment = at or timezone.now()
    with transaction.atomic():
        if actor is not None:
            check_moderate(actor)
        post = hold_post(pk)
        hold = PostHold.objects.filter(post=post).first()
        if hold is None:
            return False
        hold.delete()
        Post.objects.filter(pk=pk).update(is_standing=not hasattr(post, "removal"))
        recount(post.topic_id)
        settle(post.topic_id)
        post.refresh_from_db(fields=["is_standing"])
        if post.is_standing:
            _tell(post, actor=actor, stood_before=hold.stood_before, at=moment)
    return True


def _tell(post: Post, *, actor: Member | None, stood_before: bool, at: datetime) -> None:
    topic = Topic.objects.select_related("space").get(pk=post.topic_id)
    mentions = [one.member for one in Mention.objects.filter(post=post).select_related("member")]
    tell_mentioned(post, mentions, actor_id=post.author_id, at=at)
    if stood_before:
        record(
            PostEdited(topic_id=topic.pk, post_id=post.pk, version=post.version),
            actor_id=actor.pk if actor else None,
            actor_kind=of_team(actor),
            member_id=post.author_id,
            occurred_at=at,
        )
    elif not post.opens_topic:
        has_pictures = PostPicture.objects.filter(post=post).exists()
        tell_reply(post, topic, at=at, has_pictures=has_pictures)
    elif topic.is_standing:
        tell_topic(topic, at=at)


def refuse_post(pk: int, *, actor: Member | None, reason: str, at: datetime | None = None) -> bool:
    """Nobody but its author and the team ever reads it; the author reads why. Whether it waited."""
    with transaction.atomic():
        if actor is not None:
            check_moderate(actor)
        post = hold_post(pk)
        waiting = PostHold.objects.filter(post=post, refused_at__isnull=True)
        refused = waiting.update(refused_by=actor, refused_at=at or timezone.now(), refusal=one_line(reason))
        bump_on_commit(f"topic:{post.topic_id}", f"post:{pk}")
    return bool(refused)
