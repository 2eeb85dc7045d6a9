"""A person left: their words stay as a former member's, and their name goes out of what others wrote."""

import re

from django.db import transaction
from django.db.models import F

from korzo.discussions.models import (
    Acceptance,
    IdeaChange,
    IdeaMerge,
    IdeaVote,
    Mention,
    Post,
    PostHold,
    PostRemoval,
    Topic,
    TopicClosure,
    TopicFeature,
    TopicMerge,
    TopicMove,
    TopicPin,
    TopicSchedule,
    TopicSplit,
)
from korzo.kit.generations import bump_on_commit

# Each batch is one short transaction's worth of posts in memory.
BATCH = 200
# States that stay when the person who brought them about leaves.
BROUGHT = (
    Acceptance,
    PostRemoval,
    TopicClosure,
    TopicPin,
    TopicFeature,
    TopicSchedule,
    TopicMove,
    TopicMerge,
    TopicSplit,
    IdeaChange,
    IdeaMerge,
)
# In place of the name. No word, because nobody knows in which language it would be read.
GONE = "@…"


def forget_member(member_id: int) -> None:
    with transaction.atomic():
        words = Post.objects.filter(author_id=member_id, is_standing=True)
        Topic.objects.filter(pk__in=words.values("topic_id")).update(writer_count=F("writer_count") - 1)
        Topic.objects.filter(author_id=member_id).update(author=None)
        Post.objects.filter(author_id=member_id).update(author=None)
        for states in BROUGHT:
            states.objects.filter(by_id=member_id).update(by=None)
        PostHold.objects.filter(author_id=member_id).update(author=None)
        PostHold.objects.filter(refused_by_id=member_id).update(refused_by=None)
        _take_votes(member_id)
        mentions = Mention.objects.filter(member_id=member_id).select_related("post")
        stale = {"talk", f"member:{member_id}"}
        for mention in mentions.iterator(chunk_size=BATCH):
            _blank_name(mention)
            stale |= {f"post:{mention.post_id}", f"topic:{mention.post.topic_id}"}
        bump_on_commit(*stale)
        mentions.delete()


def _take_votes(member_id: int) -> None:
    """A former member wants nothing any more."""
    votes = IdeaVote.objects.filter(member_id=member_id)
    topics = Topic.objects.filter(pk__in=votes.values("topic_id"))
    bump_on_commit(*(f"topic:{pk}" for pk in topics.values_list("pk", flat=True)))
    topics.update(vote_count=F("vote_count") - 1)
    votes.delete()


def _blank_name(mention: Mention) -> None:
    post, handle = mention.post, re.escape(mention.written)
    link = re.compile(rf'<a href="[^"]*"[^>]*>@{handle}</a>', re.IGNORECASE)
    bare = re.compile(rf"@{handle}(?![\w-])", re.IGNORECASE)
    Post.objects.filter(pk=post.pk).update(
        html=bare.sub(GONE, link.sub(GONE, post.html)), plain=bare.sub(GONE, post.plain)
    )
    if post.opens_topic:
        topic = Topic.objects.filter(pk=post.topic_id)
        topic.update(excerpt=bare.sub(GONE, topic.values_list("excerpt", flat=True).get()))
