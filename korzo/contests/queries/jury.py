"""What a juror sees: the entries in the order of their numbers, and what they gave each."""

from collections import defaultdict
from dataclasses import dataclass

from korzo.contests.models import Contest, Criterion, Entry, Juror, Mark
from korzo.contests.queries.contest_page import EntryShown, shown_of
from korzo.kit.errors import Missing
from korzo.members.permissions import Person


@dataclass(frozen=True)
class Judged:
    """`marks` are by criterion, in their order; empty where nothing was given yet."""

    entry: EntryShown
    marks: list[int]


def get_juror_for(person: Person, contest: Contest) -> Juror:
    """Their own place at the table; for everybody else there is no such page."""
    juror = Juror.objects.filter(contest=contest, member=person).first() if person else None
    if juror is None:
        raise Missing(f"jury of contest {contest.pk}")
    return juror


def criteria_of(contest: Contest) -> list[Criterion]:
    return list(Criterion.objects.filter(contest=contest).order_by("position"))


def marks_of(juror: Juror, entry: Entry) -> dict[int, int]:
    """By criterion."""
    return dict(Mark.objects.filter(juror=juror, entry=entry).values_list("criterion_id", "value"))


def judged_by(juror: Juror) -> list[Judged]:
    entries = shown_of(list(Entry.objects.filter(contest=juror.contest_id, is_standing=True).order_by("number")))
    given: dict[int, list[int]] = defaultdict(list)
    rows = Mark.objects.filter(juror=juror).order_by("criterion__position")
    for entry_id, value in rows.values_list("entry_id", "value"):
        given[entry_id].append(value)
    return [Judged(one, given[one.pk]) for one in entries]


def jurors_of(contest: Contest) -> list[Juror]:
    """For the team, with their names."""
    return list(Juror.objects.filter(contest=contest).select_related("member").order_by("pk"))
