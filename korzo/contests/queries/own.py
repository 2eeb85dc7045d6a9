"""What one person has to do with a contest: the personal parts of its pages."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from korzo.contests.models import Contest, Entry, Juror, Mark, Vote
from korzo.contests.permissions import allows, check_edit, check_enter, check_own, is_young
from korzo.contests.phases import Phase, phase_at
from korzo.kit.errors import Refused
from korzo.members.permissions import Person
from korzo.moderation.actions import Reason
from korzo.moderation.queries.statements import statement_links

LABEL = "contests.entry"


@dataclass(frozen=True)
class OwnEntry:
    """`state` is shown, held, refused or hidden; `why_url` leads to the reasons, where there are any."""

    title: str
    url: str
    state: str
    why_url: str = ""


@dataclass(frozen=True)
class Mine:
    """`why_not` is what stands in the way of taking part, in a sentence; empty where nothing does or nobody asked."""

    contest_id: int
    phase: Phase
    is_guest: bool
    entries: list[OwnEntry]
    may_enter: bool
    why_not: str
    votes_each: int
    votes_left: int
    may_vote: bool
    is_young: bool
    aside_reasons: list[str]
    is_juror: bool
    judged_count: int
    entry_count: int


def mine(person: Person, contest: Contest, now: datetime | None = None) -> Mine:
    """Of a contest that was fetched with what it says (`get_contest_for`)."""
    moment = now or timezone.now()
    phase = phase_at(contest, moment)
    is_on = not hasattr(contest, "cancellation") and not hasattr(contest, "result")
    entries = _own_entries(person, contest)
    why_not = _why_not(person, contest, moment) if is_on and phase is Phase.ENTRY else ""
    votes = _own_votes(person, contest) if contest.has_votes and phase not in {Phase.COMING, Phase.ENTRY} else []
    juror = Juror.objects.filter(contest=contest, member=person).first() if person and contest.has_jury else None
    used = sum(1 for vote in votes if vote.entry.is_standing)
    return Mine(
        contest_id=contest.pk,
        phase=phase,
        is_guest=person is None,
        entries=entries,
        may_enter=is_on and phase is Phase.ENTRY and not why_not and len(entries) < contest.entries_each,
        why_not=why_not,
        votes_each=contest.votes_each,
        votes_left=max(contest.votes_each - used, 0),
        may_vote=is_on and phase is Phase.VOTE and juror is None and person is not None and not person.is_team,
        is_young=person is not None and hasattr(contest, "announcement") and is_young(person, contest),
        aside_reasons=sorted({vote.ruling.reason for vote in votes if _is_aside(vote)}),
        is_juror=juror is not None,
        judged_count=Mark.objects.filter(juror=juror).values("entry_id").distinct().count() if juror else 0,
        entry_count=Entry.objects.filter(contest=contest, is_standing=True).count() if juror else 0,
    )


def _own_entries(person: Person, contest: Contest) -> list[OwnEntry]:
    if person is None:
        return []
    rows = Entry.objects.filter(contest=contest, author=person, withdrawal__isnull=True)
    entries = list(rows.select_related("hold", "hiding").order_by("number"))
    away = [one.pk for one in entries if not one.is_standing]
    links = statement_links(LABEL, away) if away else {}
    return [OwnEntry(one.title, one.get_absolute_url(), state_of(one), links.get(one.pk, "")) for one in entries]


def state_of(entry: Entry) -> str:
    if hasattr(entry, "hiding"):
        return "hidden"
    if hasattr(entry, "hold"):
        return "held" if entry.hold.refused_at is None else "refused"
    return "shown"


def _why_not(person: Person, contest: Contest, at: datetime) -> str:
    """A guest is invited: the way leads through signing in."""
    if person is None:
        return ""
    try:
        check_enter(person, contest, at)
    except Refused as refusal:
        return refusal.sentence
    return ""


def _own_votes(person: Person, contest: Contest) -> list[Vote]:
    if person is None:
        return []
    return list(Vote.objects.filter(entry__contest=contest, member=person).select_related("entry", "ruling"))


def _is_aside(vote: Vote) -> bool:
    return hasattr(vote, "ruling") and not vote.ruling.counts


@dataclass(frozen=True)
class VoteState:
    """The button below an entry. `is_own` and `can` are never both true. `back` is where a bare form returns to."""

    pk: int
    title: str
    back: str
    is_open: bool
    is_guest: bool
    is_own: bool
    can: bool
    is_given: bool


def vote_states(ids: Collection[int], person: Person, now: datetime | None = None) -> dict[int, VoteState]:
    """For all entries of a page at once."""
    moment = now or timezone.now()
    rows = list(
        Entry.objects.filter(pk__in=ids, is_standing=True).select_related(
            "contest__announcement", "contest__cancellation", "contest__result"
        )
    )
    is_open = any(_is_voting(one.contest, moment) for one in rows)
    given = set[int]()
    judged = set[int]()
    if person is not None and is_open:
        given = set(Vote.objects.filter(member=person, entry_id__in=ids).values_list("entry_id", flat=True))
        judged = set(Juror.objects.filter(member=person).values_list("contest_id", flat=True))
    return {one.pk: _vote_state(one, person, given=one.pk in given, judged=judged, at=moment) for one in rows}


def _is_voting(contest: Contest, at: datetime) -> bool:
    return contest.has_votes and not hasattr(contest, "cancellation") and phase_at(contest, at) is Phase.VOTE


def _vote_state(entry: Entry, person: Person, *, given: bool, judged: Collection[int], at: datetime) -> VoteState:
    is_open = _is_voting(entry.contest, at)
    is_own = person is not None and entry.author_id == person.pk
    others = person is not None and not person.is_team and entry.contest_id not in judged
    return VoteState(
        pk=entry.pk,
        title=entry.title,
        back=entry.contest.get_absolute_url(),
        is_open=is_open,
        is_guest=person is None,
        is_own=is_own,
        can=is_open and others and not is_own,
        is_given=given,
    )


@dataclass(frozen=True)
class EntryFoot:
    """What somebody may do with one entry beside voting."""

    pk: int
    state: str
    is_own: bool
    may_edit: bool
    may_withdraw: bool
    may_mark: bool
    may_flag: bool
    reasons: list[str]
    why_url: str


def entry_foot(entry: Entry, person: Person, now: datetime | None = None) -> EntryFoot:
    moment = now or timezone.now()
    is_own = person is not None and entry.author_id == person.pk
    juror = person is not None and entry.contest.has_jury and _judges(person, entry, moment)
    state = state_of(entry)
    return EntryFoot(
        pk=entry.pk,
        state=state,
        is_own=is_own,
        may_edit=is_own and allows(check_edit, person, entry, moment),
        may_withdraw=is_own and allows(check_own, person, entry, moment),
        may_mark=juror,
        may_flag=person is not None and not is_own and entry.is_standing,
        reasons=_reasons(entry) if is_own and state != "shown" else [],
        why_url=statement_links(LABEL, [entry.pk]).get(entry.pk, "") if state == "hidden" else "",
    )


def _judges(person: Person, entry: Entry, at: datetime) -> bool:
    if phase_at(entry.contest, at) is not Phase.JURY:
        return False
    return Juror.objects.filter(contest=entry.contest, member=person).exists()


def _reasons(entry: Entry) -> list[str]:
    """In sentences: why it waits, why it was refused, why it is hidden."""
    if hasattr(entry, "hiding"):
        return [entry.hiding.reason]
    if not hasattr(entry, "hold"):
        return []
    if entry.hold.refused_at is not None:
        return [entry.hold.refusal]
    return [Reason(one["code"], one["facts"]).sentence for one in entry.hold.reasons]
