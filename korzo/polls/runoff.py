"""Instant run-off: the weakest option goes out, its ballots move on to their next choice, until one has more than half.

A tie among the weakest is broken by the earlier rounds, from the latest back to the first, whose counts are the first
places: who had fewer goes out. Where they were equal all along, a lot decides that each drew before anybody voted. A
ballot that holds none of the options that are left is exhausted; "more than half" is counted over the others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

type Ranking = tuple[int, ...]
"""Ids of options, the favourite first."""


class BrokenBy(StrEnum):
    """How it was decided who of several equals goes out."""

    NOTHING = ""
    EARLIER = "earlier"
    LOT = "lot"


@dataclass(frozen=True)
class Round:
    """`counts` are ballots by option, in the order of the poll; `out` is who goes, None in the last round."""

    counts: tuple[tuple[int, int], ...]
    exhausted: int
    out: int | None
    broken_by: BrokenBy = BrokenBy.NOTHING

    def count_of(self, option: int) -> int | None:
        """None for an option that went out before."""
        return dict(self.counts).get(option)


@dataclass(frozen=True)
class RunOff:
    rounds: tuple[Round, ...]
    winner: int | None


def run_off(ballots: Mapping[Ranking, int], lots: Mapping[int, int]) -> RunOff:
    """`ballots` says how often each ranking was cast, `lots` the lot of each option, in the order of the poll."""
    left = list(lots)
    rounds: list[Round] = []
    while left and any(ballots.values()):
        counts, exhausted = _count(ballots, left)
        best = max(counts, key=lambda option: counts[option])
        has_won = counts[best] * 2 > sum(counts.values()) or len(left) == 1
        if has_won or not any(counts.values()):
            rounds.append(Round(tuple(counts.items()), exhausted, None))
            return RunOff(tuple(rounds), best if has_won and counts[best] else None)
        out, broken_by = _weakest(counts, rounds, lots)
        rounds.append(Round(tuple(counts.items()), exhausted, out, broken_by))
        left.remove(out)
    return RunOff(tuple(rounds), None)


def _count(ballots: Mapping[Ranking, int], left: Sequence[int]) -> tuple[dict[int, int], int]:
    counts = dict.fromkeys(left, 0)
    exhausted = 0
    for ranking, times in ballots.items():
        first = next((option for option in ranking if option in counts), None)
        if first is None:
            exhausted += times
        else:
            counts[first] += times
    return counts, exhausted


def _weakest(counts: Mapping[int, int], rounds: Sequence[Round], lots: Mapping[int, int]) -> tuple[int, BrokenBy]:
    fewest = min(counts.values())
    equals = [option for option, count in counts.items() if count == fewest]
    if len(equals) == 1:
        return equals[0], BrokenBy.NOTHING
    for earlier in reversed(rounds):
        then = dict(earlier.counts)
        fewest = min(then[option] for option in equals)
        equals = [option for option in equals if then[option] == fewest]
        if len(equals) == 1:
            return equals[0], BrokenBy.EARLIER
    return min(equals, key=lambda option: (lots[option], option)), BrokenBy.LOT
