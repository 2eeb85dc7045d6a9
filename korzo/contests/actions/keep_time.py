"""What the clock brings: a contest opens, a phase ends in a day, the results come. A second run finds nothing to do."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone

from korzo.activity.actions import record
from korzo.community import actions as community
from korzo.contests.actions.hold import hold_contest
from korzo.contests.activities import ContestDecided, ContestOpened, PhaseClosesSoon, VotingOpened
from korzo.contests.models import Contest, Entry, Mark, Result, Telling, Vote
from korzo.contests.phases import Phase, Span, spans
from korzo.contests.queries.rings import counted_as_one
from korzo.contests.queries.running import is_one_on
from korzo.contests.tally import Given, digest_of, document_of, tally
from korzo.kit.generations import bump_on_commit

# The rest waits for the next minute.
AT_ONCE_MAX = 50
# Enough to come back in the evening; a phase that is shorter than two such days needs no reminder.
SOON = timedelta(days=1)
# Whoever gives prizes asks for the first ones; the document holds all.
PLACES_TOLD_MAX = 100
_FULL = 100


def keep_time(now: datetime | None = None) -> int:
    """How many things were done."""
    moment = now or timezone.now()
    running = Contest.objects.filter(
        opens_at__lte=moment, announcement__isnull=False, cancellation__isnull=True, result__isnull=True
    )
    done = 0
    for pk in running.order_by("opens_at", "pk").values_list("pk", flat=True)[:AT_ONCE_MAX]:
        with transaction.atomic():
            held = hold_contest(pk)
            if not hasattr(held, "cancellation") and not hasattr(held, "result"):
                done += _keep(held, moment)
    community.show_contests(is_on=is_one_on(moment))
    return done


def _keep(contest: Contest, now: datetime) -> int:
    if now >= contest.results_at:
        publish_results(contest, at=contest.results_at)
        return 1
    return sum(_tell(contest, span, now) for span in spans(contest) if span.ends is not None)


def _tell(contest: Contest, span: Span, now: datetime) -> int:
    """What is over is not told any more: a house that stood still for a week brings no old news."""
    if span.ends is None or not span.begins <= now < span.ends:
        return 0
    return _begin(contest, span, now) + _remind(contest, span, now)


def _begin(contest: Contest, span: Span, now: datetime) -> int:
    if not _is_first(contest, span.phase.value, now):
        return 0
    bump_on_commit("contests", f"contest:{contest.pk}")
    if span.phase is Phase.ENTRY:
        record(ContestOpened(contest_id=contest.pk), occurred_at=span.begins)
    elif span.phase is Phase.VOTE:
        record(VotingOpened(contest_id=contest.pk), occurred_at=span.begins)
    return 1


def _remind(contest: Contest, span: Span, now: datetime) -> int:
    """One, a day before, and only where there was time to forget it."""
    if span.phase not in {Phase.ENTRY, Phase.VOTE} or span.ends is None or span.ends - span.begins < 2 * SOON:
        return 0
    if now < span.ends - SOON or not _is_first(contest, f"{span.phase.value}_soon", now):
        return 0
    soon = PhaseClosesSoon(contest_id=contest.pk, phase=span.phase.value, until=span.ends.isoformat())
    record(soon, occurred_at=now)
    return 1


def _is_first(contest: Contest, what: str, at: datetime) -> bool:
    return Telling.objects.get_or_create(contest=contest, what=what, defaults={"at": at})[1]


def given_to(contest: Contest) -> list[Given]:
    """What the standing entries got, counted from the rows."""
    entries = Entry.objects.filter(contest=contest, is_standing=True).order_by("number")
    aside = Q(ruling__counts=False)
    votes = {
        row["entry_id"]: (row["all"], row["young"], row["aside"])
        for row in Vote.objects.filter(entry__in=entries)
        .values("entry_id")
        .annotate(
            all=Count("pk"),
            young=Count("pk", filter=Q(is_young=True)),
            aside=Count("pk", filter=aside & Q(is_young=False)),
        )
    }
    marks = {
        row["entry_id"]: (row["sum"], row["n"])
        for row in Mark.objects.filter(entry__in=entries).values("entry_id").annotate(sum=Sum("value"), n=Count("pk"))
    }
    merged = counted_as_one(contest) if contest.has_votes else {}
    rows = entries.values_list("pk", "number")
    return [
        Given(pk, number, *votes.get(pk, (0, 0, 0)), *marks.get(pk, (0, 0)), merged=merged.get(pk, 0))
        for pk, number in rows
    ]


def weight_of_jury(contest: Contest) -> int:
    """In percent, also where only one side judges."""
    if contest.judging == Contest.Judging.BOTH:
        return contest.jury_weight
    return _FULL if contest.has_jury else 0


def publish_results(contest: Contest, *, at: datetime) -> Result:
    """The caller holds the contest. What is written here is never written again."""
    weight = weight_of_jury(contest)
    lines = tally(given_to(contest), jury_weight=weight, seed=contest.seed)
    document = document_of(contest.pk, lines, jury_weight=weight, seed=contest.seed)
    # Results of two contests follow each other: whoever comes second builds upon the first.
    last = Result.objects.select_for_update().order_by("-pk").first()
    former = last.digest if last else ""
    result = Result.objects.create(
        contest=contest, at=at, document=document, former_digest=former, digest=digest_of(document, former)
    )
    places = [one.given.entry_id for one in lines[:PLACES_TOLD_MAX]]
    record(ContestDecided(contest_id=contest.pk, places=places), occurred_at=at)
    return result
