"""In which phase a contest is at a moment. Nothing but the clock of the server decides it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from korzo.contests.models import Contest


class Phase(TextChoices):
    COMING = "coming", _("Opens soon")
    ENTRY = "entry", _("Sending in")
    JURY = "jury", _("The jury judges")
    VOTE = "vote", _("Voting")
    COUNTING = "counting", _("Counting")
    DONE = "done", _("Results")


@dataclass(frozen=True)
class Span:
    """A phase with its end; the last one has none."""

    phase: Phase
    begins: datetime
    ends: datetime | None


def spans(contest: Contest) -> list[Span]:
    """From the opening on, in order. A wait between the last vote and the results is a phase, too."""
    ends = [(Phase.ENTRY, contest.entries_until), (Phase.JURY, contest.jury_until), (Phase.VOTE, contest.votes_until)]
    found, begins = [], contest.opens_at
    for phase, end in ends:
        if end is not None:
            found.append(Span(phase, begins, end))
            begins = end
    if contest.results_at > begins:
        found.append(Span(Phase.COUNTING, begins, contest.results_at))
    return [*found, Span(Phase.DONE, contest.results_at, None)]


def span_at(contest: Contest, at: datetime) -> Span:
    if at < contest.opens_at:
        return Span(Phase.COMING, contest.created_at, contest.opens_at)
    return next(one for one in spans(contest) if one.ends is None or at < one.ends)


def phase_at(contest: Contest, at: datetime) -> Phase:
    return span_at(contest, at).phase


def seconds_until_next(contests: Sequence[Contest], at: datetime) -> float | None:
    """Until any of these changes by itself; None where none of them does."""
    ends = [end for end in (span_at(one, at).ends for one in contests) if end is not None]
    return max((min(ends) - at).total_seconds(), 0.0) if ends else None
