"""Whether what is asked now may be answered by a copy of the database, which can be some seconds behind.

While nobody says anything it may not: the worker, the command line and all tests read what was written last.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass
class Reading:
    """One request's reading. `replica` is the name of a connection."""

    replica: str | None
    has_written: bool = False
    primary_depth: int = 0


_now: ContextVar[Reading | None] = ContextVar("korzo_reading", default=None)


@contextmanager
def read_from(replica: str | None) -> Iterator[Reading]:
    """Let what is asked inside be answered by this copy, until something is written."""
    reading = Reading(replica)
    token = _now.set(reading)
    try:
        yield reading
    finally:
        _now.reset(token)


@contextmanager
def read_from_primary() -> Iterator[None]:
    """For all that will be kept: an old row that is stored under a new number stays wrong until the next change."""
    reading = _now.get()
    if reading is None:
        yield
        return
    reading.primary_depth += 1
    try:
        yield
    finally:
        reading.primary_depth -= 1


def replica() -> str | None:
    """The copy that may answer now; None for the database itself."""
    reading = _now.get()
    if reading is None or reading.has_written or reading.primary_depth:
        return None
    return reading.replica


def note_write() -> None:
    """From here on this request must see what it wrote."""
    reading = _now.get()
    if reading is not None:
        reading.has_written = True
