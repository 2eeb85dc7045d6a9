"""Telling those who follow a topic, its product, its tags, its author or its space."""

from collections.abc import Mapping
from itertools import batched

from korzo.activity.models import Activity
from korzo.discussions.models import Topic, TopicTag
from korzo.discussions.permissions import readers_among
from korzo.jobs.actions import enqueue_many
from korzo.members.models import Member
from korzo.notifications import tasks
from korzo.notifications.actions.notify import News, notify_many
from korzo.reactions.models import Follow
from korzo.reactions.queries import listeners

# One transaction tells so many; a few hundred rows keep nobody waiting, on SQLite either.
BATCH = 200
WHOLE = frozenset({Follow.Level.WATCHING})
BEGINNINGS = frozenset({Follow.Level.WATCHING, Follow.Level.FIRST_POST})

type Of = tuple[str, int]


def subjects_of(topic: Topic) -> list[Of]:
    """What somebody may follow to hear of this topic, the most specific first."""
    tags = TopicTag.objects.filter(topic=topic).order_by("tag_id").values_list("tag_id", flat=True)
    return [
        ("discussions.topic", topic.pk),
        *([("shop.product", topic.product_id)] if topic.product_id else []),
        *(("discussions.tag", pk) for pk in tags),
        *([("members.member", topic.author_id)] if topic.author_id else []),
        ("discussions.space", topic.space_id),
    ]


def tell_watchers(activity: Activity, topic: Topic, *, levels: frozenset[Follow.Level], without: set[int]) -> int:
    """A handful at once; a crowd in jobs of one batch each, written in the transaction of the delivery."""
    said: Mapping[int, Follow.Level] = listeners(subjects_of(topic))
    wanted = sorted(pk for pk, level in said.items() if level in levels and pk not in without | {activity.actor_id})
    if len(wanted) <= BATCH:
        tell_batch(activity, wanted)
        return len(wanted)
    enqueue_many((tasks.tell_batch, [activity.pk, list(batch)], {}) for batch in batched(wanted, BATCH))
    return len(wanted)


def tell_batch(activity: Activity, member_ids: list[int]) -> int:
    """Nobody is told of what they cannot read. Telling a batch twice changes nothing."""
    kind = activity.kind
    topic_id = getattr(kind, "topic_id", 0)
    topic = Topic.objects.standing().select_related("space").filter(pk=topic_id).first()
    if topic is None or not member_ids:
        return 0
    people = list(Member.objects.get_queryset().present().filter(pk__in=member_ids))
    readers = {one.pk for one in readers_among(topic.space, people)}
    post_id = getattr(kind, "post_id", None) or topic.first_post_id
    verb, key = ("watched_reply", "watched") if hasattr(kind, "post_id") else ("watched_topic", "topic")
    params = {"topic_id": topic.pk, "post_id": post_id}
    news = [News(pk, f"notifications.{verb}", f"{key}:{topic.pk}", kind.link(), params) for pk in sorted(readers)]
    return len(notify_many(news, cause=activity))
