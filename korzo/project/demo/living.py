"""What makes the demo look lived in: ideas with what became of them, a poll, a question that leads to another one, one
that waits for somebody who may know, and people who were here lately and read what was said.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from korzo.discussions import actions as discussions
from korzo.discussions.actions import Sign, Written
from korzo.discussions.models import IdeaState, Kind, Post, Space, Topic
from korzo.discussions.permissions import visible_to
from korzo.members import actions as members
from korzo.members.models import Member
from korzo.polls import actions as polls
from korzo.polls.actions import PollDraft
from korzo.polls.models import Poll
from korzo.shop.queries import products_by_handles

SEED = 31
DAY = timedelta(days=1)
# Whoever signs in as one of these finds what was said since they were here.
READERS = ("mira", "ivo", "tea")
# What is younger than this is new to them, as it is to everybody.
LAST_HERE = 3 * DAY
# Older talk they have forgotten.
READ_BACK = 120 * DAY
TOPICS_READ_MAX = 60
# The crowd comes by about once a month.
SEEN_WITHIN_DAYS = 30
POST = "discussions.post"


@dataclass(frozen=True)
class Idea:
    """`votes` of the crowd; `state` with the words of the team, where something became of it."""

    space: str
    author: str
    title: str
    body: str
    days_ago: int
    votes: int
    state: str = ""
    reason: str = ""


IDEAS = (
    Idea(
        "club-house",
        "zuzana",
        "A box for worn shoes at the till",
        "Mine have 900 kilometres and clean uppers. Somebody could still walk a dog in them. Could you collect them?",
        70,
        41,
        IdeaState.DONE,
        "It stands beside the door in both shops since October. The first two hundred pairs went to a shelter.",
    ),
    Idea(
        "kit-and-care",
        "olivier",
        "Sell the laces of every model by themselves",
        "The shoe lasts longer than its lace. I tie knots into mine and look like a sailor.",
        33,
        27,
        IdeaState.PLANNED,
        "For the spring. We begin with the Ridge and the Drift, because you ask for those most.",
    ),
    Idea(
        "trail-talk",
        "kasia",
        "Show how heavy a shoe is in my size",
        "The page says 290 grams, and means a 42. A line for each size would be honest.",
        12,
        19,
        IdeaState.CONSIDERING,
        "We put every size on the kitchen scales this week.",
    ),
    Idea(
        "picture-walk",
        "chiara",
        "A calendar with our pictures",
        "Twelve months, twelve of us. I would hang it in the hall.",
        5,
        14,
    ),
    Idea(
        "road-and-racing",
        "tim",
        "A discount for everybody who runs under three hours",
        "It would motivate me. A lot.",
        95,
        3,
        IdeaState.DECLINED,
        "Whoever runs in five hours is out there for longer. We thank all of you the same.",
    ),
)
CHOICES = ("Saturday at seven", "Saturday at ten", "Sunday at eight", "Whenever it does not rain")


def load_life(cast: dict[str, Member], spaces: dict[str, Space], crowd: Sequence[Member]) -> None:
    """Before trust is counted, which grows by reading as well."""
    chance = random.Random(SEED)
    now = timezone.now()
    for idea in IDEAS:
        _have_idea(idea, cast, spaces, crowd, chance, now)
    _ask_all(cast, spaces, crowd, chance, now)
    _ask_again(cast, spaces, now)
    for handle in READERS:
        _read(cast[handle], now)
    for person in [*cast.values(), *crowd]:
        at = now - timedelta(minutes=chance.randrange(60, SEEN_WITHIN_DAYS * 24 * 60))
        members.seen(person, at=max(at, person.joined_at))
    _wait_for_somebody(cast, spaces, now)


def _have_idea(
    one: Idea,
    cast: dict[str, Member],
    spaces: dict[str, Space],
    crowd: Sequence[Member],
    chance: random.Random,
    now: datetime,
) -> None:
    at = now - one.days_ago * DAY
    topic = discussions.start_topic(
        spaces[one.space],
        actor=cast[one.author],
        title=one.title,
        kind=Kind.IDEA,
        written=Written(body=one.body),
        at=at,
        backfilled=True,
    )
    here = [person for person in crowd if person.joined_at < at and person.pk != cast[one.author].pk]
    for voter in chance.sample(here, min(len(here), one.votes)):
        discussions.vote_idea(topic, actor=voter, at=at + chance.random() * (now - at) / 2)
    if one.state:
        discussions.set_idea_state(
            topic, actor=cast["mira"], state=one.state, reason=one.reason, at=at + (now - at) * 3 / 4
        )


def _ask_all(
    cast: dict[str, Member], spaces: dict[str, Space], crowd: Sequence[Member], chance: random.Random, now: datetime
) -> None:
    at = now - 2 * DAY
    topic = discussions.start_topic(
        spaces["club-house"],
        actor=cast["mira"],
        title="When shall we run together on the first Saturday of December?",
        kind=Kind.POLL,
        written=Written(
            body="From the shop along the river, an hour, at the pace of whoever is slowest. Coffee is on us."
        ),
        poll=PollDraft("Which time suits you?", CHOICES, lets_add=True, closes_at=now + 6 * DAY),
        at=at,
        backfilled=True,
    )
    poll = Poll.objects.get(subject_label=POST, subject_id=topic.first_post_id or 0)
    options = list(poll.options.order_by("position").values_list("pk", flat=True))
    here = [person for person in crowd if person.joined_at < at]
    for voter in chance.sample(here, min(len(here), 46)):
        moment = at + chance.random() * (now - at)
        [chosen] = chance.choices(options, weights=(2, 5, 4, 3))
        polls.cast_ballot(poll, actor=voter, option_ids=[chosen], at=moment, backfilled=True)


def _ask_again(cast: dict[str, Member], spaces: dict[str, Space], now: datetime) -> None:
    """A question that was asked before, and was led there."""
    asked = Topic.objects.filter(title="Drying shoes without a stove").first()
    if asked is None:
        return
    topic = discussions.start_topic(
        spaces["kit-and-care"],
        actor=cast["sam"],
        title="How do I get wet shoes dry by the morning?",
        kind=Kind.QUESTION,
        written=Written(
            body="There is no heater in the flat, and the rain does not stop. Newspaper alone is too slow."
        ),
        at=now - 9 * DAY,
        backfilled=True,
    )
    discussions.confirm_duplicate(topic, actor=cast["mira"], of=asked, at=now - 9 * DAY + timedelta(hours=3))


def _wait_for_somebody(cast: dict[str, Member], spaces: dict[str, Space], now: datetime) -> None:
    """It waits longer than its space promised, so those who own the vest are asked."""
    discussions.start_topic(
        spaces["kit-and-care"],
        actor=cast["filip"],
        title="Does the Run Vest keep still with two full flasks?",
        kind=Kind.QUESTION,
        product=products_by_handles({"vest-run"}).get("vest-run"),
        written=Written(
            body="In the shop it sat well, but empty. Going downhill I have a drum on my chest. Is it the size?"
        ),
        at=now - 3 * DAY,
        backfilled=True,
    )
    discussions.look_after_questions(now=now)


def _read(reader: Member, now: datetime) -> None:
    """All that was said lately until they were here last, a minute for each topic."""
    until = now - LAST_HERE
    lately = visible_to(reader).filter(last_post_at__gt=now - READ_BACK, created_at__lt=until)
    ids = list(lately.order_by("-last_post_at").values_list("pk", flat=True)[:TOPICS_READ_MAX])
    for minute, pk in enumerate(ids):
        said = Post.objects.filter(topic=pk, created_at__lt=until, is_standing=True)
        sign = Sign(read=list(said.order_by("number").values_list("pk", flat=True)), seconds=60)
        discussions.note_reading(pk, actor=reader, sign=sign, at=until - timedelta(minutes=len(ids) - minute))
