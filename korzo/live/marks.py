"""The mark behind every event: how far somebody has heard.

Numbers are given out in order, but on PostgreSQL they may become visible out of order: whoever commits late fills a gap
below the newest. So a mark is the highest number and the gaps that are still open: `105`, or `105~103,104`. With it a
stream that breaks off continues exactly where it was, on whatever process.
"""

import re
from dataclasses import dataclass, field
from time import monotonic

# So many of the last numbers are looked at for gaps: a transaction that commits late fills one.
GAPS_MAX = 200
# A transaction is not open longer than this (the time-outs of the database are shorter): its number was rolled back.
GAP_SECONDS_MAX = 60.0
_MARK = re.compile(r"([0-9]{1,18})(?:~([0-9]{1,18}(?:,[0-9]{1,18}){0,199}))?", re.ASCII)


@dataclass(frozen=True)
class Mark:
    last: int
    gaps: frozenset[int] = frozenset()

    def text(self) -> str:
        newest = sorted(self.gaps)[-GAPS_MAX:]
        return f"{self.last}~{','.join(map(str, newest))}" if newest else str(self.last)


NOTHING = Mark(0)


def read_mark(text: str) -> Mark | None:
    found = _MARK.fullmatch(text)
    if found is None:
        return None
    return Mark(int(found[1]), frozenset(map(int, found[2].split(","))) if found[2] else frozenset())


@dataclass
class Order:
    """Which numbers this process has met: each event is handed on once, in whatever order it comes in sight."""

    last: int = 0
    # The missing numbers below the last one, and when each was missed.
    gaps: dict[int, float] = field(default_factory=dict)

    def begin(self, start: Mark) -> None:
        self.last = start.last
        self.gaps = dict.fromkeys(sorted(start.gaps), monotonic())

    def meet(self, number: int) -> bool:
        """Whether it is new."""
        if number <= self.last:
            return self.gaps.pop(number, None) is not None
        now = monotonic()
        # Before the first event nothing is missing, wherever its number begins.
        first_missing = max(self.last + 1, number - GAPS_MAX) if self.last else number
        for missing in range(first_missing, number):
            self.gaps[missing] = now
        self.last = number
        while len(self.gaps) > GAPS_MAX:
            del self.gaps[next(iter(self.gaps))]
        return True

    def close_gaps(self) -> None:
        """Those that nobody will fill any more."""
        oldest = monotonic() - GAP_SECONDS_MAX
        for number in [number for number, since in self.gaps.items() if since < oldest]:
            del self.gaps[number]

    def mark(self) -> Mark:
        return Mark(self.last, frozenset(self.gaps))

    def text(self) -> str:
        return self.mark().text() if self.gaps else str(self.last)
