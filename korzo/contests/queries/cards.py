"""Contests in a list, and the one for the home page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from korzo.contests.models import Contest
from korzo.contests.phases import Phase, seconds_until_next, span_at
from korzo.contests.queries.pictures import photo_of
from korzo.edge.recording import lasts, reads
from korzo.kit.html import excerpt
from korzo.kit.pictures import Photo

RUNNING_MAX = 50
PAST_MAX = 60
# People come by once in a week or two, and the winners deserve to be met.
RESULTS_FRESH = timedelta(days=14)
# The home page says in two lines what it is about.
WORDS_LENGTH = 120


@dataclass(frozen=True)
class ContestCard:
    """`until` is when the phase ends; None once the results stand."""

    pk: int
    url: str
    title: str
    lang: str
    words: str
    phase: Phase
    until: datetime | None
    photo: Photo | None
    entry_count: int
    is_cancelled: bool

    @property
    def is_over(self) -> bool:
        return self.is_cancelled or self.phase is Phase.DONE

    @property
    def icon(self) -> str:
        return ICONS[self.phase]


ICONS = {
    Phase.COMING: "hourglass",
    Phase.ENTRY: "camera",
    Phase.JURY: "scale",
    Phase.VOTE: "vote",
    Phase.COUNTING: "hourglass",
    Phase.DONE: "trophy",
}


@dataclass(frozen=True)
class ContestList:
    running: list[ContestCard]
    past: list[ContestCard]


def contest_list(now: datetime | None = None) -> ContestList:
    """As everybody sees it: what is on or comes, the nearest end first; then what was, the latest first."""
    moment = now or timezone.now()
    reads("contests")
    over = Q(result__isnull=False) | Q(cancellation__isnull=False)
    running = list(_announced().exclude(over).order_by("results_at", "pk")[:RUNNING_MAX])
    past = list(_announced().filter(over).order_by("-results_at", "-pk")[:PAST_MAX])
    _say_how_long(running, moment)
    return ContestList([_card(one, moment) for one in running], [_card(one, moment) for one in past])


def on_now(now: datetime | None = None) -> ContestCard | None:
    """For the home page: what one can take part in just now, else results that are fresh."""
    moment = now or timezone.now()
    reads("contests")
    rows = _announced().filter(cancellation__isnull=True, results_at__gt=moment - RESULTS_FRESH)
    near = list(rows.order_by("results_at", "pk")[:RUNNING_MAX])
    _say_how_long(near, moment)
    cards = [_card(one, moment) for one in near]
    order = (Phase.VOTE, Phase.ENTRY, Phase.DONE)
    listed = [card for phase in order for card in cards if card.phase is phase]
    return next(iter(listed), None)


def _announced() -> QuerySet[Contest]:
    entries = Count("entries", filter=Q(entries__is_standing=True))
    rows = Contest.objects.filter(announcement__isnull=False)
    return rows.select_related("picture", "cancellation", "result").annotate(entry_count=entries)


def _say_how_long(rows: list[Contest], at: datetime) -> None:
    """The page changes by itself when a phase ends."""
    seconds = seconds_until_next(rows, at)
    if seconds is not None:
        lasts(seconds)


def _card(contest: Contest, at: datetime) -> ContestCard:
    span = span_at(contest, at)
    # Until the job has come by there is nothing to read yet.
    is_counting = span.phase is Phase.DONE and not hasattr(contest, "result")
    return ContestCard(
        pk=contest.pk,
        url=contest.get_absolute_url(),
        title=contest.title,
        lang=contest.language,
        words=excerpt(contest.story_plain, WORDS_LENGTH),
        phase=Phase.COUNTING if is_counting else span.phase,
        until=span.ends,
        photo=photo_of(contest),
        entry_count=contest.entry_count,  # type: ignore[attr-defined]  # annotated in _announced
        is_cancelled=hasattr(contest, "cancellation"),
    )
