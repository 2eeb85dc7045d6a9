"""Topics as rows of a list: of a space, of a member, of the whole community."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.translation import get_language, ngettext

from korzo.discussions.cursor import Cursor, cursor_at_count
from korzo.discussions.models import (
    Acceptance,
    IdeaState,
    Kind,
    QuestionState,
    Space,
    Tag,
    Topic,
    TopicPin,
    TopicQuerySet,
    TopicTag,
)
from korzo.discussions.permissions import closed_to, is_closed, visible_to
from korzo.discussions.queries.news_key import news_key
from korzo.discussions.queries.pictures import photos_of_posts
from korzo.discussions.queries.question_states import QUESTION_STATES, same_text, state_of, turn_of
from korzo.discussions.queries.question_states import STATE_ICONS as QUESTION_ICONS
from korzo.edge.recording import reads
from korzo.kit import formats, parts
from korzo.kit.pictures import Photo
from korzo.kit.slots import Badge
from korzo.members.queries import Byline, bylines
from korzo.reactions import queries as reactions

TOPICS_ON_PAGE = 20
# The mosaic of a list shows four and says how many more there are.
PICTURES_IN_LIST = 4
PINNED_SHOWN = 3
FEATURED_SHOWN = 3
# What the rows of a list tell besides the topic itself.
STATES = ("space", "closure", *QUESTION_STATES)


class Show(StrEnum):
    LIVELY = "lively"
    NEWEST = "newest"
    UNANSWERED = "unanswered"
    PICTURES = "pictures"
    VOTES = "votes"


COLUMNS = {Show.LIVELY: "last_post_at", Show.VOTES: "vote_count"}
# Talk and questions speak for themselves; the others say what they are.
KIND_ICONS = {
    Kind.IDEA: "sprout",
    Kind.SHOWCASE: "images",
    Kind.POLL: "chart-column",
    Kind.ANNOUNCEMENT: "megaphone",
}
STATE_ICONS = {
    IdeaState.NEW: "sparkles",
    IdeaState.CONSIDERING: "hourglass",
    IdeaState.PLANNED: "calendar-days",
    IdeaState.DONE: "circle-check",
    IdeaState.DECLINED: "circle-x",
    IdeaState.MERGED: "merge",
}


@dataclass(frozen=True)
class Count:
    icon: str
    text: str
    label: str = ""


@dataclass(frozen=True)
class FeedItem:
    """What `ui/feed_item.html` reads."""

    title: str
    url: str
    moment: datetime
    excerpt: str = ""
    lang: str = ""
    name: str = ""
    author_url: str = ""
    avatar_url: str = ""
    author_id: int = 0
    staff: bool = False
    gone: bool = False
    badges: list[Badge] = field(default_factory=list)
    place: str = ""
    place_url: str = ""
    pinned: bool = False
    locked: bool = False
    solved: bool = False
    waiting: bool = False
    pictures: list[Photo] = field(default_factory=list)
    pictures_hidden: int = 0
    counts: list[Count] = field(default_factory=list)
    tag: str = ""
    tag_hue: int = 0
    # A personal part: what of it is new for whoever looks.
    mark: str = ""


@dataclass(frozen=True)
class FeedPage:
    items: list[FeedItem]
    before: str = ""


@dataclass(frozen=True)
class Asked:
    """One list of topics among several on a page."""

    show: Show = Show.NEWEST
    limit: int = TOPICS_ON_PAGE
    before: Cursor | None = None


def latest(asked: Sequence[Asked]) -> list[FeedPage]:
    """Lists across all spaces, for the home page. One more list costs one more query."""
    return _pages(visible_to(None), asked)


def topics_in(space: Space, *, show: Show = Show.LIVELY, before: Cursor | None = None) -> FeedPage:
    """Lists are the same for everybody who may read the space, the team included. What is pinned stands on top of the
    lists by which people usually come, and nowhere else in them.
    """
    topics = Topic.objects.standing().filter(space=space)
    if show in {Show.UNANSWERED, Show.NEWEST}:
        return _pages(topics, [Asked(show, before=before)], in_space=True)[0]
    reads("talk", "spaces")
    pinned = _pinned(space)
    rows, rest = _rows(topics.exclude(pk__in=[topic.pk for topic in pinned]), Asked(show, before=before))
    on_top = pinned if before is None else []
    ids = {topic.pk for topic in on_top}
    return FeedPage(feed_items([*on_top, *rows], in_space=True, pinned_ids=ids), rest)


def _pinned(space: Space) -> list[Topic]:
    """From the pins on, which are few, and not from the topics."""
    pins = TopicPin.objects.filter(space=space, topic__is_standing=True)
    wide = pins.select_related("topic", *(f"topic__{state}" for state in STATES))
    return [pin.topic for pin in wide.order_by("-at", "-pk")[:PINNED_SHOWN]]


def topics_tagged(tag: Tag, *, before: Cursor | None = None) -> FeedPage:
    """The newest first, from all spaces that everybody may read."""
    reads("talk", "spaces")
    rows = TopicTag.objects.filter(tag=tag, topic__is_standing=True).exclude(topic__space__in=closed_to(None))
    if before is not None:
        rows = rows.filter(before.before("created_at", key="topic_id"))
    wide = rows.select_related("topic", *(f"topic__{state}" for state in STATES))
    found = list(wide.order_by("-created_at", "-topic_id")[: TOPICS_ON_PAGE + 1])
    shown = found[:TOPICS_ON_PAGE]
    rest = str(Cursor(shown[-1].created_at, shown[-1].topic_id)) if len(found) > TOPICS_ON_PAGE else ""
    return FeedPage(feed_items([row.topic for row in shown]), rest)


def featured(limit: int = FEATURED_SHOWN) -> list[FeedItem]:
    """What the team wants everybody to see, the latest choice first."""
    reads("talk", "spaces")
    topics = visible_to(None).filter(feature__isnull=False).select_related(*STATES)
    return feed_items(list(topics.order_by("-feature__at", "-feature__pk")[:limit]))


def topics_of(member_id: int, *, before: Cursor | None = None, limit: int = TOPICS_ON_PAGE) -> FeedPage:
    return _pages(visible_to(None).filter(author_id=member_id), [Asked(limit=limit, before=before)])[0]


def _pages(topics: TopicQuerySet, asked: Sequence[Asked], *, in_space: bool = False) -> list[FeedPage]:
    reads("talk", "spaces")
    found = [_rows(topics, one) for one in asked]
    different = {topic.pk: topic for rows, _rest in found for topic in rows}
    items = dict(zip(different, feed_items(list(different.values()), in_space=in_space), strict=True))
    return [FeedPage([items[topic.pk] for topic in rows], rest) for rows, rest in found]


def _rows(topics: TopicQuerySet, asked: Asked) -> tuple[list[Topic], str]:
    """The topics, and where the next page of this list begins; empty at the end."""
    show, limit = asked.show, asked.limit
    column = COLUMNS.get(show, "created_at")
    if show is Show.UNANSWERED:
        topics = topics.unanswered()
    elif show is Show.PICTURES:
        topics = topics.pictured()
    elif show is Show.VOTES:
        topics = topics.ideas()
    if asked.before is not None:
        is_count = show is Show.VOTES
        topics = topics.filter(asked.before.below(column) if is_count else asked.before.before(column))
    rows = list(topics.select_related(*STATES).order_by(f"-{column}", "-pk")[: limit + 1])
    shown = rows[:limit]
    return shown, str(_place_of(shown[-1], show)) if len(rows) > limit else ""


def _place_of(topic: Topic, show: Show) -> Cursor:
    if show is Show.VOTES:
        return cursor_at_count(topic.vote_count, topic.pk)
    return Cursor(topic.last_post_at if show is Show.LIVELY else topic.created_at, topic.pk)


def feed_items(
    topics: list[Topic], *, in_space: bool = False, pinned_ids: Collection[int] = frozenset()
) -> list[FeedItem]:
    """The number of queries does not depend on the number of topics."""
    first_ids = [topic.first_post_id for topic in topics if topic.first_post_id is not None]
    people = bylines(topic.author_id for topic in topics)
    photos = photos_of_posts(first_ids)
    hearts = reactions.counts("discussions.post", first_ids)
    solved = set(Acceptance.objects.filter(topic__in=topics).values_list("topic_id", flat=True))
    return [
        _item(
            topic,
            people[topic.author_id],
            photos.get(topic.first_post_id or 0, []),
            hearts.get(topic.first_post_id or 0, 0),
            solved=topic.pk in solved,
            pinned=topic.pk in pinned_ids,
            in_space=in_space,
        )
        for topic in topics
    ]


def _item(
    topic: Topic, author: Byline, photos: list[Photo], hearts: int, *, solved: bool, pinned: bool, in_space: bool
) -> FeedItem:
    place = topic.space
    return FeedItem(
        title=topic.title,
        url=topic.get_absolute_url(),
        moment=topic.created_at,
        excerpt=topic.excerpt,
        lang=topic.language,
        name=author.name,
        author_url=author.url,
        avatar_url=author.avatar_url,
        author_id=author.key,
        staff=author.staff,
        gone=author.gone,
        badges=author.badges,
        place="" if in_space else place.name,
        place_url="" if in_space else place.get_absolute_url(),
        pinned=pinned,
        locked=is_closed(topic),
        solved=solved,
        waiting=topic.is_waiting,
        pictures=photos[:PICTURES_IN_LIST],
        pictures_hidden=max(0, len(photos) - PICTURES_IN_LIST),
        counts=[*_question_counts(topic, is_solved=solved), *_counts(topic, hearts)],
        tag="" if in_space else place.name,
        tag_hue=place.hue,
        mark=parts.mark("discussions.news", news_key(topic)),
    )


def _question_counts(topic: Topic, *, is_solved: bool) -> list[Count]:
    """Whose turn it is, what became of it, and how many more ask it; solved and waiting have a mark of their own."""
    if not topic.is_question:
        return []
    state, turn = state_of(topic, is_solved=is_solved), turn_of(topic)
    counts = [Count("hourglass", turn)] if turn else []
    if state in {QuestionState.DUPLICATE, QuestionState.WITHDRAWN}:
        counts.append(Count(QUESTION_ICONS[state], str(state.label)))
    if topic.same_count:
        counts.append(Count("users", same_text(topic)))
    return counts


def _counts(topic: Topic, hearts: int) -> list[Count]:
    counts = [Count(KIND_ICONS[Kind(topic.kind)], str(Kind(topic.kind).label))] if topic.kind in KIND_ICONS else []
    if topic.is_idea:
        counts.append(Count(STATE_ICONS[IdeaState(topic.idea_state)], str(IdeaState(topic.idea_state).label)))
        counts.append(Count("chevron-up", votes_text(topic)))
    if hearts:
        label = ngettext("%(shown)s heart", "%(shown)s hearts", hearts) % {"shown": _shown(hearts)}
        counts.append(Count("heart", _shown(hearts), label))
    if topic.reply_count:
        counts.append(Count("message-circle", replies_text(topic)))
    return counts


def votes_text(topic: Topic) -> str:
    n = topic.vote_count
    return ngettext("%(shown)s vote", "%(shown)s votes", n) % {"shown": _shown(n)}


def replies_text(topic: Topic) -> str:
    n = topic.reply_count
    if topic.is_question:
        return ngettext("%(shown)s answer", "%(shown)s answers", n) % {"shown": _shown(n)}
    return ngettext("%(shown)s reply", "%(shown)s replies", n) % {"shown": _shown(n)}


def _shown(number: int) -> str:
    return formats.number(number, get_language())
