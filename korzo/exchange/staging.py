"""Rows that were looked through, put down on disk in the order in which they will come in.

The job takes them from here by their place, so that it goes on after a break where it stopped, and never needs to
parse a dump again. One file in the folder of the import, read by the worker and the web alike.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from korzo.exchange.models import Kind
from korzo.exchange.rows import Data, Key, Row, key_of

# One statement for so many; SQLite itself bears thirty thousand values.
_AT_ONCE = 500


@dataclass(frozen=True)
class Staged:
    place: int
    key: Key
    data: Data

    def key_of(self, field: str) -> Key | None:
        reference = self.data.get(field)
        return key_of(reference, self.key.source) if reference else None

    def text(self, field: str) -> str:
        return str(self.data.get(field) or "")


class Staging:
    """`source` is that of rows which name none."""

    def __init__(self, path: Path, source: str, *, anew: bool = False) -> None:
        if anew:
            path.unlink(missing_ok=True)
        self.source = source
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF" if anew else "PRAGMA query_only = ON")
        if anew:
            self._database.execute("PRAGMA synchronous = OFF")
            self._build()

    def _build(self) -> None:
        for table in (
            "rows (kind TEXT, place INTEGER, source TEXT, source_id TEXT, data TEXT, PRIMARY KEY (kind, place))",
            "numbers (topic TEXT, number INTEGER, PRIMARY KEY (topic, number)) WITHOUT ROWID",
            "mails (mail TEXT PRIMARY KEY) WITHOUT ROWID",
            "handles (handle TEXT, source TEXT, source_id TEXT, PRIMARY KEY (handle)) WITHOUT ROWID",
        ):
            self._database.execute(f"CREATE TABLE {table}")
        self._database.execute("CREATE UNIQUE INDEX known ON rows (kind, source, source_id)")

    def close(self) -> None:
        self._database.close()

    def begin(self) -> None:
        self._database.execute("BEGIN")

    def commit(self) -> None:
        self._database.execute("COMMIT")

    def put(self, row: Row, key: Key, place: int) -> bool:
        """False where a row of this key is there already."""
        values = (row.kind, place, key.source, key.source_id, json.dumps(row.data, ensure_ascii=False))
        done = self._database.execute("INSERT OR IGNORE INTO rows VALUES (?, ?, ?, ?, ?)", values)
        return done.rowcount == 1

    def has(self, kind: str, key: Key) -> bool:
        question = "SELECT 1 FROM rows WHERE kind = ? AND source = ? AND source_id = ?"
        return self._database.execute(question, (kind, key.source, key.source_id)).fetchone() is not None

    def take_number(self, topic: Key, number: int | None) -> int:
        """The number itself where it is free; else, and where none is given, the next behind all."""
        if number is not None and self._took(topic, number):
            return number
        question = "SELECT coalesce(max(number), 0) + 1 FROM numbers WHERE topic = ?"
        behind = int(self._database.execute(question, (str(topic),)).fetchone()[0])
        self._took(topic, behind)
        return behind

    def _took(self, topic: Key, number: int) -> bool:
        done = self._database.execute("INSERT OR IGNORE INTO numbers VALUES (?, ?)", (str(topic), number))
        return done.rowcount == 1

    def take_mail(self, mail: str) -> bool:
        done = self._database.execute("INSERT OR IGNORE INTO mails VALUES (?)", (mail,))
        return done.rowcount == 1

    def name(self, handle: str, key: Key) -> None:
        """By which name the words of a post mention this person."""
        values = (handle.lower(), key.source, key.source_id)
        self._database.execute("INSERT OR IGNORE INTO handles VALUES (?, ?, ?)", values)

    def named(self, handles: Sequence[str]) -> dict[str, Key]:
        found: dict[str, Key] = {}
        for start in range(0, len(handles), _AT_ONCE):
            some = [handle.lower() for handle in handles[start : start + _AT_ONCE]]
            marks = ", ".join("?" * len(some))
            question = f"SELECT handle, source, source_id FROM handles WHERE handle IN ({marks})"  # noqa: S608 (question marks)
            found |= {row[0]: Key(row[1], row[2]) for row in self._database.execute(question, some)}
        return found

    def change(self, kind: str, key: Key, data: Data) -> None:
        values = (json.dumps(data, ensure_ascii=False), kind, key.source, key.source_id)
        self._database.execute("UPDATE rows SET data = ? WHERE kind = ? AND source = ? AND source_id = ?", values)

    def count(self, kind: str) -> int:
        return int(self._database.execute("SELECT count(*) FROM rows WHERE kind = ?", (kind,)).fetchone()[0])

    def counts(self) -> dict[str, int]:
        return {kind: number for kind in Kind.values if (number := self.count(kind))}

    def behind(self, kind: str, place: int, limit: int) -> list[Staged]:
        question = "SELECT place, source, source_id, data FROM rows WHERE kind = ? AND place > ? ORDER BY place LIMIT ?"
        found = self._database.execute(question, (kind, place, limit)).fetchall()
        return [Staged(row[0], Key(row[1], row[2]), json.loads(row[3])) for row in found]

    def all_of(self, kind: str) -> Iterator[Staged]:
        place = 0
        while some := self.behind(kind, place, _AT_ONCE):
            yield from some
            place = some[-1].place
