"""Holding topics while they change, and bringing what lists read in line with the rows."""

from django.db.models import Count, Exists, F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from korzo.discussions.actions.settle_questions import settle_questions, weigh_answers
from korzo.discussions.models import IdeaVote, Post, PostPicture, Space, Topic
from korzo.kit.errors import Missing


def hold_topics(*topic_ids: int) -> dict[int, Topic]:
    """Nobody else changes them until the end of the transaction. Always in the order of their ids, so that two who
    want the same two topics never wait for each other.
    """
    wanted = sorted(set(topic_ids))
    rows = Topic.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    if len(list(rows.values_list("pk", flat=True))) < len(wanted):
        raise Missing(wanted)
    # Only now: what was said about them while we waited.
    wide = Topic.objects.select_related("space", "author", "closure", "merge", "idea_merge", "schedule", "first_post")
    return wide.in_bulk(wanted)


def hold_topic(topic_id: int) -> Topic:
    return hold_topics(topic_id)[topic_id]


def hold_post(pk: int) -> Post:
    """The post as it is now, with its topic, which nobody else changes until the end of the transaction."""
    topic_id = Post.objects.filter(pk=pk).values_list("topic_id", flat=True).first()
    if topic_id is None:
        raise Missing(pk)
    hold_topic(topic_id)
    states = ("topic__space", "topic__closure", "author", "removal", "hold", "acceptance")
    post = Post.objects.select_related(*states).get(pk=pk)
    if post.topic_id != topic_id:
        # It went to another topic while we waited for this one.
        return hold_post(pk)
    return post


def recount(*topic_ids: int) -> None:
    """What is counted of posts and votes, from the rows."""
    standing = Post.objects.filter(topic=OuterRef("pk"), is_standing=True).order_by().values("topic")
    replies = standing.filter(number__gt=1).annotate(n=Count("pk")).values("n")
    writers = standing.annotate(n=Count("author", distinct=True)).values("n")
    newest = standing.annotate(last=Max("created_at")).values("last")
    votes = IdeaVote.objects.filter(topic=OuterRef("pk")).order_by().values("topic")
    Topic.objects.filter(pk__in=topic_ids).update(
        reply_count=Coalesce(Subquery(replies), 0),
        writer_count=Coalesce(Subquery(writers), 0),
        last_post_at=Coalesce(Subquery(newest), F("created_at")),
        is_pictured=Exists(PostPicture.objects.filter(post=OuterRef("first_post_id"))),
        vote_count=Coalesce(Subquery(votes.annotate(n=Count("pk")).values("n")), 0),
    )
    settle_questions(topic_ids)
    weigh_answers(topic_ids)


def settle(topic_id: int) -> bool:
    """Whether it stands, as its rows say; its space counts it or does not. The caller holds the topic."""
    topic = Topic.objects.select_related("first_post", "schedule", "merge").get(pk=topic_id)
    first = topic.first_post
    stands = first is not None and first.is_standing and not (hasattr(topic, "schedule") or hasattr(topic, "merge"))
    if stands != topic.is_standing:
        Topic.objects.filter(pk=topic_id).update(is_standing=stands)
        add_to_space(topic.space_id, 1 if stands else -1)
    return stands


def add_to_space(space_id: int, topics: int) -> None:
    Space.objects.filter(pk=space_id).update(topic_count=F("topic_count") + topics)
