"""How rings weigh: as one voter, until somebody of the team looked at their votes."""

from collections.abc import Sequence

from korzo.contests.models import Contest, Vote
from korzo.contests.patterns import VoteSeen, as_one, ring_votes_with


def votes_to_look_at(contest: Contest) -> list[Vote]:
    """Of everybody who is still here, with all that patterns look at."""
    rows = Vote.objects.filter(entry__contest=contest, entry__is_standing=True, member__isnull=False)
    return list(rows.select_related("entry", "member", "ruling").order_by("pk"))


def seen(rows: Sequence[Vote]) -> list[VoteSeen]:
    return [
        VoteSeen(row.pk, row.member.pk, row.entry.author_id, row.entry_id, row.at, row.member.joined_at)
        for row in rows
        if row.member is not None
    ]


def counted_as_one(contest: Contest) -> dict[int, int]:
    """By entry, how many of its votes count together with another one."""
    # Young votes count nothing in any case, and what the team decided stands.
    open_votes = Vote.objects.filter(entry__contest=contest, ruling__isnull=True, is_young=False)
    undecided = set(open_votes.values_list("pk", flat=True))
    marked = dict(open_votes.filter(was_in_ring=True).values_list("pk", "entry_id"))
    return as_one(seen(votes_to_look_at(contest)), undecided, marked)


def votes_of_rings_with(member_id: int, contest: Contest) -> set[int]:
    return ring_votes_with(member_id, seen(votes_to_look_at(contest)))
