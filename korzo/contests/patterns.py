"""Votes that were given in an odd way, so that the team looks at them, and what counts as one until it did.

Registrations from one address are not known to us and are not guessed. What can be seen: circles of members who vote
for each other, many votes within minutes, and voters whose accounts were made together.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

# Friends vote for each other once; a circle does it with most of what it has.
INSIDE_MIN = Fraction(1, 2)
BURST_WITHIN = timedelta(minutes=10)
# A link sent to a group of friends brings a handful; this many within minutes are worth a look.
BURST_MIN = 8
BURST_SHARE_MIN = Fraction(1, 2)
TOGETHER_WITHIN = timedelta(hours=24)
TOGETHER_MIN = 5
# Older accounts came together because a whole shop's customers once did.
RECENT = timedelta(days=30)
# On the day when a shop invites everybody, accounts are made together by the hundred: then they are among all voters.
TIMES_THE_OTHERS = 2


class Code(StrEnum):
    CIRCLE = "circle"
    BURST = "burst"
    TOGETHER = "together"


# A ring is one voter with many names. A burst alone is none: an honest link in a newsletter brings one.
RINGS = frozenset({Code.CIRCLE, Code.TOGETHER})


@dataclass(frozen=True)
class VoteSeen:
    """A vote with all that the patterns look at."""

    pk: int
    voter_id: int
    author_id: int | None
    entry_id: int
    at: datetime
    joined_at: datetime


@dataclass(frozen=True)
class Pattern:
    """`count` of `total` votes belong to it; the rest of the fields are for the sentence."""

    code: Code
    vote_ids: tuple[int, ...]
    member_ids: tuple[int, ...]
    entry_ids: tuple[int, ...]
    count: int
    total: int


def patterns_in(votes: Sequence[VoteSeen]) -> list[Pattern]:
    by_entry: dict[int, list[VoteSeen]] = defaultdict(list)
    for vote in votes:
        by_entry[vote.entry_id].append(vote)
    found = _circles(votes)
    for entry_votes in by_entry.values():
        found += _burst(entry_votes)
        found += _together(entry_votes, votes)
    return found


def as_one(votes: Sequence[VoteSeen], undecided: Collection[int], marked: Mapping[int, int]) -> dict[int, int]:
    """By entry, how many votes count together with another one and not by themselves.

    Votes inside a circle, and all votes of accounts made together, are one vote for each entry while nobody of the team
    decided on them (`undecided` are their ids). `marked` are votes that were in a ring when somebody of it left the
    community, with their entry: leaving sets nobody free.
    """
    groups: dict[int, list[set[int]]] = defaultdict(list)
    for ring in _rings(votes):
        by_entry: dict[int, set[int]] = defaultdict(set)
        for vote in ring:
            if vote.pk in undecided:
                by_entry[vote.entry_id].add(vote.pk)
        for entry_id, ids in by_entry.items():
            groups[entry_id].append(ids)
    for pk, entry_id in marked.items():
        if pk in undecided:
            groups[entry_id].append({one for one, of in marked.items() if of == entry_id and one in undecided})
    joined = {entry_id: sum(len(one) - 1 for one in _joined(found)) for entry_id, found in groups.items()}
    return {entry_id: count for entry_id, count in joined.items() if count}


def ring_votes_with(member_id: int, votes: Sequence[VoteSeen]) -> set[int]:
    """Ids of the votes of those rings that this member is in, by their votes or their entry."""
    rings = [ring for ring in _rings(votes) if any(member_id in {one.voter_id, one.author_id} for one in ring)]
    return {vote.pk for ring in rings for vote in ring}


def _rings(votes: Sequence[VoteSeen]) -> list[list[VoteSeen]]:
    """The votes of each: of a circle those inside it, of accounts made together all that they gave."""
    found = []
    for pattern in patterns_in(votes):
        if pattern.code is Code.CIRCLE:
            found.append([vote for vote in votes if vote.pk in set(pattern.vote_ids)])
        elif pattern.code in RINGS:
            found.append([vote for vote in votes if vote.voter_id in set(pattern.member_ids)])
    return found


def _circles(votes: Sequence[VoteSeen]) -> list[Pattern]:
    """Members who give half of their votes or more to each other: pairs, and rings in which nobody votes back."""
    given: dict[int, set[int]] = defaultdict(set)
    totals: dict[int, int] = defaultdict(int)
    for vote in votes:
        totals[vote.voter_id] += 1
        if vote.author_id is not None and vote.author_id != vote.voter_id:
            given[vote.voter_id].add(vote.author_id)
    made = []
    for circle in _joined(_closed(given)):
        inside = [vote for vote in votes if vote.voter_id in circle and vote.author_id in circle]
        of_whom = {vote.voter_id for vote in inside}
        total = sum(totals[member] for member in of_whom)
        if total and Fraction(len(inside), total) >= INSIDE_MIN:
            made.append(_pattern(Code.CIRCLE, inside, sorted(circle), total))
    return made


def _closed(given: Mapping[int, set[int]]) -> list[set[int]]:
    """Pairs that vote for each other, and three that vote in a ring."""
    found = []
    for one, chosen in given.items():
        for other in chosen:
            onward = given.get(other, set())
            if one in onward and one < other:
                found.append({one, other})
            found += [{one, other, third} for third in onward if one in given.get(third, set()) and third != one]
    return found


def _joined(groups: Iterable[set[int]]) -> list[set[int]]:
    """Groups that share somebody are one."""
    circles: list[set[int]] = []
    for group in groups:
        touching = [one for one in circles if one & group]
        circles = [one for one in circles if not one & group]
        circles.append(set(group).union(*touching))
    return sorted(circles, key=sorted)


def _burst(votes: Sequence[VoteSeen]) -> list[Pattern]:
    """The fullest ten minutes of an entry, if they brought it half of all its votes."""
    rows = sorted(votes, key=lambda vote: (vote.at, vote.pk))
    fullest: list[VoteSeen] = []
    start = 0
    for end, vote in enumerate(rows):
        while vote.at - rows[start].at > BURST_WITHIN:
            start += 1
        if end + 1 - start > len(fullest):
            fullest = rows[start : end + 1]
    if len(fullest) < BURST_MIN or Fraction(len(fullest), len(rows)) < BURST_SHARE_MIN:
        return []
    return [_pattern(Code.BURST, fullest, [], len(rows))]


def _together(votes: Sequence[VoteSeen], everybody: Sequence[VoteSeen]) -> list[Pattern]:
    """Voters of one entry whose accounts are new and were made within a day of each other, more than is usual here."""
    recent = [vote for vote in votes if vote.at - vote.joined_at < RECENT]
    rows = sorted(recent, key=lambda vote: (vote.joined_at, vote.pk))
    most: list[VoteSeen] = []
    start = 0
    for end, vote in enumerate(rows):
        while vote.joined_at - rows[start].joined_at > TOGETHER_WITHIN:
            start += 1
        if end + 1 - start > len(most):
            most = rows[start : end + 1]
    share = Fraction(len(most), len(votes)) if votes else Fraction(0)
    if len(most) < TOGETHER_MIN or share < BURST_SHARE_MIN:
        return []
    if share < TIMES_THE_OTHERS * _share_of_others(most, votes, everybody):
        return []
    return [_pattern(Code.TOGETHER, most, sorted(vote.voter_id for vote in most), len(votes))]


def _share_of_others(most: Sequence[VoteSeen], votes: Sequence[VoteSeen], everybody: Sequence[VoteSeen]) -> Fraction:
    """How many of those who voted for other entries alone came in the same days."""
    ours = {vote.voter_id for vote in votes}
    others = {vote.voter_id: vote.joined_at for vote in everybody if vote.voter_id not in ours}
    same = [at for at in others.values() if most[0].joined_at <= at <= most[-1].joined_at]
    return Fraction(len(same), len(others)) if others else Fraction(0)


def _pattern(code: Code, votes: Sequence[VoteSeen], members: Sequence[int], total: int) -> Pattern:
    return Pattern(
        code,
        tuple(sorted(vote.pk for vote in votes)),
        tuple(members),
        tuple(sorted({vote.entry_id for vote in votes})),
        len(votes),
        total,
    )
