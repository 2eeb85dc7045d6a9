"""Topics and replies as the search knows them, and how its index hears of what happens in the talk.

A topic is its title and its first post. What is removed goes out of the index for everybody, the team included.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.discussions.actions import forget_member
from korzo.discussions.activities import (
    AnswerAcceptanceWithdrawn,
    AnswerAccepted,
    PostEdited,
    PostKind,
    PostRemoved,
    PostShownAgain,
    ReplyPosted,
    SpaceChanged,
    TopicMoved,
    TopicsMerged,
    TopicSplit,
    TopicStarted,
)
from korzo.discussions.models import EVERYONE, Acceptance, Mention, Post, Space, Topic
from korzo.discussions.permissions import is_accepted, posts_visible_to, spaces_visible_to, visible_to
from korzo.discussions.queries.pictures import photos_of_posts
from korzo.discussions.tasks import index_space
from korzo.jobs.actions import enqueue_on_commit
from korzo.members.activities import MemberErased
from korzo.members.permissions import Person
from korzo.members.queries import bylines
from korzo.search import actions as search
from korzo.search.actions import PUBLIC, Findable, Shown, Source

TOPIC, REPLY = "topic", "reply"


def topics(ids: Collection[int]) -> Mapping[int, Findable]:
    rows = list(Topic.objects.standing().filter(pk__in=ids).select_related("first_post", "space"))
    solved = set(Acceptance.objects.filter(topic_id__in=ids).values_list("topic_id", flat=True))
    named = _named(row.first_post_id for row in rows if row.first_post_id)
    return {row.pk: _topic(row, named, is_solved=row.pk in solved) for row in rows}


def _topic(topic: Topic, named: Mapping[int, set[int]], *, is_solved: bool) -> Findable:
    first = topic.first_post
    return Findable(
        kind=TOPIC,
        object_id=topic.pk,
        at=topic.created_at,
        title=topic.title,
        body=first.plain if first else "",
        language=first.language if first else topic.language,
        audience=_audience(topic.space),
        space_id=topic.space_id,
        author_id=topic.author_id,
        product_id=topic.product_id,
        is_solved=is_solved,
        named_ids=named.get(topic.first_post_id or 0, set()),
    )


def replies(ids: Collection[int]) -> Mapping[int, Findable]:
    standing = Post.objects.filter(pk__in=ids, number__gt=1, is_standing=True, topic__is_standing=True)
    rows = list(standing.select_related("topic__space", "acceptance"))
    named = _named(row.pk for row in rows)
    return {
        row.pk: Findable(
            kind=REPLY,
            object_id=row.pk,
            at=row.created_at,
            body=row.plain,
            language=row.language,
            audience=_audience(row.topic.space),
            space_id=row.topic.space_id,
            author_id=row.author_id,
            product_id=row.topic.product_id,
            is_solved=is_accepted(row),
            named_ids=named.get(row.pk, set()),
        )
        for row in rows
    }


def _audience(space: Space) -> str:
    return PUBLIC if space.is_public else f"space:{space.pk}"


def audiences(person: Person) -> list[str]:
    """The spaces that this person may read, and not everybody."""
    if person is None:
        return []
    closed = spaces_visible_to(person).exclude(read_key=EVERYONE)
    return [f"space:{pk}" for pk in closed.values_list("pk", flat=True)]


def _named(post_ids: Iterable[int]) -> dict[int, set[int]]:
    """Whom the posts mention, so that they can be read anew when one of these people leaves."""
    found: dict[int, set[int]] = {}
    for mention in Mention.objects.filter(post_id__in=list(post_ids)):
        found.setdefault(mention.post_id, set()).add(mention.member_id)
    return found


def topic_ids(behind: int, limit: int) -> Sequence[int]:
    return list(Topic.objects.filter(pk__gt=behind).order_by("pk").values_list("pk", flat=True)[:limit])


def reply_ids(behind: int, limit: int) -> Sequence[int]:
    posts = Post.objects.filter(pk__gt=behind, number__gt=1)
    return list(posts.order_by("pk").values_list("pk", flat=True)[:limit])


def shown_topics(ids: Collection[int], person: Person) -> Mapping[int, Shown]:
    rows = list(visible_to(person).filter(pk__in=ids).select_related("space", "first_post"))
    people = bylines(row.author_id for row in rows)
    photos = photos_of_posts(row.first_post_id for row in rows if row.first_post_id is not None)
    solved = set(Acceptance.objects.filter(topic__in=rows).values_list("topic_id", flat=True))
    return {
        row.pk: Shown(
            title=row.title,
            url=row.get_absolute_url(),
            moment=row.created_at,
            body=row.first_post.plain if row.first_post else "",
            lang=row.language,
            place=row.space.name,
            place_url=row.space.get_absolute_url(),
            author=people[row.author_id],
            is_solved=row.pk in solved,
            photo=next(iter(photos.get(row.first_post_id or 0, [])), None),
        )
        for row in rows
    }


def shown_replies(ids: Collection[int], person: Person) -> Mapping[int, Shown]:
    standing = posts_visible_to(person).filter(pk__in=ids, number__gt=1, is_standing=True)
    rows = list(standing.select_related("topic__space", "acceptance"))
    people = bylines(row.author_id for row in rows)
    photos = photos_of_posts(row.pk for row in rows)
    return {
        row.pk: Shown(
            title=row.topic.title,
            url=row.get_absolute_url(),
            moment=row.created_at,
            body=row.plain,
            lang=row.language,
            place=row.topic.space.name,
            place_url=row.topic.space.get_absolute_url(),
            author=people[row.author_id],
            is_solved=is_accepted(row),
            photo=next(iter(photos.get(row.pk, [])), None),
        )
        for row in rows
    }


SOURCES = (
    Source(
        kind=TOPIC,
        label=_("Topics"),
        name=pgettext_lazy("noun", "Topic"),
        icon="messages-square",
        rank=10,
        load=topics,
        ids=topic_ids,
        count=Topic.objects.count,
        shown=shown_topics,
        audiences=audiences,
    ),
    Source(
        kind=REPLY,
        label=_("Replies"),
        name=pgettext_lazy("noun", "Reply"),
        icon="message-circle",
        rank=20,
        load=replies,
        ids=reply_ids,
        count=Post.objects.filter(number__gt=1).count,
        shown=shown_replies,
    ),
)


@bookkeeper(TopicStarted, history=True)
def index_topic(activity: Activity) -> None:
    search.index(TOPIC, [loaded(activity, TopicStarted).topic_id])


@bookkeeper(ReplyPosted, history=True)
def index_reply(activity: Activity) -> None:
    search.index(REPLY, [loaded(activity, ReplyPosted).post_id])


@bookkeeper(PostEdited, AnswerAccepted, AnswerAcceptanceWithdrawn, history=True)
def index_post_again(activity: Activity) -> None:
    """An answer also tells whether its question is solved."""
    post = loaded(activity, PostKind)
    search.index(TOPIC, [post.topic_id])
    if Post.objects.filter(pk=post.post_id, number__gt=1).exists():
        search.index(REPLY, [post.post_id])


@bookkeeper(PostRemoved, PostShownAgain, history=True)
def index_or_drop(activity: Activity) -> None:
    """The first post takes its topic along, and with it what others replied."""
    post = loaded(activity, PostKind)
    if Post.objects.filter(pk=post.post_id, number=1).exists():
        _index_whole(post.topic_id)
    else:
        search.index(REPLY, [post.post_id])


@bookkeeper(TopicMoved, TopicsMerged, TopicSplit, history=True)
def index_rearranged(activity: Activity) -> None:
    """Whoever finds them stands in another place now."""
    told = activity.kind
    if isinstance(told, TopicMoved):
        _index_whole(told.topic_id)
    elif isinstance(told, TopicsMerged | TopicSplit):
        _index_whole(told.topic_id)
        search.index(TOPIC, [told.other_topic_id])


@bookkeeper(SpaceChanged, history=True)
def index_space_again(activity: Activity) -> None:
    """Until all of it was looked at, what may not be read is still left out of what is shown."""
    changed = loaded(activity, SpaceChanged)
    if changed.reading_changed:
        enqueue_on_commit(index_space, changed.space_id)


def _index_whole(topic_id: int) -> None:
    search.index(TOPIC, [topic_id])
    posts = Post.objects.filter(topic_id=topic_id)
    first = posts.filter(number=1).values_list("pk", flat=True)
    # What opens a topic now may have been a reply before.
    search.index(REPLY, [*posts.filter(number__gt=1).values_list("pk", flat=True), *first])


@bookkeeper(MemberErased, history=True)
def index_without_author(activity: Activity) -> None:
    """Their name goes out of what others wrote in this same transaction, whoever hears of the erasure first."""
    member_id = loaded(activity, MemberErased).of_member_id
    forget_member(member_id)
    for kind in (TOPIC, REPLY):
        search.index_about_member(kind, member_id)
