"""One change of a contest at a time: entries get their numbers, votes their count, and nothing slips past the end."""

from korzo.contests.models import Contest, Entry
from korzo.kit.errors import Missing


def hold_contest(pk: int) -> Contest:
    """The row as it is now, locked to the end of the transaction. (SQLite has one writer anyway.)

    Two questions: what a question that waits for a lock joins to the row is as old as its waiting.
    """
    locked = Contest.objects.select_for_update(no_key=True).filter(pk=pk).values_list("pk", flat=True).first()
    if locked is None:
        raise Missing(f"contest {pk}")
    return Contest.objects.select_related("announcement", "cancellation", "result").get(pk=pk)


def hold_entry(pk: int) -> Entry:
    """With its contest, which is what is locked."""
    contest_id = Entry.objects.filter(pk=pk).values_list("contest_id", flat=True).first()
    if contest_id is None:
        raise Missing(f"entry {pk}")
    contest = hold_contest(contest_id)
    entry = Entry.objects.select_related("hold", "hiding", "withdrawal").get(pk=pk)
    entry.contest = contest
    return entry


def settle(entry: Entry) -> None:
    """Whether it stands follows from the rows about it, which the caller has just changed."""
    fresh = Entry.objects.select_related("hold", "hiding", "withdrawal").get(pk=entry.pk)
    away = (hasattr(fresh, state) for state in ("hold", "hiding", "withdrawal"))
    entry.is_standing = not any(away)
    Entry.objects.filter(pk=entry.pk).update(is_standing=entry.is_standing)
