"""What gathers around the talk of a town: comments below one product, a queue, a contest, tags, one reader's notices.

Each grows with the town, and is in the smallest one already as much as a page shows.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Protocol

from django.db.models import Model

from bench.bulk import Rows, moment
from korzo.comments.models import Comment, CommentTotal
from korzo.contests.models import Announcement, Contest, Entry, Result, Vote
from korzo.contests.permissions import ENTRIES_IN_CONTEST_MAX
from korzo.contests.tally import Given, digest_of, document_of, tally
from korzo.discussions.models import Reader, Tag, TopicReading, TopicTag
from korzo.kit.html import CLEANER_VERSION
from korzo.moderation.models import Flag, Item
from korzo.notifications.models import Notice
from korzo.reactions.models import Follow
from korzo.shop.models import Connection, Product

# Whose pages are looked at, and whose topics they follow.
READER, FOLLOWED_TOPICS = 900, 10
PRODUCT, CONTEST, PAST_CONTEST, TAG = "kettle", 1, 2, "everyday"
# As both databases keep it.
PRICE = "40.0000"
WORDS = "I have had it for a year and would buy it again; it pours well and does not drip."
HTML = f"<p>{WORDS}</p>"
# So many of a town's posts for one of each; and as many as fill a page of the rarest kind everywhere.
COMMENT_PART, ITEM_PART, NOTICE_PART, ENTRY_PART, CROWD_MIN = 10, 10, 10, 100, 700
ANSWERS_EACH, FLAGS_MAX, VOTES_EACH, UNREAD_NOTICES = 2, 3, 20, 40
# Every second topic; and of the reader's own, two in three were opened, the others are news.
TAGGED_EACH, UNOPENED_EACH = 2, 3
MEMBERS_KNOWN = 2_000

MODELS: tuple[type[Model], ...] = (
    Comment, CommentTotal, Contest, Entry, Announcement, Result, Vote, Item, Flag, Notice, Tag, TopicTag, Reader,
    TopicReading, Follow, Connection, Product,
)  # fmt: skip
COLUMNS: Mapping[type[Model], str] = {
    Comment: "subject_label subject_id number parent_id id author_id html plain cleaner_version language state "
    "answer_count created_at",
    CommentTotal: "subject_label subject_id highest_number count",
    Contest: "id title cleaner_version language opens_at entries_until votes_until results_at seed last_number",
    Entry: "id contest_id author_id number title html plain cleaner_version language rights_text rights_at created_at",
    Announcement: "contest_id at",
    Result: "contest_id at document former_digest digest",
    Vote: "entry_id member_id at",
    Item: "id kind label subject_id author_id opened_at score flag_count title html plain closed_at",
    Flag: "item_id label subject_id member_id reason weight at",
    Notice: "member_id kind key activity_id params link actor_ids actor_count created_at at read_at",
    Tag: "id slug name",
    TopicTag: "topic_id tag_id created_at",
    Reader: "member_id seen_at last_visit_at",
    TopicReading: "reader_id topic_id last_read_number last_read_at highest_seen",
    Follow: "subject_label subject_id member_id level",
    Connection: "id name",
    Product: "id connection_id external_id handle title price_from price_to currency",
}


class Talk(Protocol):
    """What must be known of a topic: how many posts it has, and when its first and its last were written."""

    number: int
    created_at: str
    last_post_at: str


class Crowd:
    def __init__(self, posts: int, now: datetime, random: Random) -> None:
        self.posts, self.now, self.random = posts, now, random
        self.rows = {model: Rows(model, columns) for model, columns in COLUMNS.items()}

    def many(self, part: int) -> int:
        return max(CROWD_MIN, self.posts // part)

    def ago(self, index: int, count: int) -> str:
        """Within the last year, the first the oldest."""
        return moment(self.now - timedelta(days=365) * (1 - (index + 1) / (count + 1)))

    def add(self, model: type[Model], *values: object) -> None:
        self.rows[model].add(*values)


def build(posts: int, threads: Sequence[Talk], now: datetime, random: Random) -> None:
    """Inside the transaction of the town."""
    crowd = Crowd(posts, now, random)
    parts: Sequence[Callable[[Crowd], None]] = (_product, _queue, _notices, _contests)
    for part in parts:
        part(crowd)
    _reader(crowd, threads)
    for rows in crowd.rows.values():
        rows.flush()


def _product(crowd: Crowd) -> None:
    """With comments: after every second one, two answers to it."""
    crowd.add(Connection, 1, "Shop")
    crowd.add(Product, 1, 1, "1", PRODUCT, "Kettle", PRICE, PRICE, "EUR")
    count, parent, label = crowd.many(COMMENT_PART), 0, "shop.product"
    for place in range(count):
        turn = place % (2 + ANSWERS_EACH)
        is_answer, answers = turn > 1, ANSWERS_EACH if turn == 1 else 0
        pk = place + 1
        if not is_answer:
            parent = pk
        crowd.add(
            Comment, label, 1, pk, parent if is_answer else None, pk, 1 + place * 7 % MEMBERS_KNOWN, HTML, WORDS,
            CLEANER_VERSION, "en", "visible", answers, crowd.ago(place, count),
        )  # fmt: skip
    crowd.add(CommentTotal, label, 1, count, count)


def _queue(crowd: Crowd) -> None:
    """Of two items one was decided; most were flagged, every tenth waits to be shown."""
    count = 2 * crowd.many(ITEM_PART)
    for place in range(count):
        pk, at = place + 1, crowd.ago(place, count)
        kind = Item.Kind.HELD if place // 2 % 10 == 0 else Item.Kind.FLAGS
        flags = 0 if kind == Item.Kind.HELD else 1 + place // 2 % FLAGS_MAX
        post = 1 + place * crowd.posts // count
        closed = at if place % 2 else None
        author = 1 + place * 11 % MEMBERS_KNOWN
        label = "discussions.post"
        crowd.add(Item, pk, kind, label, post, author, at, 100 * flags, flags, "Kettle", HTML, WORDS, closed)
        for turn in range(flags):
            crowd.add(Flag, pk, label, post, 1 + (place + turn * 31) % MEMBERS_KNOWN, Flag.Reason.SPAM, 100, at)


def _notices(crowd: Crowd) -> None:
    """Of one member who is told much, and reads most of it."""
    count = crowd.many(NOTICE_PART)
    for place in range(count):
        at = crowd.ago(place, count)
        read = at if place < count - UNREAD_NOTICES else None
        crowd.add(
            Notice, READER, "discussions.reply_posted", f"reply:{place}", place + 1, '{"topic_id": 1}', "/talk/t/1/",
            f"[{1 + place * 13 % MEMBERS_KNOWN}, 7]", 2, at, at, read,
        )  # fmt: skip


def _contests(crowd: Crowd) -> None:
    """One in which members vote now, and one that ended."""
    count = min(ENTRIES_IN_CONTEST_MAX, crowd.many(ENTRY_PART))
    for pk in (CONTEST, PAST_CONTEST):
        begins = crowd.now - timedelta(days=10 if pk == CONTEST else 100)
        times = [moment(begins + timedelta(days=days)) for days in (0, 8, 20, 21)]
        crowd.add(Contest, pk, "The nicest kettle", CLEANER_VERSION, "en", *times, f"{pk:064x}", count)
        crowd.add(Announcement, pk, times[0])
        for place in range(count):
            _entry(crowd, pk, place, pk * ENTRIES_IN_CONTEST_MAX + place, times[0])
    given = [Given(PAST_CONTEST * ENTRIES_IN_CONTEST_MAX + place, place + 1, VOTES_EACH) for place in range(count)]
    seed = f"{PAST_CONTEST:064x}"
    document = document_of(PAST_CONTEST, tally(given, jury_weight=0, seed=seed), jury_weight=0, seed=seed)
    crowd.add(Result, PAST_CONTEST, moment(crowd.now), document, "", digest_of(document, ""))


def _entry(crowd: Crowd, contest: int, place: int, pk: int, at: str) -> None:
    author = 1 + place % MEMBERS_KNOWN
    crowd.add(
        Entry, pk, contest, author, place + 1, f"My kettle, number {place + 1}", HTML, WORDS, CLEANER_VERSION, "en",
        "They are mine.", at, at,
    )  # fmt: skip
    for turn in range(VOTES_EACH):
        crowd.add(Vote, pk, 1 + (place + 1 + turn * 97) % MEMBERS_KNOWN, at)


def _reader(crowd: Crowd, threads: Sequence[Talk]) -> None:
    """Tags of all topics, and what one member opened of them. All topics of these days are younger than their visit."""
    crowd.add(Tag, 1, TAG, TAG.title())
    visit = moment(crowd.now - timedelta(days=12))
    crowd.add(Reader, READER, visit, visit)
    for place, thread in enumerate(threads):
        pk = place + 1
        if pk % TAGGED_EACH:
            crowd.add(TopicTag, pk, 1, thread.created_at)
        if pk % UNOPENED_EACH:
            read_at = thread.last_post_at if pk % 2 else thread.created_at
            crowd.add(TopicReading, READER, pk, max(1, thread.number // 2), read_at, thread.number)
    for pk in range(1, FOLLOWED_TOPICS + 1):
        crowd.add(Follow, "discussions.topic", pk, READER, Follow.Level.WATCHING)
