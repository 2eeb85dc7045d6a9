"""Votes that the team should look at, with the reasons in sentences. Looking changes nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from korzo.contests.models import Contest, Entry, Vote
from korzo.contests.patterns import RINGS, Code, Pattern, patterns_in
from korzo.contests.queries.rings import seen, votes_to_look_at
from korzo.kit.formats import isolated, number
from korzo.members.queries import Byline, bylines


@dataclass(frozen=True)
class SuspectVote:
    pk: int
    voter: Byline
    entry_title: str
    entry_url: str
    at: datetime
    is_young: bool
    # None until somebody of the team said whether it counts.
    counts: bool | None
    reason: str


@dataclass(frozen=True)
class Suspicion:
    code: str
    sentence: str
    votes: list[SuspectVote]

    @property
    def vote_ids(self) -> str:
        return " ".join(str(vote.pk) for vote in self.votes)

    @property
    def is_open(self) -> bool:
        return any(vote.counts is None for vote in self.votes)

    @property
    def is_ring(self) -> bool:
        """Counts as one until somebody decided."""
        return self.code in RINGS


def suspicions(contest: Contest) -> list[Suspicion]:
    """Those that wait for a decision first."""
    rows = votes_to_look_at(contest)
    found = patterns_in(seen(rows))
    by_pk = {row.pk: row for row in rows}
    people = bylines(
        {pk for one in found for pk in one.member_ids} | {by_pk[pk].member_id for one in found for pk in one.vote_ids}
    )
    made = [_suspicion(one, by_pk, people) for one in found]
    return sorted(made, key=lambda one: not one.is_open)


def open_suspicion_count(contest: Contest) -> int:
    return sum(1 for one in suspicions(contest) if one.is_open)


def _suspicion(pattern: Pattern, rows: dict[int, Vote], people: dict[int | None, Byline]) -> Suspicion:
    votes = [_vote(rows[pk], people) for pk in pattern.vote_ids]
    return Suspicion(pattern.code.value, _sentence(pattern, rows, people), votes)


def _vote(row: Vote, people: dict[int | None, Byline]) -> SuspectVote:
    ruling = getattr(row, "ruling", None)
    return SuspectVote(
        pk=row.pk,
        voter=people[row.member_id],
        entry_title=row.entry.title,
        entry_url=row.entry.get_absolute_url(),
        at=row.at,
        is_young=row.is_young,
        counts=ruling.counts if ruling else None,
        reason=ruling.reason if ruling else "",
    )


def _sentence(pattern: Pattern, rows: dict[int, Vote], people: dict[int | None, Byline]) -> str:
    language = get_language()
    facts = {"count": number(pattern.count, language), "total": number(pattern.total, language)}
    if pattern.code is Code.CIRCLE:
        names = ", ".join(isolated(people[pk].name) for pk in pattern.member_ids)
        return _("%(names)s vote for each other: %(count)s of their %(total)s votes stay among them.") % {
            **facts,
            "names": names,
        }
    entry = rows[pattern.vote_ids[0]].entry
    facts["title"] = isolated(entry.title)
    if pattern.code is Code.BURST:
        sentence = ngettext(
            "“%(title)s” got %(count)s of its %(total)s vote within ten minutes.",
            "“%(title)s” got %(count)s of its %(total)s votes within ten minutes.",
            pattern.total,
        )
        return sentence % facts
    return _("“%(title)s”: %(count)s of %(total)s votes come from accounts made within one day.") % facts


def entries_by_number(contest: Contest) -> Collection[Entry]:
    """For the team's overview, whatever their state."""
    rows = Entry.objects.filter(contest=contest, withdrawal__isnull=True).select_related("author", "hold", "hiding")
    return list(rows.order_by("number"))
