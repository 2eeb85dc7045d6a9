"""The form of the one file: an ordinary tar archive with a last line behind it.

korzo-backup.json            what this is: read first
tables/<table>/000001.jsonl.gz   rows, in parts of about a megabyte
files/<area>/<name>          pictures and other files as they are
entries.jsonl                a line with size and SHA-256 for each of the above
summary.json                 rows, sums and numbers of each table; files that were gone
SHA-256 of all bytes before, so that no damage stays unseen
"""

import re
from dataclasses import dataclass, field
from typing import Any

from korzo.project.carry.files import AREAS
from korzo.project.carry.tables import Column, Step, Table
from korzo.project.carry.values import Kind

FORMAT = 1
ABOUT = "korzo-backup.json"
ENTRIES = "entries.jsonl"
SUMMARY = "summary.json"
FIRST_BYTES = ABOUT.encode("ascii") + b"\0"

SEAL = re.compile(rb"korzo-sha256 ([0-9a-f]{64})\n")
SEAL_BYTES = len("korzo-sha256 ") + 64 + 1
BLOCK_BYTES = 512

# A part of a table is closed once it holds so much, so memory and temporary space stay small.
PART_BYTES = 1 << 20
# The longest row that PostgreSQL itself could hold; whatever claims to be longer is no row.
ROW_BYTES_MAX = 1 << 30
# What is said about the whole file and read at once.
SMALL_ENTRY_BYTES_MAX = 64 << 20
# So many lost files are named one by one; if there are more, something else is wrong.
GONE_NAMED_MAX = 1000

NAME = re.compile(r"tables/([A-Za-z0-9_]{1,63})/[0-9]{6}\.jsonl\.gz")
NAME_BYTES_MAX = 1000


@dataclass(frozen=True)
class About:
    version: str
    created_at: str
    database: str
    migrations: list[Step]
    tables: list[Table]
    # Says whether it is the key of another installation, and nothing else about the key.
    key_mark: str
    has_files: bool

    def as_json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "version": self.version,
            "created_at": self.created_at,
            "database": self.database,
            "migrations": self.migrations,
            "tables": [table.as_json() for table in self.tables],
            "key_mark": self.key_mark,
            "has_files": self.has_files,
        }

    @classmethod
    def from_json(cls, known: dict[str, Any]) -> "About":
        return cls(
            version=str(known["version"]),
            created_at=str(known["created_at"]),
            database=str(known["database"]),
            migrations=[(str(app), str(name)) for app, name in known["migrations"]],
            tables=[_table(one) for one in known["tables"]],
            key_mark=str(known["key_mark"]),
            has_files=bool(known["has_files"]),
        )


def _table(known: dict[str, Any]) -> Table:
    columns = tuple(Column(str(one["name"]), Kind(one["kind"]), int(one["places"])) for one in known["columns"])
    return Table(str(known["name"]), columns, tuple(map(str, known["key"])), str(known["numbered"]))


@dataclass(frozen=True)
class TableSummary:
    rows: int
    digest: str
    # The last one that the table gave away.
    number: int


@dataclass
class Summary:
    tables: dict[str, TableSummary] = field(default_factory=dict)
    files: int = 0
    file_bytes: int = 0
    # Files that were there when the backup began and gone when their turn came.
    gone: list[str] = field(default_factory=list)
    gone_count: int = 0

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    def as_json(self) -> dict[str, Any]:
        return {
            "tables": {name: [one.rows, one.digest, one.number] for name, one in self.tables.items()},
            "files": self.files,
            "file_bytes": self.file_bytes,
            "gone": self.gone,
            "gone_count": self.gone_count,
        }

    @classmethod
    def from_json(cls, known: dict[str, Any]) -> "Summary":
        return cls(
            tables={
                str(name): TableSummary(int(rows), str(digest), int(number))
                for name, (rows, digest, number) in known["tables"].items()
            },
            files=int(known["files"]),
            file_bytes=int(known["file_bytes"]),
            gone=[str(name) for name in known["gone"]],
            gone_count=int(known["gone_count"]),
        )


def table_of(name: str) -> str | None:
    """The table that an entry holds rows of."""
    found = NAME.fullmatch(name)
    return found[1] if found else None


def file_of(name: str) -> tuple[str, str] | None:
    """Area and name of an entry with a file; None for every name that could lead out of its area."""
    parts = name.split("/")
    if len(parts) < 3 or parts[0] != "files" or parts[1] not in AREAS or "\0" in name or "\\" in name:
        return None
    if any(part in {"", ".", ".."} for part in parts) or len(name.encode("utf-8", "surrogateescape")) > NAME_BYTES_MAX:
        return None
    return parts[1], "/".join(parts[2:])


def is_known(name: str) -> bool:
    return name in {ABOUT, ENTRIES, SUMMARY} or table_of(name) is not None or file_of(name) is not None
