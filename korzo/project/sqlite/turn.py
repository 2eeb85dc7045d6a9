"""Whose turn it is among the processes that write to one database file.

SQLite lets in whoever asks at the right moment: a process that writes one thing after another always does, and the
others wait. So whoever waits for SQLite holds the turn meanwhile, and whoever has just written must take it again
first: two busy processes go one after the other. It is a matter of fairness only; SQLite itself keeps writers apart.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import monotonic, sleep

# A writer of another process is done within some milliseconds; one look costs some microseconds.
LOOK_AGAIN_SECONDS = 0.002


class Turn:
    def __init__(self, path: str) -> None:
        self._path = f"{path}-turn"
        self._file: int | None = None

    @contextmanager
    def held(self, deadline: float) -> Iterator[None]:
        """Not before the others who asked first, but at `deadline` (monotonic seconds) without it."""
        file = self._opened()
        if file is None:
            yield
            return
        while not _is_taken(file) and monotonic() < deadline:
            sleep(LOOK_AGAIN_SECONDS)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)

    def forget(self) -> None:
        """In a child process: the parent's opened file would be one turn for both."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _opened(self) -> int | None:
        if self._file is None:
            # Where nothing can be written beside the database, it goes on as SQLite likes.
            with suppress(OSError):
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._file


def _is_taken(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
