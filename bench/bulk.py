"""Rows into tables as fast as the database takes them, past all actions: only a benchmark may do that."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

ROWS_AT_ONCE = 20_000


@dataclass
class Rows:
    """Rows of one table that wait to be written: values of these columns. All others get the default of their field."""

    model: type[Model]
    columns: str
    waiting: list[tuple[Any, ...]] = field(default_factory=list)
    written: int = 0

    def __post_init__(self) -> None:
        named = self.columns.split()
        rest = [one for one in self.model._meta.concrete_fields if one.column not in named and not one.primary_key]
        self._columns = [*named, *(str(one.column) for one in rest)]
        self._rest = tuple(one.get_db_prep_save(one.get_default(), connection) for one in rest)

    def add(self, *values: Any) -> None:
        self.waiting.append((*values, *self._rest))
        if len(self.waiting) >= ROWS_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        rows, self.waiting = self.waiting, []
        self.written += len(rows)
        table = connection.ops.quote_name(str(self.model._meta.db_table))
        columns = ", ".join(connection.ops.quote_name(name) for name in self._columns)
        if connection.vendor == "sqlite":
            marks = ", ".join("?" * len(self._columns))
            raw: sqlite3.Connection = connection.connection
            raw.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608 (our own names)
            return
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def moment(at: datetime) -> str:
    """As the database keeps it. The time is UTC."""
    text = str(at.replace(tzinfo=None))
    return text if connection.vendor == "sqlite" else f"{text}+00"


@contextmanager
def bulk(models: Sequence[type[Model]]) -> Iterator[None]:
    """One transaction without foreign keys and without the indexes of these tables, which are made anew at the end."""
    is_sqlite = connection.vendor == "sqlite"
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF" if is_sqlite else "SET session_replication_role = replica")
        cursor.execute("PRAGMA synchronous = OFF" if is_sqlite else "SET synchronous_commit = off")
        cursor.execute("PRAGMA cache_size = -100000" if is_sqlite else "SET maintenance_work_mem = '128MB'")
        with transaction.atomic():
            again = [statement for model in models for statement in _take_indexes(cursor, model._meta.db_table)]
            yield
            for statement in [*again, *connection.ops.sequence_reset_sql(no_style(), models)]:
                cursor.execute(statement)
        # A server looks after this by itself within minutes; a file of SQLite is left as the community leaves it.
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)" if is_sqlite else "VACUUM ANALYZE")
    connection.close()


def _take_indexes(cursor: Any, table: str) -> list[str]:
    """Drop those that no constraint needs; gives the statements that make them again."""
    if connection.vendor == "sqlite":
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql <> '' AND tbl_name = %s", [table]
        )
    else:
        cursor.execute(
            "SELECT c.relname, pg_get_indexdef(c.oid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            "WHERE i.indrelid = %s::regclass AND NOT i.indisprimary "
            "AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid)",
            [table],
        )
    found: list[tuple[str, str]] = cursor.fetchall()
    for name, _statement in found:
        cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    return [statement for _name, statement in found]
