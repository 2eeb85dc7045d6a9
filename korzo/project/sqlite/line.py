"""The writers of one database file stand in line, in the order in which they came.

SQLite lets one writer in at a time, and the others try again after pauses of their own: who tries at the right moment
gets in, and somebody always comes too late. Here each one waits for exactly the one before it.
"""

import os
from collections import deque
from dataclasses import dataclass, field
from threading import Lock, Thread, current_thread
from time import monotonic
from typing import Protocol
from weakref import WeakSet

from korzo.project.sqlite.turn import Turn

# A thread that ended inside a transaction is found out after this long by those who wait behind it.
LOOK_SECONDS = 0.5


class TooLong(Exception):
    """The writers before this one took longer than it may wait."""


class Writer(Protocol):
    """A connection to the database."""

    def abandon(self) -> bool:
        """Undo what a thread that is gone left open. False when another thread uses this connection too."""
        ...


def _closed_door() -> Lock:
    door = Lock()
    door.acquire()
    return door


@dataclass(eq=False)
class Place:
    """One writer's place in the line; its door opens when it is its turn."""

    thread: Thread
    writer: Writer
    door: Lock = field(default_factory=_closed_door)


class Line:
    def __init__(self, path: str) -> None:
        # Among the processes, for whoever is first here.
        self.turn = Turn(path)
        self._stand_empty()

    def _stand_empty(self) -> None:
        self._lock = Lock()
        self._waiting: deque[Place] = deque()
        self._thread: Thread | None = None
        # One thread may write through several connections. Weak, for when a thread ends and its connections with it,
        # nobody else must keep its transaction open.
        self._inside: WeakSet[Writer] = WeakSet()

    def is_inside(self, writer: Writer) -> bool:
        return writer in self._inside

    def enter(self, writer: Writer, seconds_max: float) -> None:
        """Wait for one's turn; a thread that is inside goes in again. Raises TooLong."""
        thread = current_thread()
        with self._lock:
            if self._thread is None or self._thread is thread:
                self._thread = thread
                self._inside.add(writer)
                return
            place = Place(thread, writer)
            self._waiting.append(place)
        try:
            self._wait(place, monotonic() + seconds_max)
        except BaseException:
            self._step_out(place)
            raise

    def waiting_count(self) -> int:
        return len(self._waiting)

    def leave(self, writer: Writer) -> None:
        """Nothing happens to those who are not inside, so that it may be called once too often."""
        with self._lock:
            if writer in self._inside:
                self._inside.remove(writer)
                if not self._inside:
                    self._call_next()

    def empty(self) -> None:
        """For a child process: those who stood here are threads of its parent."""
        self.turn.forget()
        self._stand_empty()

    def _wait(self, place: Place, deadline: float) -> None:
        while True:
            rest = deadline - monotonic()
            if place.door.acquire(timeout=max(0.0, min(rest, LOOK_SECONDS))):
                return
            if rest <= 0:
                raise TooLong
            self._pass_over_the_dead()

    def _step_out(self, place: Place) -> None:
        """Also at the very moment when it was called in: then it calls the next one."""
        with self._lock:
            if place in self._waiting:
                self._waiting.remove(place)
                return
        self.leave(place.writer)

    def _call_next(self) -> None:
        if not self._waiting:
            self._thread = None
            return
        place = self._waiting.popleft()
        self._thread = place.thread
        self._inside.add(place.writer)
        place.door.release()

    def _pass_over_the_dead(self) -> None:
        with self._lock:
            if self._thread is None or self._thread.is_alive():
                return
            for writer in list(self._inside):
                if writer.abandon():
                    self._inside.discard(writer)
            if not self._inside:
                self._call_next()


_lines: dict[str, Line] = {}
_making = Lock()


def line_of(path: str) -> Line:
    """One for each database file of this process."""
    real = os.path.realpath(path)
    with _making:
        return _lines.setdefault(real, Line(real))


def _empty_all() -> None:
    _making.release()
    for line in _lines.values():
        line.empty()


# A fork copies locks as they are, and nobody is left to open them.
os.register_at_fork(before=_making.acquire, after_in_parent=_making.release, after_in_child=_empty_all)
