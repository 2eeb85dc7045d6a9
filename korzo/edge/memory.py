"""A bounded memory of things that are good as long as their tags' numbers stand still."""

import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from korzo.kit import generations
from korzo.kit.generations import Seen

# What Python itself needs to hold one thing: its key, its numbers, its place in the order.
ENTRY_BYTES = 1_024
# Newcomers share this part until they are asked for a second time, so that a crawler does not drive out what is read.
PROBATION_SHARE = 0.2


@dataclass
class Kept:
    thing: Any
    seen: Seen
    good_until: float
    size: int
    # The number of all bumps when the tags were last looked at: while it stands still, nothing can have changed.
    looked_at: int = 0
    hits: int = 0

    def is_good(self) -> bool:
        if self.good_until < time.monotonic():
            return False
        # Read before the tags: a bump in between is then seen the next time.
        now = generations.counters().numbers[generations.ANY_SLOT]
        if now == self.looked_at:
            return True
        if not generations.are_current(self.seen):
            return False
        self.looked_at = now
        return True


@dataclass
class Memory:
    """Least recently used goes first. Safe for threads."""

    bytes_max: int
    probation: OrderedDict[Any, Kept] = field(default_factory=OrderedDict)
    proven: OrderedDict[Any, Kept] = field(default_factory=OrderedDict)
    probation_bytes: int = 0
    proven_bytes: int = 0
    lock: Lock = field(default_factory=Lock)

    def get(self, key: Any) -> Kept | None:
        kept = self.proven.get(key) or self.probation.get(key)
        if kept is None:
            return None
        if not kept.is_good():
            self.drop(key)
            return None
        kept.hits += 1
        with self.lock:
            self._move_up(key)
        return kept

    def put(self, key: Any, kept: Kept) -> None:
        """What alone would fill half of the memory is not kept."""
        kept.size += ENTRY_BYTES
        if kept.size > self.bytes_max // 2:
            return
        with self.lock:
            was_proven = key in self.proven
            self._take_out(key)
            if was_proven:
                self.proven[key] = kept
                self.proven_bytes += kept.size
            else:
                self.probation[key] = kept
                self.probation_bytes += kept.size
            self._make_room()

    def grow(self, key: Any, kept: Kept, by: int) -> None:
        """A thing got larger after it was put in, such as by its compressed forms."""
        with self.lock:
            if self.proven.get(key) is kept:
                self.proven_bytes += by
            elif self.probation.get(key) is kept:
                self.probation_bytes += by
            else:
                return
            kept.size += by
            self._make_room()

    def drop(self, key: Any) -> None:
        with self.lock:
            self._take_out(key)

    def clear(self) -> None:
        with self.lock:
            self.probation.clear()
            self.proven.clear()
            self.probation_bytes = self.proven_bytes = 0

    def __len__(self) -> int:
        return len(self.probation) + len(self.proven)

    @property
    def size(self) -> int:
        return self.probation_bytes + self.proven_bytes

    def _move_up(self, key: Any) -> None:
        if key in self.proven:
            self.proven.move_to_end(key)
        elif (kept := self.probation.pop(key, None)) is not None:
            self.probation_bytes -= kept.size
            self.proven[key] = kept
            self.proven_bytes += kept.size
            self._make_room()

    def _take_out(self, key: Any) -> None:
        if (kept := self.probation.pop(key, None)) is not None:
            self.probation_bytes -= kept.size
        if (kept := self.proven.pop(key, None)) is not None:
            self.proven_bytes -= kept.size

    def _make_room(self) -> None:
        """Newcomers have the whole memory while nothing else wants it, and at least their own part."""
        while self.size > self.bytes_max:
            crowded = self.probation_bytes > self.bytes_max * PROBATION_SHARE or not self.proven
            if crowded and self.probation:
                _key, kept = self.probation.popitem(last=False)
                self.probation_bytes -= kept.size
            else:
                _key, kept = self.proven.popitem(last=False)
                self.proven_bytes -= kept.size
