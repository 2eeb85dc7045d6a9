"""A contest as everybody sees it. The number of queries does not depend on how many entries there are."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.safestring import SafeString

from korzo.contests import order
from korzo.contests.models import Contest, Entry, Juror
from korzo.contests.phases import Phase, seconds_until_next, span_at, spans
from korzo.contests.queries.pictures import photo_of, photos_of
from korzo.contests.tally import seed_digest
from korzo.edge.recording import lasts
from korzo.kit import slots
from korzo.kit.html import excerpt, stored
from korzo.kit.pictures import Photo
from korzo.members.queries import Byline, bylines
from korzo.reactions.queries import follow_key

ENTRIES_ON_PART = 24
# Whoever leafs on sees the order of the hour in which they began, for so long.
HOURS_KEPT = 24
WORDS_LENGTH = 160


@dataclass(frozen=True)
class Step:
    """A phase in the line of phases."""

    phase: Phase
    label: str
    begins: datetime
    ends: datetime | None
    is_done: bool
    is_now: bool


@dataclass(frozen=True)
class EntryShown:
    pk: int
    url: str
    number: int
    title: str
    lang: str
    words: str
    plain: str
    html: SafeString
    author: Byline
    photos: list[Photo]
    created_at: datetime
    edited_at: datetime | None

    @property
    def photo(self) -> Photo | None:
        return self.photos[0] if self.photos else None


@dataclass(frozen=True)
class Gallery:
    """`part` counts from 1; `hour` says whose order it is."""

    entries: list[EntryShown]
    count: int
    part: int
    hour: int
    has_more: bool

    @property
    def next_part(self) -> int:
        return self.part + 1


@dataclass(frozen=True)
class ContestPage:
    contest: Contest
    phase: Phase
    until: datetime | None
    steps: list[Step]
    photo: Photo | None
    story: SafeString
    rules: SafeString
    criteria: list[str]
    jury: list[Byline]
    prize_words: list[str]
    gallery: Gallery
    seed_digest: str
    young_from: datetime | None

    @property
    def follow_key(self) -> str:
        return follow_key([("contests.contest", self.contest.pk), ("contests.all", 1)])

    @property
    def votes_weight(self) -> int:
        return 100 - self.contest.jury_weight

    @property
    def is_over(self) -> bool:
        return hasattr(self.contest, "cancellation") or hasattr(self.contest, "result")


def contest_page(
    contest: Contest, *, part: int = 1, hour: int | None = None, now: datetime | None = None
) -> ContestPage:
    """Of a contest that was fetched with what it says (`get_contest_for`)."""
    moment = now or timezone.now()
    span = span_at(contest, moment)
    gallery = _gallery(contest, part, _checked_hour(hour, moment), moment)
    until_next = seconds_until_next([contest], moment)
    if until_next is not None and not hasattr(contest, "result"):
        lasts(until_next)
    announcement = getattr(contest, "announcement", None)
    return ContestPage(
        contest=contest,
        phase=_phase(contest, span.phase),
        until=span.ends,
        steps=_steps(contest, moment),
        photo=photo_of(contest),
        story=stored(contest.story_html),
        rules=stored(contest.rules_html),
        criteria=list(contest.criteria.order_by("position").values_list("name", flat=True)) if contest.has_jury else [],
        jury=_jury(contest) if contest.has_jury else [],
        prize_words=slots.collect("contests.prizes", [contest.pk])[contest.pk],
        gallery=gallery,
        seed_digest=seed_digest(contest.seed),
        young_from=announcement.at if announcement else None,
    )


def _phase(contest: Contest, phase: Phase) -> Phase:
    return Phase.COUNTING if phase is Phase.DONE and not hasattr(contest, "result") else phase


def _steps(contest: Contest, now: datetime) -> list[Step]:
    return [
        Step(
            phase=one.phase,
            label=str(one.phase.label),
            begins=one.begins,
            ends=one.ends,
            is_done=one.ends is not None and one.ends <= now,
            is_now=one.begins <= now and (one.ends is None or now < one.ends),
        )
        for one in spans(contest)
        if one.phase is not Phase.COUNTING
    ]


def _jury(contest: Contest) -> list[Byline]:
    ids = list(Juror.objects.filter(contest=contest).order_by("pk").values_list("member_id", flat=True))
    people = bylines(ids)
    return [people[pk] for pk in ids]


def _checked_hour(wanted: int | None, now: datetime) -> int:
    """An hour from the address counts only if somebody can still be leafing in it."""
    this = order.hour_of(now)
    return wanted if wanted is not None and this - HOURS_KEPT <= wanted <= this else this


def _gallery(contest: Contest, part: int, hour: int, now: datetime) -> Gallery:
    ids = list(Entry.objects.filter(contest=contest, is_standing=True).values_list("pk", flat=True))
    listed = order.shuffled(ids, hour)
    begin = (part - 1) * ENTRIES_ON_PART
    chosen = listed[begin : begin + ENTRIES_ON_PART]
    if len(listed) > 1 and hour == order.hour_of(now) and not hasattr(contest, "result"):
        lasts(order.seconds_left(now))
    return Gallery(
        entries_shown(chosen), count=len(listed), part=part, hour=hour, has_more=begin + len(chosen) < len(listed)
    )


def entries_shown(ids: list[int]) -> list[EntryShown]:
    """In the given order; those that do not stand are left out."""
    rows = Entry.objects.filter(is_standing=True).in_bulk(ids)
    return shown_of([rows[pk] for pk in ids if pk in rows])


def shown_of(entries: list[Entry]) -> list[EntryShown]:
    people = bylines(one.author_id for one in entries)
    photos = photos_of(one.pk for one in entries)
    return [
        EntryShown(
            pk=one.pk,
            url=one.get_absolute_url(),
            number=one.number,
            title=one.title,
            lang=one.language,
            words=excerpt(one.plain, WORDS_LENGTH),
            plain=one.plain,
            html=stored(one.html),
            author=people[one.author_id],
            photos=photos.get(one.pk, []),
            created_at=one.created_at,
            edited_at=one.edited_at,
        )
        for one in entries
    ]
