"""Topics as rows of a list: of a space, of a member, of the whole community."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.translation import get_language, ngettext

from korzo.discussions.cursor import Cursor
from korzo.discussions.models import Acceptance, Space, Topic, TopicQuerySet
from korzo.discussions.permissions import visible_to
from korzo.discussions.queries.pictures import photos_of_posts
from korzo.edge.recording import reads
from korzo.kit import formats
from korzo.kit.pictures import Photo
from korzo.kit.slots import Badge
from korzo.members.queries import Byline, bylines
from korzo.reactions import queries as reactions

TOPICS_ON_PAGE = 20
# The mosaic of a list shows four and says how many more there are.
PICTURES_IN_LIST = 4


class Show(StrEnum):
    LIVELY = "lively"
    NEWEST = "newest"
    UNANSWERED = "unanswered"
    PICTURES = "pictures"


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
    solved: bool = False
    waiting: bool = False
    pictures: list[Photo] = field(default_factory=list)
    pictures_hidden: int = 0
    counts: list[Count] = field(default_factory=list)
    tag: str = ""
    tag_hue: int = 0


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
    """Lists are the same for everybody, the team included."""
    return _pages(visible_to(None).filter(space=space), [Asked(show, before=before)], in_space=True)[0]


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
    column = "last_post_at" if show is Show.LIVELY else "created_at"
    if show is Show.UNANSWERED:
        topics = topics.unanswered()
    elif show is Show.PICTURES:
        topics = topics.pictured()
    if asked.before is not None:
        topics = topics.filter(asked.before.before(column))
    rows = list(topics.select_related("space").order_by(f"-{column}", "-pk")[: limit + 1])
    shown = rows[:limit]
    rest = str(Cursor(getattr(shown[-1], column), shown[-1].pk)) if len(rows) > limit else ""
    return shown, rest


def feed_items(topics: list[Topic], *, in_space: bool = False) -> list[FeedItem]:
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
            in_space=in_space,
        )
        for topic in topics
    ]


def _item(topic: Topic, author: Byline, photos: list[Photo], hearts: int, *, solved: bool, in_space: bool) -> FeedItem:
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
        solved=solved,
        waiting=topic.is_question and not topic.reply_count,
        pictures=photos[:PICTURES_IN_LIST],
        pictures_hidden=max(0, len(photos) - PICTURES_IN_LIST),
        counts=_counts(topic, hearts),
        tag="" if in_space else place.name,
        tag_hue=place.hue,
    )


def _counts(topic: Topic, hearts: int) -> list[Count]:
    counts = []
    if hearts:
        label = ngettext("%(shown)s heart", "%(shown)s hearts", hearts) % {"shown": _shown(hearts)}
        counts.append(Count("heart", _shown(hearts), label))
    if topic.reply_count:
        counts.append(Count("message-circle", replies_text(topic)))
    return counts


def replies_text(topic: Topic) -> str:
    n = topic.reply_count
    if topic.is_question:
        return ngettext("%(shown)s answer", "%(shown)s answers", n) % {"shown": _shown(n)}
    return ngettext("%(shown)s reply", "%(shown)s replies", n) % {"shown": _shown(n)}


def _shown(number: int) -> str:
    return formats.number(number, get_language())
