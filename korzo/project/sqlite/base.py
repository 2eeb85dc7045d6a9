"""Django's SQLite backend, whose writers of one process stand in line, and whose processes take turns.

The line is entered before BEGIN, or before a single write outside a transaction, and left when SQLite itself says
that no transaction is open any more: after commit, rollback or close, whoever caused them and whatever went wrong.
"""

import re
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic, sleep
from typing import Any

from django.db.backends.sqlite3 import base

from korzo.project.sqlite.line import Line, TooLong, line_of
from korzo.project.sqlite.turn import LOOK_AGAIN_SECONDS

DEFAULT_WAIT_SECONDS = 5.0

_FIRST_WORD = re.compile(r"\s*(\w*)")
_READS = frozenset({"SELECT", "EXPLAIN", "VALUES"})
# Refused before anything happened, these can simply be tried again.
_BEGUN_AT_ONCE = frozenset({"BEGIN", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"})
_WRITES_WITHIN = re.compile(r"\b(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
_WRITING_PRAGMA = re.compile(r"\s*PRAGMA\s+(\w+\.)?(wal_checkpoint|optimize|incremental_vacuum)\b", re.IGNORECASE)
# A copy into another file only reads this one, and takes long.
_VACUUM_INTO = re.compile(r"\s*VACUUM\s+(\w+\s+)?INTO\b", re.IGNORECASE)


def may_write(statement: str) -> bool:
    """In doubt yes: a reader that waits in line loses a moment, a writer that does not may be refused."""
    word = _first_word(statement)
    if word in _READS:
        return False
    if word == "WITH":
        return bool(_WRITES_WITHIN.search(statement))
    if word == "PRAGMA":
        return bool(_WRITING_PRAGMA.match(statement))
    return not (word == "VACUUM" and _VACUUM_INTO.match(statement))


def _first_word(statement: str) -> str:
    found = _FIRST_WORD.match(statement)
    return found[1].upper() if found else ""


class DatabaseWrapper(base.DatabaseWrapper):
    # None for a database in memory, which has one connection only.
    line: Line | None = None
    wait_seconds_max = DEFAULT_WAIT_SECONDS

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        self.line = None if self.is_in_memory_db() else line_of(str(conn_params["database"]))
        self.wait_seconds_max = float(conn_params.get("timeout", DEFAULT_WAIT_SECONDS))
        made: sqlite3.Connection = super().get_new_connection(conn_params)
        return made

    def create_cursor(self, name: str | None = None) -> "QueuedCursor":
        cursor: QueuedCursor = self.connection.cursor(factory=QueuedCursor)
        cursor.owner = self
        return cursor

    def must_queue(self, statement: str) -> bool:
        """Whoever is inside goes through the line with each statement, for any may be a COMMIT written by hand."""
        return self.line is not None and (self.line.is_inside(self) or may_write(statement))

    @contextmanager
    def in_line(self) -> Iterator[None]:
        """Around a statement that may write. Afterwards still inside if it left a transaction open, as BEGIN does."""
        if self.line is None:
            yield
            return
        try:
            self.line.enter(self, self.wait_seconds_max)
        except TooLong:
            raise sqlite3.OperationalError(
                f"database is locked: other writes of this process took longer than {self.wait_seconds_max:.0f} s"
            ) from None
        try:
            yield
        finally:
            self._leave_when_done()

    def patiently(self, write: Callable[[], object]) -> None:
        """Another process may be writing. SQLite would look again after ever longer pauses of its own, up to 100 ms,
        in which the others come and go; whoever is first in our line looks every other millisecond.

        Inside a transaction nobody else can be writing, and whoever waits for it to end holds the turn.
        """
        if self.line is None or self.is_in_transaction():
            write()
            return
        deadline = monotonic() + self.wait_seconds_max
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            with self.line.turn.held(deadline):
                while not _is_let_in(write, deadline):
                    sleep(LOOK_AGAIN_SECONDS)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {self.wait_seconds_max * 1000:.0f}")

    def is_in_transaction(self) -> bool:
        try:
            return self.connection is not None and bool(self.connection.in_transaction)
        except sqlite3.ProgrammingError:
            # Closed in the middle: SQLite has rolled it back.
            return False

    def abandon(self) -> bool:
        if self.allow_thread_sharing:
            return False
        if self.connection is not None:
            with suppress(sqlite3.Error):
                self.connection.close()
        return True

    def _leave_when_done(self) -> None:
        if self.line is not None and not self.is_in_transaction():
            self.line.leave(self)

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # Its types leave out what begins with an underscore.
        finally:
            # A commit that failed may leave its transaction open, and Django then rolls it back.
            self._leave_when_done()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # As above.
        finally:
            self._leave_when_done()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # As above.
        finally:
            if self.line is not None:
                self.line.leave(self)


def _is_let_in(write: Callable[[], object], deadline: float) -> bool:
    try:
        write()
    except sqlite3.OperationalError as error:
        # The lower byte is the error itself, those above say more about it.
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > deadline:
            raise
        return False
    return True


class QueuedCursor(base.SQLiteCursorWrapper):
    owner: DatabaseWrapper
    # What a single write outside a transaction gave back; None: the rows are still with SQLite.
    rows: deque[Any] | None = None

    def execute(self, query: str, params: Iterable[Any] | None = None) -> "QueuedCursor":  # type: ignore[override]
        self.rows = None
        if not self.owner.must_queue(query):
            super().execute(query, params)
            return self
        with self.owner.in_line():
            if _first_word(query) in _BEGUN_AT_ONCE:
                self.owner.patiently(lambda: super(QueuedCursor, self).execute(query, params))
            else:
                super().execute(query, params)
            if self.description is not None and not self.owner.is_in_transaction():
                # SQLite ends such a write only when its last row was fetched.
                self.rows = deque(super().fetchall())
        return self

    def executemany(self, query: str, param_list: Iterable[Iterable[Any]]) -> "QueuedCursor":  # type: ignore[override]
        self.rows = None
        if not self.owner.must_queue(query):
            super().executemany(query, param_list)
            return self
        with self.owner.in_line():
            super().executemany(query, param_list)
        return self

    def executescript(self, sql_script: str, /) -> "QueuedCursor":
        self.rows = None
        with self.owner.in_line():
            super().executescript(sql_script)
        return self

    def fetchone(self) -> Any:
        if self.rows is None:
            return super().fetchone()
        return self.rows.popleft() if self.rows else None

    def fetchmany(self, size: int | None = None) -> list[Any]:
        wanted = self.arraysize if size is None else size
        if self.rows is None:
            return super().fetchmany(wanted)
        return [self.rows.popleft() for _turn in range(min(wanted, len(self.rows)))]

    def fetchall(self) -> list[Any]:
        if self.rows is None:
            return super().fetchall()
        found = list(self.rows)
        self.rows.clear()
        return found

    def __next__(self) -> Any:
        if self.rows is None:
            return super().__next__()
        if not self.rows:
            raise StopIteration
        return self.rows.popleft()
