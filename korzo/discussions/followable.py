"""What of the talk can be followed and kept, what a topic belongs to, and what is followed by itself."""

from collections.abc import Collection, Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.discussions.activities import ReplyPosted, TopicsMerged, TopicStarted
from korzo.discussions.models import Space, Tag, Topic
from korzo.discussions.permissions import posts_visible_to, readable_by, spaces_visible_to
from korzo.kit.html import excerpt
from korzo.members.permissions import Person
from korzo.reactions import actions as reactions
from korzo.reactions.actions import LEVELS_OF_PLACE, LEVELS_OF_TOPIC, Seen, Subject
from korzo.reactions.models import Follow
from korzo.reactions.queries import Of

TOPIC, SPACE, TAG, POST = "discussions.topic", "discussions.space", "discussions.tag", "discussions.post"


def subjects_of(topic: Topic, tag_ids: Iterable[int] = ()) -> list[Of]:
    """A topic and what it belongs to, the most specific first: whoever follows one of these hears of its posts."""
    product = [("shop.product", topic.product_id)] if topic.product_id else []
    author = [("members.member", topic.author_id)] if topic.author_id else []
    return [(TOPIC, topic.pk), *product, *((TAG, pk) for pk in tag_ids), *author, (SPACE, topic.space_id)]


def topics(person: Person, ids: Collection[int]) -> Mapping[int, Seen]:
    rows = readable_by(person).filter(pk__in=ids)
    return {one.pk: Seen(one.title, one.get_absolute_url(), one.language, one.excerpt) for one in rows}


def posts(person: Person, ids: Collection[int]) -> Mapping[int, Seen]:
    """A post is called after its topic, and told by its first words."""
    rows = posts_visible_to(person).filter(pk__in=ids, removal__isnull=True).select_related("topic")
    return {one.pk: Seen(one.topic.title, one.get_absolute_url(), one.language, excerpt(one.plain)) for one in rows}


def spaces(person: Person, ids: Collection[int]) -> Mapping[int, Seen]:
    rows = spaces_visible_to(person).filter(pk__in=ids)
    return {one.pk: Seen(one.name, one.get_absolute_url()) for one in rows}


def tags(_person: Person, ids: Collection[int]) -> Mapping[int, Seen]:
    return {one.pk: Seen(one.name, one.get_absolute_url()) for one in Tag.objects.filter(pk__in=ids)}


def link_to_topic(pk: int) -> str:
    return reverse("discussions:topic_by_id", args=[pk])


def link_to_post(pk: int) -> str:
    return reverse("discussions:post", args=[pk])


def link_to_space(pk: int) -> str:
    space = Space.objects.filter(pk=pk).first()
    return space.get_absolute_url() if space else ""


def link_to_tag(pk: int) -> str:
    tag = Tag.objects.filter(pk=pk).first()
    return tag.get_absolute_url() if tag else ""


SUBJECTS = (
    Subject(
        label=TOPIC,
        name=_("Topic"),
        plural=_("Topics"),
        icon="message-circle",
        shown=topics,
        link=link_to_topic,
        levels=LEVELS_OF_TOPIC,
        follow_words=_("Follow this topic"),
        is_main_button=True,
        follows_by_itself=True,
    ),
    Subject(
        label=POST,
        name=_("Post"),
        plural=_("Posts"),
        icon="message-circle",
        shown=posts,
        link=link_to_post,
        can_be_kept=True,
    ),
    Subject(
        label=SPACE,
        name=_("Space"),
        plural=_("Spaces"),
        icon="messages-square",
        shown=spaces,
        link=link_to_space,
        levels=LEVELS_OF_PLACE,
        follow_words=_("Follow this space"),
    ),
    Subject(
        label=TAG,
        name=_("Tag"),
        plural=_("Tags"),
        icon="hash",
        shown=tags,
        link=link_to_tag,
        levels=LEVELS_OF_PLACE,
        follow_words=_("Follow this tag"),
        yields_to=frozenset({SPACE}),
    ),
)


@bookkeeper(TopicStarted)
def follow_own_topic(activity: Activity) -> None:
    _follow(activity, loaded(activity, TopicStarted).topic_id, Follow.Level.WATCHING, Follow.Reason.STARTED)


@bookkeeper(ReplyPosted)
def follow_where_one_replied(activity: Activity) -> None:
    _follow(activity, loaded(activity, ReplyPosted).topic_id, Follow.Level.TRACKING, Follow.Reason.REPLIED)


@bookkeeper(TopicsMerged)
def bring_followers_along(activity: Activity) -> None:
    merged = loaded(activity, TopicsMerged)
    reactions.move_followers(TOPIC, merged.other_topic_id, to_id=merged.topic_id)


def _follow(activity: Activity, topic_id: int, level: str, reason: str) -> None:
    """The actor of these is the author, also where somebody else let the post out. Whoever left follows nothing."""
    if activity.actor_id is not None:
        reactions.follow_by_itself(TOPIC, topic_id, member_id=activity.actor_id, level=level, reason=reason)
