"""What is new for one member: marks in lists, the first post not read, and the page that gathers it all."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, FilteredRelation, Q
from django.utils import timezone

from korzo.discussions.cursor import Cursor
from korzo.discussions.models import VISIT_GAP, Post, Reader, Topic, TopicQuerySet, TopicReading
from korzo.discussions.permissions import visible_to
from korzo.discussions.queries.feed import STATES, TOPICS_ON_PAGE, FeedItem, FeedPage, feed_items
from korzo.discussions.queries.news_key import NewsKey, microseconds, parse_news_key
from korzo.members.models import Member, Mute
from korzo.members.permissions import Person
from korzo.reactions.models import Follow

TOPIC, SPACE = "discussions.topic", "discussions.space"
# Pages tell of their reader at least every two minutes while they are looked at.
ON_SITE_FOR = timedelta(minutes=3)
# What a member never opened is news for two weeks, and what they began to read for two months.
NEW_FOR = timedelta(days=14)
UNREAD_FOR = timedelta(days=60)
FOLLOWED_SHOWN = 50
# Longer than any transaction that writes a post.
WRITING_TAKES_MAX = timedelta(hours=1)
# Above this a mark says "99+".
COUNT_SHOWN_MAX = 99
_HEARD = (Follow.Level.WATCHING, Follow.Level.TRACKING)
_HEARD_OF_SPACE = (*_HEARD, Follow.Level.FIRST_POST)


@dataclass(frozen=True)
class NewsMark:
    """`count` posts are unread; 0 for a topic that is new as a whole."""

    topic_id: int
    count: int = 0

    @property
    def is_many(self) -> bool:
        return self.count > COUNT_SHOWN_MAX


@dataclass(frozen=True)
class NewForMe:
    followed: list[FeedItem]
    rest: FeedPage

    @property
    def is_empty(self) -> bool:
        return not (self.followed or self.rest.items)


def news_marks(keys: Collection[str], person: Person, now: datetime | None = None) -> dict[str, NewsMark]:
    """For a list of topics, by their `news_key`. One question, however long the list; none for a guest."""
    if person is None:
        return {}
    asked = {key: parse_news_key(key) for key in keys}
    topic_ids = {one.topic_id for one in asked.values()}
    rows = list(
        Reader.objects.filter(pk=person.pk, remembers=True)
        .annotate(place=FilteredRelation("topics", condition=Q(topics__topic_id__in=topic_ids)))
        .values_list("seen_at", "last_visit_at", "all_read_at", "place__topic_id", *_PLACE)
    )
    if not rows:
        return {}
    seen_at, last_visit_at, all_read_at = rows[0][:3]
    since = _later(_since(seen_at, last_visit_at, now or timezone.now()), all_read_at)
    places = {row[3]: (row[4], row[5]) for row in rows}
    found = {}
    for key, one in asked.items():
        mark = _mark(one, places.get(one.topic_id), since=since, all_read_at=all_read_at, own_id=person.pk)
        if mark is not None:
            found[key] = mark
    return found


_PLACE = ("place__last_read_number", "place__last_read_at")


def _mark(
    one: NewsKey,
    place: tuple[int, datetime | None] | None,
    *,
    since: datetime | None,
    all_read_at: datetime | None,
    own_id: int,
) -> NewsMark | None:
    if place is None:
        is_new = since is not None and one.created > microseconds(since) and one.author_id != own_id
        return NewsMark(one.topic_id) if is_new else None
    number, read_at = place
    until = _later(read_at, all_read_at)
    if until is None or one.last_post <= microseconds(until):
        return None
    return NewsMark(one.topic_id, max(1, one.highest_number - number))


def _since(seen_at: datetime | None, last_visit_at: datetime | None, now: datetime) -> datetime | None:
    """When they were here before this visit, which may begin with this very page."""
    return seen_at if seen_at is not None and now - seen_at > VISIT_GAP else last_visit_at


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((moment for moment in (one, other) if moment is not None), default=None)


def next_unread(topic: Topic, member: Member) -> Post | None:
    """The first post behind the last that they read; None where they read all, or nothing yet."""
    place = TopicReading.objects.filter(reader=member.pk, topic=topic).first()
    if place is None or not place.last_read_number:
        return None
    rest = Post.objects.filter(topic=topic, number__gt=place.last_read_number, is_standing=True)
    return rest.filter(acceptance__isnull=True).select_related("topic").order_by("number").first()


def has_read(member_ids: Iterable[int], post: Post) -> set[int]:
    """Who of these came past this post on the site."""
    places = TopicReading.objects.filter(topic=post.topic_id, last_read_number__gte=post.number)
    return set(places.filter(reader__in=list(member_ids)).values_list("reader_id", flat=True))


def on_site(member_ids: Iterable[int], now: datetime | None = None) -> set[int]:
    """Who of these looks at a page of ours right now, as far as their page told."""
    lately = (now or timezone.now()) - ON_SITE_FOR
    return set(Reader.objects.filter(pk__in=list(member_ids), seen_at__gt=lately).values_list("pk", flat=True))


def remembers_reading(member: Member) -> bool:
    return not Reader.objects.filter(pk=member.pk, remembers=False).exists()


def new_for(member: Member, *, before: Cursor | None = None, now: datetime | None = None) -> NewForMe:
    """What is unread in what they follow, the youngest first; then the rest, in pages."""
    moment = now or timezone.now()
    reader = Reader.objects.filter(pk=member.pk).first() or Reader(member=member)
    unread = _unread(reader, _wanted(member), moment)
    followed = Q(pk__in=_followed(member, TOPIC, _HEARD)) | Q(space__in=_followed(member, SPACE, _HEARD_OF_SPACE))
    on_top = [] if before else list(unread.filter(followed).order_by("-last_post_at", "-pk")[:FOLLOWED_SHOWN])
    others = unread.exclude(followed)
    if before is not None:
        others = others.filter(before.before("last_post_at"))
    rows = list(others.order_by("-last_post_at", "-pk")[: TOPICS_ON_PAGE + 1])
    shown = rows[:TOPICS_ON_PAGE]
    items = feed_items([*on_top, *shown])
    rest = str(Cursor(shown[-1].last_post_at, shown[-1].pk)) if len(rows) > TOPICS_ON_PAGE else ""
    return NewForMe(items[: len(on_top)], FeedPage(items[len(on_top) :], rest))


def first_unread(reader: Reader, now: datetime) -> datetime:
    """Nothing that was said last before this moment is unread."""
    unread = _unread(reader, visible_to(reader.member), now)
    oldest = unread.order_by("last_post_at").values_list("last_post_at", flat=True).first()
    return min(moment for moment in (oldest, now) if moment) - WRITING_TAKES_MAX


def _wanted(member: Member) -> TopicQuerySet:
    """What they may read, and not what they shut out."""
    return (
        visible_to(member)
        .exclude(author__in=Mute.objects.filter(member=member).values("other_id"))
        .exclude(pk__in=_followed(member, TOPIC, (Follow.Level.MUTED,)))
        .exclude(space__in=_followed(member, SPACE, (Follow.Level.MUTED,)))
        .select_related(*STATES)
    )


def _followed(member: Member, label: str, levels: Collection[str]) -> list[int]:
    follows = Follow.objects.filter(member=member, subject_label=label, level__in=levels)
    return list(follows.values_list("subject_id", flat=True))


def _unread(reader: Reader, topics: TopicQuerySet, now: datetime) -> TopicQuerySet:
    """Of a member's tens of thousands of places only those are looked at whose topic spoke lately."""
    begin = max(moment for moment in (now - UNREAD_FOR, reader.all_read_at, reader.first_unread_at) if moment)
    new_since = max(begin, now - NEW_FOR)
    never_opened = Q(place__isnull=True, created_at__gt=new_since) & ~Q(author=reader.pk)
    went_on = Q(place__last_read_at__lt=F("last_post_at"))
    mine = FilteredRelation("readings", condition=Q(readings__reader_id=reader.pk))
    return topics.filter(last_post_at__gt=begin).annotate(place=mine).filter(never_opened | went_on)
