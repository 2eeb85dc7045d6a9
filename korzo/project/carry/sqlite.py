"""A community in SQLite: copied as it stood at one moment, read, filled."""

import fcntl
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from korzo.project.carry import Failed
from korzo.project.carry.lines import Cells
from korzo.project.carry.tables import Step, Table
from korzo.project.carry.values import from_sqlite, to_sqlite

# As many bytes that SQLite locks for readers as long as somebody has the file open, and where: see its os.h.
SHARED_FIRST = 0x40000002
SHARED_SIZE = 510
BUSY_SECONDS = 20.0


def copy(source: Path, target: Path) -> None:
    """A whole copy by SQLite's own means: writers go on, and what they write meanwhile is not in it."""
    # By SQLite's own address, so that it never makes the file that it should read.
    original = sqlite3.connect(f"{source.as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS)
    twin = sqlite3.connect(target)
    try:
        original.backup(twin)
        found = twin.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise Failed(f"The database {source} could not be copied: {error}.") from error
    finally:
        twin.close()
        original.close()
    if found != "ok":
        raise Failed(f"The database {source} is damaged: {found}. Bring back the last backup that is sound.")


def fold(path: Path) -> None:
    """Bring what still stands in the log of writes into the file itself, so that it is whole alone."""
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def is_open_elsewhere(path: Path) -> bool:
    """Whether another process has the file open. Ours must not: closing it here would free our own locks."""
    if not path.exists():
        return False
    with path.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, SHARED_SIZE, SHARED_FIRST)
        except OSError:
            return True
    return False


def has_data(path: Path) -> bool:
    """Whether anybody lives there. What cannot be read might be all that somebody has."""
    if not path.exists() or path.stat().st_size == 0:
        return False
    connection = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS)
    try:
        known = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        lived_in = [table for table in ("members_member", "activity_activity") if table in known]
        return any(connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in lived_in)  # noqa: S608 (two names of ours)
    except sqlite3.DatabaseError:
        return True
    finally:
        connection.close()


class SqliteStore:
    vendor = "sqlite"

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS)

    def applied(self) -> list[Step]:
        try:
            return sorted(self.connection.execute("SELECT app, name FROM django_migrations").fetchall())
        except sqlite3.OperationalError:
            return []

    def count(self, table: Table) -> int:
        found: int = self.connection.execute(f"SELECT count(*) FROM {quoted(table.name)}").fetchone()[0]  # noqa: S608 (as below)
        return found

    def number(self, table: Table) -> int:
        found = self.connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", [table.name]).fetchone()
        return int(found[0]) if found and found[0] else 0

    def rows(self, table: Table) -> Iterator[Cells]:
        columns = ", ".join(quoted(column.name) for column in table.columns)
        key = ", ".join(map(quoted, table.key))
        turns = [from_sqlite(column.kind, column.places) for column in table.columns]
        # Names come from our migrations and are quoted.
        for row in self.connection.execute(f"SELECT {columns} FROM {quoted(table.name)} ORDER BY {key}"):  # noqa: S608
            try:
                yield [turn(cell) if turn and cell is not None else cell for turn, cell in zip(turns, row, strict=True)]
            except (ValueError, TypeError, ArithmeticError) as error:
                raise Failed(f"A row of {table.name} cannot be read ({error}): {str(row)[:300]}") from error

    def begin(self, tables: list[Table]) -> None:
        # Nobody else knows this file yet, and a broken one is made anew: speed is all that counts.
        for pragma in ("foreign_keys=OFF", "journal_mode=MEMORY", "synchronous=OFF", "cache_size=-20000"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.connection.execute("BEGIN IMMEDIATE")
        for table in tables:
            self.connection.execute(f"DELETE FROM {quoted(table.name)}")  # noqa: S608 (as above)

    def fitted(self, cells: Cells) -> Cells:
        return cells

    def fill(self, table: Table, rows: Iterable[Cells]) -> None:
        columns = ", ".join(quoted(column.name) for column in table.columns)
        marks = ", ".join("?" * len(table.columns))
        turns = [to_sqlite(kind) for kind in table.kinds]
        statement = f"INSERT INTO {quoted(table.name)} ({columns}) VALUES ({marks})"  # noqa: S608 (as above)
        try:
            self.connection.executemany(statement, (turned(turns, cells) for cells in rows))
        except (sqlite3.Error, ValueError, OverflowError) as error:
            raise Failed(f"SQLite does not take a row of {table.name}: {error}.") from error

    def set_number(self, table: Table, number: int) -> None:
        key = quoted(table.numbered)
        last = self.connection.execute(f"SELECT max({key}) FROM {quoted(table.name)}").fetchone()[0] or 0  # noqa: S608 (as above)
        self.connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", [table.name])
        self.connection.execute(
            "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [table.name, max(number, last)]
        )

    def finish(self, tables: list[Table]) -> None:
        wanted = {table.name for table in tables}
        lost = [row for row in self.connection.execute("PRAGMA foreign_key_check") if row[0] in wanted]
        if lost:
            name, row, parent, _key = lost[0]
            raise Failed(f"Row {row} of {name} points at something in {parent} that is not there.")
        self.connection.execute("COMMIT")
        self.connection.execute("PRAGMA journal_mode=WAL")

    def close(self) -> None:
        self.connection.close()


def turned(turns: list[Callable[[object], object] | None], cells: Cells) -> Cells:
    return [turn(cell) if turn and cell is not None else cell for turn, cell in zip(turns, cells, strict=True)]


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
