"""Fetching is checking: what a person may not see looks as if it were not there."""

from korzo.contests.models import Contest, Entry
from korzo.contests.permissions import entries_visible_to, visible_to
from korzo.edge.recording import reads
from korzo.kit.errors import Missing
from korzo.members.permissions import Person


def get_contest_for(person: Person, pk: int) -> Contest:
    reads(f"contest:{pk}")
    rows = visible_to(person).select_related("picture", "announcement", "cancellation", "result")
    contest = rows.filter(pk=pk).first()
    if contest is None:
        raise Missing(f"contest {pk}")
    return contest


def get_entry_for(person: Person, pk: int) -> Entry:
    """With its contest and whatever keeps it from view."""
    rows = entries_visible_to(person).select_related(
        "contest__announcement", "contest__cancellation", "contest__result", "hold", "hiding", "withdrawal"
    )
    entry = rows.filter(pk=pk).first()
    if entry is None:
        raise Missing(f"entry {pk}")
    reads(f"contest:{entry.contest_id}")
    return entry
