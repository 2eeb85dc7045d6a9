"""What an open page tells of its reader: that they are here, which posts they saw, and for how long.

Private to the member, and too much of it for the log: no activity is recorded. Telling the same twice changes nothing.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.discussions.models import VISIT_GAP, Post, Reader, ReadingDay, Topic, TopicReading
from korzo.discussions.permissions import readable_by
from korzo.kit.errors import Missing, Refused
from korzo.members import actions as members
from korzo.members.models import Member
from korzo.members.permissions import Person, check_signed_in
from korzo.reactions import actions as reactions
from korzo.reactions.models import Follow

TOPIC = "discussions.topic"
# A page tells at least once a minute while somebody looks at it.
SIGN_SECONDS_MAX = 60
# More than this in one day is an open window, and nobody's reading.
DAY_SECONDS_MAX = 4 * 3600
DAY_POSTS_MAX = 2_000
# A page holds twenty posts and some accepted answers; "show more" makes it longer.
POSTS_A_SIGN_MAX = 100
# A few windows, each telling every few seconds while its reader scrolls.
SIGNS_A_MINUTE_MAX = 40
# Of a lively topic that somebody read for so long, they want to know what is new.
FOLLOWED_AFTER_SECONDS = 5 * 60

type Listener = Callable[[Member, Collection[int], datetime], object]


class TooOften(Refused):
    """More signs than any reader's pages send."""


@dataclass(frozen=True)
class Sign:
    """`read` are ids of posts that were looked at since the last sign, `seconds` how long the page was seen since."""

    read: Collection[int] = ()
    seconds: int = 0


@dataclass(frozen=True)
class _Flow:
    """One post among those that stand in a row: number 1 and accepted answers stand on top."""

    pk: int
    number: int
    created_at: datetime
    is_standing: bool
    author_id: int | None


_listeners: list[Listener] = []


def when_read(listener: Listener) -> None:
    """Called in a room's `ready()`: hears which posts a member looked at, in the transaction that keeps it. Posts that
    were read before are told again, and whoever does not want to be remembered is not told of.
    """
    if listener not in _listeners:
        _listeners.append(listener)


def note_visit(*, actor: Person, at: datetime | None = None) -> bool:
    """They look at some page of the community. Whether that is kept."""
    member = check_signed_in(actor)
    moment = at or timezone.now()
    with transaction.atomic():
        reader = _held(member, moment)
        if reader is None:
            return False
        _keep(reader, moment)
        members.seen(member, at=moment)
    return True


def note_reading(topic_id: int, *, actor: Person, sign: Sign, at: datetime | None = None) -> None:
    member = check_signed_in(actor)
    moment = at or timezone.now()
    topic = _topic_for(member, topic_id)
    with transaction.atomic():
        reader = _held(member, moment)
        if reader is None:
            return
        seconds = _seconds(reader, sign.seconds, moment)
        _keep(reader, moment)
        members.seen(member, at=moment)
        place = TopicReading.objects.filter(reader=reader, topic=topic).first()
        is_first = place is None
        place = place or TopicReading(reader=reader, topic=topic, seen_before=topic.highest_number, visited_at=moment)
        _come_to(place, topic, moment)
        looked_at = list(sign.read)[:POSTS_A_SIGN_MAX]
        posts = _read_on(place, _flow(topic, looked_at), topic)
        _add_seconds(place, seconds)
        place.save()
        # Nobody earns trust by reading themselves.
        entered = int(is_first and topic.author_id != member.pk)
        _count(reader, moment, topics=entered, posts=posts, seconds=seconds)
        for tell in _listeners if looked_at else ():
            tell(member, looked_at, moment)


def note_page_read(topic_id: int, *, actor: Person, until: int, at: datetime | None = None) -> None:
    """A browser without scripts cannot tell what was looked at: the page up to this number counts as read."""
    member = check_signed_in(actor)
    topic = _topic_for(member, topic_id)
    on_page = Q(number__lte=until) | Q(acceptance__isnull=False)
    shown = Post.objects.filter(on_page, topic=topic, hold__isnull=True)
    ids = list(shown.order_by("-number").values_list("pk", flat=True)[:POSTS_A_SIGN_MAX])
    note_reading(topic_id, actor=member, sign=Sign(read=ids), at=at)


def mark_all_read(*, actor: Person, at: datetime | None = None) -> None:
    """One moment: what was said before it is read, in all topics."""
    member = check_signed_in(actor)
    moment = at or timezone.now()
    with transaction.atomic():
        reader = _held(member, moment)
        if reader is not None:
            Reader.objects.filter(pk=reader.pk).update(all_read_at=moment, first_unread_at=moment)


def remember_reading(wanted: bool, *, actor: Person) -> None:
    """Whoever does not want it is forgotten here: the places at once, and nothing more is kept. What was counted until
    then stays, because their level was earned by it.
    """
    member = check_signed_in(actor)
    with transaction.atomic():
        Reader.objects.bulk_create([Reader(member=member)], ignore_conflicts=True)
        reader = Reader.objects.select_for_update(no_key=True).get(pk=member.pk)
        if reader.remembers == wanted:
            return
        forgotten = dict.fromkeys(("seen_at", "last_visit_at", "all_read_at", "first_unread_at", "counted_until"))
        Reader.objects.filter(pk=member.pk).update(remembers=wanted, **forgotten)
        if not wanted:
            TopicReading.objects.filter(reader=reader).delete()
            members.forget_when_seen(member)


def _topic_for(member: Member, topic_id: int) -> Topic:
    topic = readable_by(member).filter(pk=topic_id).first()
    if topic is None:
        raise Missing(topic_id)
    return topic


def _held(member: Member, moment: datetime) -> Reader | None:
    """Nobody else writes about this reader until the end of the transaction. None where they do not want it."""
    rows = Reader.objects.select_for_update(no_key=True).filter(pk=member.pk)
    reader = rows.first()
    if reader is None:
        Reader.objects.bulk_create([Reader(member=member)], ignore_conflicts=True)
        reader = rows.get()
    if not reader.remembers:
        return None
    if reader.beats_since is None or moment - reader.beats_since >= timedelta(minutes=1):
        reader.beats_since, reader.beats = moment, 0
    if reader.beats >= SIGNS_A_MINUTE_MAX:
        raise TooOften(_("That was a little quick. Please wait a moment and try again."))
    reader.beats += 1
    return reader


def _seconds(reader: Reader, told: int, moment: datetime) -> int:
    """No more than have passed since the last that were counted: two windows do not make two readers."""
    wanted = max(0, min(told, SIGN_SECONDS_MAX))
    if reader.counted_until is not None:
        wanted = max(0, min(wanted, round((moment - reader.counted_until).total_seconds())))
    if wanted:
        reader.counted_until = moment
    return wanted


def _keep(reader: Reader, moment: datetime) -> None:
    before = reader.seen_at
    if before is not None and moment - before > VISIT_GAP:
        reader.last_visit_at = before
    if before is None or timezone.localdate(before) != timezone.localdate(moment):
        day = ReadingDay(reader=reader, day=timezone.localdate(moment))
        ReadingDay.objects.bulk_create([day], ignore_conflicts=True)
    reader.seen_at = max(before or moment, moment)
    reader.save(update_fields=["seen_at", "last_visit_at", "counted_until", "beats_since", "beats"])


def _come_to(place: TopicReading, topic: Topic, moment: datetime) -> None:
    if moment - place.visited_at > VISIT_GAP:
        place.seen_before = place.highest_seen
    place.highest_seen = max(place.highest_seen, topic.highest_number)
    place.visited_at = max(place.visited_at, moment)


def _flow(topic: Topic, ids: Collection[int]) -> list[_Flow]:
    """Only posts of this topic that everybody reads; what was taken away still stands in the row."""
    rows = Post.objects.filter(topic=topic, pk__in=ids, acceptance__isnull=True, hold__isnull=True).order_by("number")
    return [_Flow(*row) for row in rows.values_list("pk", "number", "created_at", "is_standing", "author_id")]


def _read_on(place: TopicReading, read: list[_Flow], topic: Topic) -> int:
    """How many posts of others among these were not read before. Where none is left behind the last, all is read."""
    fresh = [post for post in read if post.number > place.last_read_number]
    if not fresh:
        return 0
    last = max(fresh, key=lambda post: post.number)
    place.last_read_number, place.last_read_at = last.number, last.created_at
    rest = Post.objects.filter(topic=topic, number__gt=last.number, is_standing=True, acceptance__isnull=True)
    if not rest.exists():
        place.last_read_number = max(last.number, topic.highest_number)
        place.last_read_at = max(last.created_at, topic.last_post_at)
    return sum(1 for post in fresh if post.is_standing and post.author_id != place.reader_id)


def _add_seconds(place: TopicReading, seconds: int) -> None:
    before = place.seconds
    place.seconds += seconds
    if before < FOLLOWED_AFTER_SECONDS <= place.seconds:
        reactions.follow_by_itself(
            TOPIC,
            place.topic_id,
            member_id=place.reader_id,
            level=Follow.Level.TRACKING,
            reason=Follow.Reason.READ,
        )


def _count(reader: Reader, moment: datetime, *, topics: int, posts: int, seconds: int) -> None:
    if not (topics or posts or seconds):
        return
    ReadingDay.objects.filter(reader=reader, day=timezone.localdate(moment)).update(
        topics_entered=F("topics_entered") + topics,
        posts_read=Least(F("posts_read") + posts, DAY_POSTS_MAX),
        seconds=Least(F("seconds") + seconds, DAY_SECONDS_MAX),
    )
