"""A town: a community with any number of posts in one space, for measurements only.

Three years of talk, whatever the number of posts: a larger town is a livelier one. Posts of many topics lie mixed in
the tables, as they were written. Each has a question with many answers, and topics of these days. The same number makes
the same town in every run.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from django.db.models import Count
from django.utils.text import slugify

from bench import crowds
from bench.bulk import Rows, bulk, moment
from bench.words import Text, Words
from korzo.community.models import Community
from korzo.discussions.models import (
    SLUG_LENGTH_MAX,
    Acceptance,
    AnswerMerit,
    Post,
    PostPicture,
    PostRemoval,
    Space,
    Topic,
)
from korzo.kit.html import CLEANER_VERSION, excerpt
from korzo.loyalty.models import Standing
from korzo.media.models import Picture
from korzo.members.models import Member
from korzo.project.preparation import prepare
from korzo.reactions.models import Reaction

MEMBERS = 2_000
# The first is the owner.
TEAM = 4
SPACE = "agora"
SPACES = (SPACE, "pictures", "care", "neighbours", "house", "races")
SPAN = timedelta(days=3 * 365)
TOPIC_POSTS_MIN, TOPIC_POSTS_MAX = 20, 5_000
# The longest topic holds no more than a fifth of all posts, the others a fortieth, so that a small town fills a page.
LONGEST_PART, USUAL_PART = 5, 40
# The second is a question with many answers: a twentieth of all posts, but more than a page of them everywhere.
QUESTION, QUESTION_PART, QUESTION_POSTS_MIN = 1, 20, 60
# The next ones were begun in these days, in every town as many: what is new fills a page in the smallest one, too.
FRESH_TOPICS, FRESH_POSTS, FRESH_SPAN = 40, 3, timedelta(days=10)
# Even in the smallest town enough wait and enough are pictured to fill a page: its pages are as full as the others'.
QUESTION_SHARE, SOLVED_SHARE, WAITING_SHARE = 0.4, 0.6, 0.5
PICTURE_SHARE, FIRST_PICTURE_SHARE = 0.02, 0.4
HEART_SHARE, REMOVED_SHARE, EDITED_SHARE = 0.3, 0.005, 0.05
HEARTS_MAX = 8
# Of a topic's number and its posts' milliseconds one number is made, so that a million of them is sorted in place.
TOPIC_BITS = 20

MODELS = (Member, Standing, Space, Topic, Post, PostPicture, PostRemoval, Acceptance, AnswerMerit, Picture, Reaction)


@dataclass
class Thread:
    """A topic while it is being filled."""

    posts: int
    is_question: bool
    is_solved: bool
    language: str
    title: str
    number: int = 0
    removed: int = 0
    author_id: int = 0
    # One bit for each member who wrote here.
    writers: int = 0
    is_pictured: bool = False
    first_post_id: int = 0
    excerpt: str = ""
    created_at: str = ""
    last_post_at: str = ""


@dataclass
class Town:
    posts: int
    random: Random = field(default_factory=lambda: Random(434))
    now: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))

    def __post_init__(self) -> None:
        self.words = Words(self.random)
        self.threads = [self._thread(place, size) for place, size in enumerate(self._sizes())]
        self.rows = _tables()

    def build(self) -> None:
        with bulk((*MODELS, *crowds.MODELS)):
            self._people()
            self._spaces()
            for pk, packed in enumerate(self._order(), start=1):
                self._post(pk, packed)
            self._topics()
            crowds.build(self.posts, self.threads, self.now, self.random)
            Space.objects.filter(slug=SPACE).update(topic_count=len(self.threads))
            for rows in self.rows.values():
                rows.flush()
            Post.objects.filter(removal__isnull=False).update(is_standing=False)
            Topic.objects.filter(kind=Topic.Kind.QUESTION, reply_count=0).update(is_waiting=True)

    def _sizes(self) -> list[int]:
        """Few long topics and many short ones; together exactly as many posts as were asked for."""
        longest = max(TOPIC_POSTS_MIN, min(TOPIC_POSTS_MAX, self.posts // LONGEST_PART))
        usual = max(TOPIC_POSTS_MIN, min(TOPIC_POSTS_MAX, self.posts // USUAL_PART))
        asked = max(QUESTION_POSTS_MIN, min(TOPIC_POSTS_MAX, self.posts // QUESTION_PART))
        sizes = [longest, asked, *[FRESH_POSTS] * FRESH_TOPICS]
        left = self.posts - sum(sizes)
        while left > TOPIC_POSTS_MIN:
            waits = self.random.random() < WAITING_SHARE
            drawn = 1 if waits else min(usual, int(TOPIC_POSTS_MIN * self.random.paretovariate(1.3)))
            size = min(drawn, left)
            sizes.append(size)
            left -= size
        sizes[0] += left
        return sizes

    def _thread(self, place: int, size: int) -> Thread:
        language = self.words.language()
        is_question = place == QUESTION or size == 1 or self.random.random() < QUESTION_SHARE
        is_solved = is_question and size > 1 and self.random.random() < SOLVED_SHARE
        return Thread(size, is_question, is_solved, language, self.words.title(language))

    def _people(self) -> None:
        joined = moment(self.now - SPAN)
        for pk in range(1, MEMBERS + 1):
            role = Member.Role.OWNER if pk == 1 else Member.Role.STAFF if pk <= TEAM else Member.Role.MEMBER
            avatar = f"faces/{pk}.webp" if pk % 3 == 0 else ""
            mail, name = f"member{pk}@town.example", f"{self.words.title('en').split()[0].title()} {pk}"
            self.rows[Member].add(pk, mail, name, f"member{pk}", role, avatar, joined, "!")
            self.rows[Standing].add(pk, pk % 700, 1 + pk % 5)

    def _spaces(self) -> None:
        Community.objects.update_or_create(pk=1, defaults={"name": "Town", "set_up_at": self.now})
        for place, slug in enumerate(SPACES, start=1):
            self.rows[Space].add(place, slug, slug.title(), f"All about {slug}.", place, moment(self.now - SPAN))

    def _order(self) -> Iterator[int]:
        """All posts by time. A topic is lively at first and slower with every day."""
        span = int(SPAN.total_seconds() * 1000) - 1
        packed: list[int] = []
        for index, thread in enumerate(self.threads):
            begins = 0 if index == 0 else int(span * self.random.random())
            if QUESTION < index <= QUESTION + FRESH_TOPICS:
                begins = span - int(FRESH_SPAN.total_seconds() * 1000 * self.random.random())
            lasts = min(span - begins, thread.posts * 6 * 3_600_000)
            packed.append(begins << TOPIC_BITS | index)
            packed += [
                (begins + 1 + int(lasts * self.random.random() ** 2)) << TOPIC_BITS | index
                for _turn in range(thread.posts - 1)
            ]
        packed.sort()
        yield from packed

    def _post(self, pk: int, packed: int) -> None:
        random = self.random
        index = packed & (1 << TOPIC_BITS) - 1
        thread = self.threads[index]
        thread.number += 1
        at = moment(self.now - SPAN + timedelta(milliseconds=packed >> TOPIC_BITS))
        author = 1 + int(MEMBERS * random.random() ** 2)
        text = self.words.text(thread.language)
        if thread.number == 1:
            thread.first_post_id, thread.author_id, thread.created_at = pk, author, at
            thread.excerpt = excerpt(text.plain, 190)
        thread.last_post_at = at
        edited = at if random.random() < EDITED_SHARE else None
        self._write(pk, index, thread, text, author, at, edited)
        self._around(pk, index, thread, author, at)

    def _write(
        self, pk: int, index: int, thread: Thread, text: Text, author: int, at: str, edited_at: str | None
    ) -> None:
        version = 2 if edited_at else 1
        self.rows[Post].add(
            pk, index + 1, thread.number, author, text.html, text.plain, version, CLEANER_VERSION, thread.language, at,
            edited_at,
        )  # fmt: skip

    def _around(self, pk: int, index: int, thread: Thread, author: int, at: str) -> None:
        """Hearts, pictures, the accepted answer, and what a moderator took away."""
        random = self.random
        if random.random() < HEART_SHARE:
            first, step = random.randrange(MEMBERS), 1 + random.randrange(MEMBERS // HEARTS_MAX)
            for turn in range(1 + int(HEARTS_MAX * random.random() ** 3)):
                member = 1 + (first + turn * step) % MEMBERS
                if member != author:
                    self.rows[Reaction].add("discussions.post", pk, member, at)
        if random.random() < (FIRST_PICTURE_SHARE if thread.number == 1 else PICTURE_SHARE):
            self.rows[Picture].add(
                pk, f"town{pk:018d}", author, Picture.State.READY, 1200, 800, "[480, 960, 1200]", at, at, "#8fa39b"
            )
            self.rows[PostPicture].add(pk, index + 1, pk, 0)
            thread.is_pictured |= thread.number == 1
        if index == QUESTION and thread.number > 1:
            self.rows[AnswerMerit].add(pk, index + 1, 1 + pk % HEARTS_MAX, random.random())
        if thread.is_solved and thread.number == min(5, thread.posts):
            self.rows[Acceptance].add(index + 1, pk, thread.author_id, at)
        elif thread.number > 1 and random.random() < REMOVED_SHARE:
            thread.removed += 1
            self.rows[PostRemoval].add(pk, author, at, "")
            return
        thread.writers |= 1 << author

    def _topics(self) -> None:
        for pk, one in enumerate(self.threads, start=1):
            kind = Topic.Kind.QUESTION if one.is_question else Topic.Kind.DISCUSSION
            slug = slugify(one.title, allow_unicode=True)[:SLUG_LENGTH_MAX].strip("-") or "talk"
            self.rows[Topic].add(
                pk, 1, kind, one.title, slug, one.author_id, one.language, one.first_post_id, one.excerpt, one.number,
                one.number - 1 - one.removed, one.created_at, one.last_post_at, one.writers.bit_count(), True,
                one.is_pictured,
            )  # fmt: skip


def answer(posts: str) -> float:
    """Prepare the database and build a town of so many posts, with 0 the tables alone. Seconds of building."""
    prepare()
    began = time.monotonic()
    if int(posts):
        Town(int(posts)).build()
        seconds = time.monotonic() - began
        _check_counts()
        return seconds
    return 0.0


def _check_counts() -> None:
    """What was counted while building is what the community itself would have counted, in the longest topic."""
    topic = Topic.objects.standing().order_by("-highest_number", "pk")[0]
    written = Post.objects.filter(topic=topic)
    stands = written.filter(removal__isnull=True)
    counted = {
        "highest_number": written.count(),
        "reply_count": stands.count() - 1,
        "writer_count": stands.aggregate(n=Count("author", distinct=True))["n"],
        "is_pictured": PostPicture.objects.filter(post=topic.first_post_id).exists(),
    }
    wrong = {name: found for name, found in counted.items() if getattr(topic, name) != found}
    if wrong:
        raise ValueError(f"The town says something else than its rows: {wrong}")


def _tables() -> dict[type, Rows]:
    tables = [
        Rows(Member, "id email name handle role avatar joined_at password"),
        Rows(Standing, "member_id points level"),
        Rows(Space, "id slug name description hue opened_at"),
        Rows(Topic, _TOPIC),
        Rows(Post, "id topic_id number author_id html plain version cleaner_version language created_at edited_at"),
        Rows(PostPicture, "post_id topic_id picture_id position"),
        Rows(PostRemoval, "post_id by_id at reason"),
        Rows(Acceptance, "topic_id post_id by_id at"),
        Rows(AnswerMerit, "post_id topic_id votes merit"),
        Rows(Picture, "id key owner_id state width height widths created_at claimed_at tone"),
        Rows(Reaction, "subject_label subject_id member_id at"),
    ]
    return {one.model: one for one in tables}


_TOPIC = """
id space_id kind title slug author_id language first_post_id excerpt highest_number reply_count created_at last_post_at
writer_count is_standing is_pictured
"""
