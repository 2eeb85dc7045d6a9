"""The moment from which everybody reads something: told once, whether it came at once, was released, or was planned."""

from datetime import datetime

from django.db.models import F
from django.db.models.functions import Greatest

from korzo.activity.actions import record
from korzo.discussions.actions.settle_questions import settle_questions
from korzo.discussions.activities import ReplyPosted, TopicStarted
from korzo.discussions.models import Post as PostRow
from korzo.discussions.models import PostPicture, Topic


def tell_topic(topic: Topic, *, at: datetime, backfilled: bool = False) -> None:
    record(
        TopicStarted(
            topic_id=topic.pk,
            space_id=topic.space_id,
            is_question=topic.is_question,
            has_pictures=PostPicture.objects.filter(post=topic.first_post_id or 0).exists(),
            product_id=topic.product_id,
            kind=topic.kind,
            is_public=topic.space.is_public,
        ),
        actor_id=topic.author_id,
        member_id=topic.author_id,
        occurred_at=at,
        dedupe_key=f"discussions.topic_started:{topic.pk}",
        backfilled=backfilled,
    )


def tell_reply(post: PostRow, topic: Topic, *, at: datetime, has_pictures: bool, backfilled: bool = False) -> None:
    record(
        ReplyPosted(
            topic_id=topic.pk,
            post_id=post.pk,
            number=post.number,
            is_answer=topic.is_question,
            has_pictures=has_pictures,
        ),
        actor_id=post.author_id,
        member_id=topic.author_id,
        occurred_at=at,
        backfilled=backfilled,
    )


def count_reply(topic: Topic, at: datetime) -> None:
    """One more, and the topic is as young as it."""
    Topic.objects.filter(pk=topic.pk).update(
        reply_count=F("reply_count") + 1, last_post_at=Greatest(F("last_post_at"), at)
    )
    if topic.is_question:
        settle_questions([topic.pk])
