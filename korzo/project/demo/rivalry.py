"""Two contests of the demo: one whose vote is open, and one with results."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from korzo.contests import actions as contests
from korzo.contests.actions import Plan, Sent
from korzo.contests.models import Contest, Entry
from korzo.media.actions import ReadyPicture, receive_ready_pictures
from korzo.members.models import Member
from korzo.project.demo import texts

SEED = 23
DAY = timedelta(days=1)
JURY = "ivo"
WORDS = "The rules are short: one picture, taken by yourself, on a run or a walk. Show the place, not the watch."


@dataclass(frozen=True)
class Shown:
    """An entry: a picture of the stock, its title, and what is to be seen."""

    picture: str
    title: str
    alt: str
    words: str = ""


RAIN = (
    Shown("park-saturday-rain.webp", "Saturday, nobody else", "A park path in heavy rain", "Even the ducks stayed in."),
    Shown("fjord-rain-grey.webp", "Grey has many names", "Rain over a grey fjord"),
    Shown("promenade-rain-umbrellas.webp", "Umbrella season", "People with umbrellas on a promenade"),
    Shown("finish-arch-rain.webp", "Finished anyway", "A finish arch in the rain", "Last place, best day."),
    Shown("forest-blue-fog.webp", "Blue hour, blue fog", "Fog between trees in blue light"),
    Shown("bridge-suspension-fog.webp", "Where does it end?", "A suspension bridge that ends in fog"),
)
FIRST_SNOW = (
    Shown("first-snow-on-the-pass.webp", "The pass says good morning", "First snow on a mountain pass"),
    Shown("forest-snow-lone-runner.webp", "Mine were the first steps", "A lone runner in a snowy forest"),
    Shown("dog-in-snow.webp", "He believes it is all his", "A dog jumping in the snow"),
    Shown("hut-morning-snow.webp", "Breakfast is late", "A mountain hut in fresh snow"),
    Shown("promenade-winter-snowfall.webp", "Nobody on the promenade", "Snow falls on a promenade"),
)


def load_contests(cast: dict[str, Member], crowd: Sequence[Member]) -> None:
    """The running one began nine days ago; the other one ended in the last week."""
    chance = random.Random(SEED)
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    with transaction.atomic():
        _begin("Wet feet, happy faces", "Show us the rain you ran through.", RAIN, now - 9 * DAY, cast, crowd, chance)
        _begin("First snow", "Who met it first, and where?", FIRST_SNOW, now - 21 * DAY, cast, crowd, chance)
    contests.keep_time()


def _begin(
    title: str,
    story: str,
    shown: Sequence[Shown],
    start: datetime,
    cast: dict[str, Member],
    crowd: Sequence[Member],
    chance: random.Random,
) -> None:
    """Entries for a week, a day for the jury, a week of voting."""
    mira = cast["mira"]
    plan = Plan(
        title=title,
        story=f"{story}\n\nBeautiful is good, honest is better.",
        rules=WORDS,
        prizes="The first three see their picture on our autumn postcard, with their name.",
        kind=Contest.Kind.PICTURES,
        judging=Contest.Judging.BOTH,
        jury_weight=40,
        criteria=("The idea", "The light"),
        opens_at=start,
        entries_until=start + 7 * DAY,
        jury_until=start + 8 * DAY,
        votes_until=start + 15 * DAY,
        results_at=start + 16 * DAY,
        picture_id=_drawn(shown[0], mira, start),
    )
    contest = contests.make_contest(plan, actor=mira, at=start - 3 * DAY, backfilled=True)
    contests.announce_contest(contest, actor=mira, at=start - 2 * DAY, backfilled=True)
    contests.name_juror(contest, actor=mira, handle=cast[JURY].handle, at=start, backfilled=True)
    people = [one for one in [*cast.values(), *crowd] if not one.is_team and one.pk != cast[JURY].pk]
    old = [one for one in people if one.joined_at < start - 3 * DAY]
    entries = [
        _enter(contest, author, one, start + (n + 1) * DAY / 2)
        for n, (author, one) in enumerate(zip(chance.sample(old, len(shown)), shown, strict=True))
    ]
    _judge(contest, entries, cast[JURY], chance)
    _vote(entries, old, start + 8 * DAY, chance)


def _drawn(one: Shown, owner: Member, at: datetime) -> int | None:
    """A fresh picture of this member. A name without a file is left out: pictures are being drawn."""
    path = texts.PICTURES / "members" / one.picture
    if not path.is_file():
        return None
    return receive_ready_pictures([ReadyPicture(path, owner, one.alt, at=at)], formats=("webp",))[0].pk


def _enter(contest: Contest, author: Member, one: Shown, at: datetime) -> Entry:
    picture_id = _drawn(one, author, at)
    sent = Sent(
        title=one.title,
        body=one.words,
        picture_ids=[] if picture_id is None else [picture_id],
        has_rights=True,
    )
    return contests.enter(contest, actor=author, sent=sent, at=at, backfilled=True)


def _judge(contest: Contest, entries: Sequence[Entry], juror: Member, chance: random.Random) -> None:
    criteria = list(contest.criteria.order_by("position"))
    for entry in entries:
        marks = {one.pk: chance.randint(2, 5) for one in criteria}
        contests.mark_entry(entry, actor=juror, marks=marks, at=contest.entries_until + DAY / 3, backfilled=True)


def _vote(entries: Sequence[Entry], people: Sequence[Member], begins: datetime, chance: random.Random) -> None:
    """A fifth of the crowd so far, each for one or two that are not their own."""
    now = timezone.now()
    for voter in chance.sample(people, len(people) // 5):
        at = begins + chance.random() * 6 * DAY
        liked = [entry for entry in chance.sample(entries, 2) if entry.author_id != voter.pk]
        for entry in liked:
            if at < now:
                contests.cast_vote(entry, actor=voter, at=at, backfilled=True)
