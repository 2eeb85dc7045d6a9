"""Keeps an eye on the copies of the database: how far behind each one is, and whether it answers at all.

Each web process asks the primary once a second how far its log has come, and each copy how far it has read. A copy that
has read all that the primary had written at some moment is behind by no more than the time since then. That holds on a
quiet database and on a cut line, where the time of the last transaction that was read says nothing.
"""

import logging
import os
import random
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django.db import DEFAULT_DB_ALIAS, Error, connections

LOOK_INTERVAL_SECONDS = 1.0
# A copy further behind is left out. Members see their own writes anyway; this is how late they see each other's.
LAG_SECONDS_MAX = 5
# Somebody who did not answer for so long is away, whatever they said before.
SILENCE_SECONDS_MAX = 3.0
POSITIONS_KEPT = 30

PRIMARY_POSITION = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"
REPLICA_POSITION = "SELECT pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')"

logger = logging.getLogger("korzo.project")


@dataclass
class Copy:
    alias: str
    position: int | None = None
    answered_at: float = float("-inf")


@dataclass
class Positions:
    """How far the primary had come at which moment, oldest first."""

    kept: deque[tuple[float, int]] = field(default_factory=lambda: deque(maxlen=POSITIONS_KEPT))

    def reached_at(self, position: int) -> float:
        """The latest moment whose writes are all within this position."""
        return max((moment for moment, there in list(self.kept) if there <= position), default=float("-inf"))


@dataclass
class Watch:
    """One for each process; it begins with the first question, so that a fork starts with its own."""

    copies: dict[str, Copy] = field(default_factory=dict)
    positions: Positions = field(default_factory=Positions)
    pid: int | None = None
    starting: threading.Lock = field(default_factory=threading.Lock)
    stopped: threading.Event = field(default_factory=threading.Event)

    def choose(self) -> str | None:
        """Any copy that is good enough now; None while there is none."""
        if self.pid != os.getpid():
            self._begin()
        good = [copy.alias for copy in self.copies.values() if self.lag_seconds(copy) <= LAG_SECONDS_MAX]
        return random.choice(good) if good else None

    def lag_seconds(self, copy: Copy) -> float:
        """Infinite for one that is away."""
        now = time.monotonic()
        if copy.position is None or now - copy.answered_at > SILENCE_SECONDS_MAX:
            return float("inf")
        return now - self.positions.reached_at(copy.position)

    def note_away(self, alias: str) -> None:
        """Somebody met a broken connection; the next look decides anew."""
        if alias in self.copies:
            self.copies[alias].position = None

    def stop(self) -> None:
        self.stopped.set()

    def _begin(self) -> None:
        with self.starting:
            if self.pid == os.getpid():
                return
            names = [name for name in connections if name != DEFAULT_DB_ALIAS]
            self.copies = {name: Copy(name) for name in names}
            self.positions, self.stopped = Positions(), threading.Event()
            self.pid = os.getpid()
            if names:
                self._start(DEFAULT_DB_ALIAS, self._look_at_primary)
            for name in names:
                self._start(name, partial(self._look_at_copy, self.copies[name]))

    def _start(self, alias: str, look: Callable[[], None]) -> None:
        """Each in a thread of its own: one that hangs must not make the others look late."""
        stopped = self.stopped
        threading.Thread(target=_keep_looking, args=(alias, look, stopped), name=f"watch-{alias}", daemon=True).start()

    def _look_at_primary(self) -> None:
        # The moment before the question: whatever was committed by then is in the answer.
        moment = time.monotonic()
        position = _ask(DEFAULT_DB_ALIAS, PRIMARY_POSITION)
        if position is not None:
            self.positions.kept.append((moment, position))

    def _look_at_copy(self, copy: Copy) -> None:
        moment = time.monotonic()
        copy.position = _ask(copy.alias, REPLICA_POSITION)
        copy.answered_at = moment


def _keep_looking(alias: str, look: Callable[[], None], stopped: threading.Event) -> None:
    was_away = False
    while not stopped.is_set():
        try:
            look()
            was_away = False
        except Error as error:
            connections[alias].close()
            if not was_away:
                logger.warning("The database %s does not answer: %s", alias, error)
            was_away = True
        stopped.wait(LOOK_INTERVAL_SECONDS)
    connections[alias].close()


def _ask(alias: str, question: str) -> int | None:
    """None from a copy that reads no log, for example because it was made a primary of its own."""
    with connections[alias].cursor() as cursor:
        cursor.execute(question)
        (found,) = cursor.fetchone()
    return None if found is None else int(found)
