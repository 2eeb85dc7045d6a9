"""A person left: their words stay as a former member's, and their name goes out of what others wrote."""

from django.db import transaction
from django.db.models import F

from korzo.discussions.actions.forget_questions import asked_by, forget_questions
from korzo.discussions.models import (
    Acceptance,
    AnswerRequest,
    IdeaChange,
    IdeaMerge,
    IdeaVote,
    Mention,
    Post,
    PostHold,
    PostRemoval,
    Reader,
    SameQuestion,
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
from korzo.writing.actions import without_name

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


def forget_member(member_id: int) -> None:
    with transaction.atomic():
        _hold_topics_of(member_id)
        words = Post.objects.filter(author_id=member_id, is_standing=True)
        Topic.objects.filter(pk__in=words.values("topic_id")).update(writer_count=F("writer_count") - 1)
        asked = asked_by(member_id)
        Topic.objects.filter(author_id=member_id).update(author=None)
        Post.objects.filter(author_id=member_id).update(author=None)
        for states in BROUGHT:
            states.objects.filter(by_id=member_id).update(by=None)
        PostHold.objects.filter(author_id=member_id).update(author=None)
        PostHold.objects.filter(refused_by_id=member_id).update(refused_by=None)
        _take_votes(member_id)
        forget_questions(member_id, asked)
        Reader.objects.filter(pk=member_id).delete()
        mentions = Mention.objects.filter(member_id=member_id).select_related("post")
        stale = {"talk", f"member:{member_id}"}
        for mention in mentions.iterator(chunk_size=BATCH):
            _blank_name(mention)
            stale |= {f"post:{mention.post_id}", f"topic:{mention.post.topic_id}"}
        bump_on_commit(*stale)
        mentions.delete()


def _hold_topics_of(member_id: int) -> None:
    """Whatever counts them stands still: else a post that is hidden, or a vote that is moved, at this moment would be
    counted away twice. What came to another topic while we waited is held in the next round.
    """
    held: set[int] = set()
    while fresh := _topics_of(member_id) - held:
        list(Topic.objects.select_for_update(no_key=True).filter(pk__in=fresh).order_by("pk").values_list("pk"))
        held |= fresh


def _topics_of(member_id: int) -> set[int]:
    words = Post.objects.filter(author_id=member_id).values_list("topic_id", flat=True)
    others = [rows.objects.filter(member_id=member_id) for rows in (IdeaVote, SameQuestion, AnswerRequest)]
    return {*words, *(pk for rows in others for pk in rows.values_list("topic_id", flat=True) if pk is not None)}


def _take_votes(member_id: int) -> None:
    """A former member wants nothing any more."""
    votes = IdeaVote.objects.filter(member_id=member_id)
    topics = Topic.objects.filter(pk__in=votes.values("topic_id"))
    bump_on_commit(*(f"topic:{pk}" for pk in topics.values_list("pk", flat=True)))
    topics.update(vote_count=F("vote_count") - 1)
    votes.delete()


def _blank_name(mention: Mention) -> None:
    post, handle = mention.post, mention.written
    Post.objects.filter(pk=post.pk).update(html=without_name(post.html, handle), plain=without_name(post.plain, handle))
    if post.opens_topic:
        topic = Topic.objects.filter(pk=post.topic_id)
        topic.update(excerpt=without_name(topic.values_list("excerpt", flat=True).get(), handle))
