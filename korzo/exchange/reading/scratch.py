"""Tables of a dump, put down on disk: a dump has its own order, and we need people before what they wrote.

So the memory stays the same however large the community is, and the dump is read once.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import batched
from pathlib import Path
from typing import Any

_AT_ONCE = 1_000
# In the table `_faults`: rows that a dump holds and that cannot be taken apart.
LINE = "_line"


class Scratch:
    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._database = sqlite3.connect(path, isolation_level=None)
        # What is here is made anew from the dump after a crash.
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.row_factory = sqlite3.Row

    def close(self) -> None:
        self._database.close()

    def declare(self, tables: Mapping[str, Collection[str]]) -> None:
        """All columns are there, also those that an older version does not have: they stay empty."""
        for table, columns in tables.items():
            listed = ", ".join(f'"{name}"' for name in columns)
            self._database.execute(f'CREATE TABLE "{table}" ({listed}, "{LINE}" INTEGER)')

    def fill(self, rows: Iterable[tuple[str, int, Mapping[str, Any]]]) -> None:
        self._database.execute("BEGIN")
        for some in batched(rows, _AT_ONCE):
            by_shape: dict[tuple[str, tuple[str, ...]], list[list[Any]]] = {}
            for table, line, values in some:
                by_shape.setdefault((table, tuple(values)), []).append([*values.values(), line])
            for (table, names), lines in by_shape.items():
                listed = ", ".join(f'"{name}"' for name in (*names, LINE))
                marks = ", ".join("?" * (len(names) + 1))
                # The names are ours: only columns that a reader asked for come so far.
                self._database.executemany(f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', lines)  # noqa: S608
        self._database.execute("COMMIT")

    def view(self, name: str, question: str) -> None:
        """A question that others build on."""
        self._database.execute(f"CREATE VIEW {name} AS {question}")

    def index(self, table: str, *columns: str) -> None:
        listed = ", ".join(columns)
        self._database.execute(f'CREATE INDEX "{table}_{"_".join(columns)}" ON "{table}" ({listed})')

    def drop_doubles(self, table: str, *columns: str) -> None:
        """Rows that are the same in all of these: looking through a store brings some of them twice."""
        same = " AND ".join(f'other."{name}" = "{table}"."{name}"' for name in columns)
        # The names are ours.
        twice = f'SELECT 1 FROM "{table}" other WHERE {same} AND other.rowid < "{table}".rowid'  # noqa: S608
        self._database.execute(f'DELETE FROM "{table}" WHERE EXISTS ({twice})')  # noqa: S608

    def ask(self, sql: str, *values: Any) -> Iterator[sqlite3.Row]:
        """One row after the other; several questions may be open at once."""
        yield from self._database.execute(sql, values)

    def one(self, sql: str, *values: Any) -> Any:
        found = self._database.execute(sql, values).fetchone()
        return found[0] if found else None
