"""Posts that go from one topic to another: joining two topics, and making one of some posts.

A post keeps its id, so its address, its reactions and its pictures go along. Its number is that of its new place; the
number that it leaves is never used again.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.discussions.actions.accept_answer import take_acceptance
from korzo.discussions.actions.duplicates import carry_questions
from korzo.discussions.actions.settle import hold_topics, recount, settle
from korzo.discussions.actions.start_topic import checked_title, excerpt_of, slug_of
from korzo.discussions.activities import TopicsMerged
from korzo.discussions.activities import TopicSplit as SplitKind
from korzo.discussions.models import (
    Acceptance,
    Post,
    PostHold,
    PostPicture,
    Topic,
    TopicMerge,
    TopicPin,
    TopicSplit,
)
from korzo.discussions.permissions import check_care
from korzo.kit.errors import FieldRefused, Refused
from korzo.kit.generations import bump_on_commit
from korzo.live.actions import revoke
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.moderation.actions import one_line
from korzo.reactions.actions import move_followers

# Beyond that the page on which they are chosen is of no use.
SPLIT_MAX = 500
# A longer talk is a place of its own; and all its posts are written in one transaction.
MERGED_MAX = 5_000


def merge_topics(
    topic: Topic, *, actor: Person, into: Topic, reason: str = "", at: datetime | None = None
) -> TopicMerge:
    """All posts of `topic` go behind those of `into`, and its address leads there."""
    moment = at or timezone.now()
    with transaction.atomic():
        held = hold_topics(topic.pk, into.pk)
        child, target = held[topic.pk], held[into.pk]
        member = check_care(actor, child)
        check_care(actor, target)
        _check_fit(child, target)
        posts = list(Post.objects.filter(topic=child).order_by("number"))
        if len(posts) > MERGED_MAX:
            raise Refused(_("This talk is too long to be joined to another."))
        Topic.objects.filter(pk=child.pk).update(first_post=None, has_gaps=True)
        _carry(posts, target)
        TopicPin.objects.filter(topic=child).delete()
        merge = TopicMerge.objects.create(topic=child, into=target, by=member, at=moment, reason=one_line(reason))
        # Whoever was joined to the child before is led on to the end at once.
        TopicMerge.objects.filter(into=child).update(into=target)
        move_followers("discussions.topic", child.pk, to_id=target.pk)
        carry_questions(child, target)
        recount(child.pk, target.pk)
        settle(child.pk)
        _tell(TopicsMerged(topic_id=target.pk, other_topic_id=child.pk), target, member, moment, posts)
        revoke(f"topic:{child.pk}")
    return merge


def _check_fit(child: Topic, target: Topic) -> None:
    if child.pk == target.pk:
        raise FieldRefused("into", _("That is this topic itself."))
    if hasattr(child, "merge") or hasattr(target, "merge"):
        raise FieldRefused("into", _("One of these topics was joined to another already."))
    if not (child.is_standing and target.is_standing):
        raise FieldRefused("into", _("Both topics have to be open to their readers."))
    if child.is_idea or target.is_idea:
        raise FieldRefused("into", _("An idea can only be joined to another idea."))


def split_topic(
    topic: Topic,
    *,
    actor: Person,
    post_ids: Collection[int],
    title: str,
    reason: str = "",
    at: datetime | None = None,
) -> Topic:
    """These replies become a topic of their own in the same space; the oldest opens it."""
    moment = at or timezone.now()
    with transaction.atomic():
        child = hold_topics(topic.pk)[topic.pk]
        member = check_care(actor, child)
        name = checked_title(title)
        posts = _chosen(child, post_ids)
        first = posts[0]
        acceptance = Acceptance.objects.filter(post=first).first()
        if acceptance is not None:
            # What opens a topic answers nothing in it.
            take_acceptance(first, actor=member, at=moment)
        made = Topic.objects.create(
            space_id=child.space_id,
            kind=Topic.Kind.QUESTION if child.is_question else Topic.Kind.DISCUSSION,
            title=name,
            slug=slug_of(name),
            author_id=first.author_id,
            language=first.language,
            product_id=child.product_id,
            excerpt=excerpt_of(first.plain),
            created_at=first.created_at,
            last_post_at=first.created_at,
        )
        Topic.objects.filter(pk=child.pk).update(has_gaps=True)
        _carry(posts, made)
        Topic.objects.filter(pk=made.pk).update(first_post=first)
        TopicSplit.objects.create(topic=made, of_topic=child, by=member, at=moment, reason=one_line(reason))
        recount(child.pk, made.pk)
        settle(made.pk)
        _tell(SplitKind(topic_id=made.pk, other_topic_id=child.pk), child, member, moment, posts)
    made.refresh_from_db()
    return made


def _chosen(topic: Topic, post_ids: Collection[int]) -> list[Post]:
    posts = list(
        Post.objects.filter(topic=topic, pk__in=set(post_ids), number__gt=1)
        .select_related("topic", "hold")
        .order_by("number")[: SPLIT_MAX + 1]
    )
    if not posts or not posts[0].is_standing:
        raise FieldRefused(
            "posts", _("Please choose the replies that go along. The first of them opens the new topic.")
        )
    if len(posts) > SPLIT_MAX:
        raise FieldRefused("posts", _("These are too many replies for one step."))
    return posts


def _carry(posts: Sequence[Post], to: Topic) -> None:
    """The caller holds both topics. Numbers are given out by the row of the topic to which the posts come."""
    Topic.objects.filter(pk=to.pk).update(highest_number=F("highest_number") + len(posts))
    highest = Topic.objects.values_list("highest_number", flat=True).get(pk=to.pk)
    for number, post in enumerate(posts, highest - len(posts) + 1):
        post.topic_id, post.number = to.pk, number
    Post.objects.bulk_update(posts, ["topic_id", "number"], batch_size=200)
    ids = [post.pk for post in posts]
    for rows in (Acceptance.objects, PostPicture.objects, PostHold.objects):
        rows.filter(post_id__in=ids).update(topic_id=to.pk)


def _tell(kind: TopicsMerged | SplitKind, topic: Topic, actor: Member, at: datetime, posts: Sequence[Post]) -> None:
    record(
        kind,
        actor_id=actor.pk,
        actor_kind=Activity.ActorKind.STAFF,
        member_id=topic.author_id,
        occurred_at=at,
    )
    bump_on_commit(*(f"post:{post.pk}" for post in posts))
