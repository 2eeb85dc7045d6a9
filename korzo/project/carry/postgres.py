"""A community in PostgreSQL: read in one transaction that sees one moment, filled by COPY."""

from collections.abc import Iterable, Iterator
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from korzo.kit.errors import Refused
from korzo.project.carry import Failed
from korzo.project.carry.lines import Cells
from korzo.project.carry.sqlite import turned
from korzo.project.carry.tables import Step, Table
from korzo.project.carry.values import POSTGRES_COLUMN, Kind, Value, from_postgres, to_postgres

# Rows that travel together: enough to hide the way to the server, and little memory even where rows are long.
ROWS_AT_ONCE = 500
CONNECT_SECONDS = 10
# Whoever holds a table so long is at work, and should be stopped first.
LOCK_SECONDS = 10
APPLICATION = "korzo carry"
# Instead of a sign that PostgreSQL has no way to keep.
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def connect(address: str) -> "psycopg.Connection[Any]":
    try:
        connection = psycopg.connect(
            address, autocommit=True, connect_timeout=CONNECT_SECONDS, application_name=APPLICATION
        )
    except psycopg.Error as error:
        raise Refused(f"The database does not answer: {str(error).strip()}") from None
    for setting in (
        "timezone = 'UTC'",
        "statement_timeout = 0",
        "idle_in_transaction_session_timeout = 0",
        f"lock_timeout = '{LOCK_SECONDS}s'",
        "extra_float_digits = 1",
        "client_min_messages = warning",
    ):
        connection.execute(f"SET {setting}")
    return connection


def is_used_elsewhere(connection: "psycopg.Connection[Any]") -> bool:
    """Whether a web server, a worker or a command of ours is connected, on whatever machine."""
    asked = """
        SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE 'korzo%%' AND application_name <> %s
    """
    return connection.execute(asked, [APPLICATION]).fetchone() is not None


def has_data(connection: "psycopg.Connection[Any]") -> bool:
    """Whether anybody lives there."""
    for table in ("members_member", "activity_activity"):
        if connection.execute("SELECT to_regclass(%s)", [table]).fetchone() != (None,):
            asked = sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table))
            if connection.execute(asked).fetchone():
                return True
    return False


class PostgresStore:
    vendor = "postgresql"

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self.connection = connection
        self._keys: list[tuple[str, str, str]] = []

    @classmethod
    def snapshot(cls, address: str) -> "PostgresStore":
        """One moment, however long the reading takes; others read and write as before."""
        store = cls(connect(address))
        store.connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        # The moment is that of the first question.
        store.connection.execute("SELECT 1")
        return store

    def applied(self) -> list[Step]:
        if self.connection.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,):
            return []
        return sorted(self.connection.execute("SELECT app, name FROM django_migrations").fetchall())

    def count(self, table: Table) -> int:
        asked = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table.name))
        return int(self._one(asked))

    def number(self, table: Table) -> int:
        sequence = self._sequence(table)
        asked = sql.SQL("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {}").format(sequence)
        return int(self._one(asked))

    def rows(self, table: Table) -> Iterator[Cells]:
        turns = [from_postgres(column.kind, column.places) for column in table.columns]
        # The server keeps its place in the rows for as long as a transaction lasts.
        with self.connection.transaction(), self.connection.cursor(name="carry") as cursor:
            cursor.itersize = ROWS_AT_ONCE
            for row in cursor.execute(_question(table)):
                yield turned(turns, row)

    def begin(self, tables: list[Table]) -> None:
        """Rows come table by table, so what points from one to another is set up again at the end."""
        self.connection.execute("BEGIN")
        asked = """
            SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
            WHERE contype = 'f' AND conparentid = 0 AND connamespace = current_schema()::regnamespace
            ORDER BY conrelid::regclass::text, conname
        """
        self._keys = self.connection.execute(asked).fetchall()
        for name, key, _definition in self._keys:
            self._change(f"ALTER TABLE {name} DROP CONSTRAINT {key}")
        for table in tables:
            self.connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table.name)))

    def fitted(self, cells: Cells) -> Cells:
        return [_fitted(cell) for cell in cells]

    def fill(self, table: Table, rows: Iterable[Cells]) -> None:
        columns = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), columns)
        turns = [to_postgres(kind) for kind in table.kinds]
        try:
            with self.connection.cursor() as cursor, cursor.copy(statement) as target:
                for cells in rows:
                    target.write_row(turned(turns, cells))
        except (psycopg.DataError, psycopg.IntegrityError) as error:
            raise _not_taken(table.name, error) from error

    def set_number(self, table: Table, number: int) -> None:
        asked = sql.SQL("SELECT coalesce(max({}), 0) FROM {}").format(
            sql.Identifier(table.numbered), sql.Identifier(table.name)
        )
        last = max(number, int(self._one(asked)))
        # A table that never gave a number begins with 1.
        self.connection.execute("SELECT setval(%s, %s, %s)", [self._sequence_name(table), max(last, 1), last > 0])

    def finish(self, tables: list[Table]) -> None:
        for name, key, definition in self._keys:
            try:
                self._change(f"ALTER TABLE {name} ADD CONSTRAINT {key} {definition}")
            except psycopg.IntegrityError as error:
                raise _not_taken(name, error) from error
        self.connection.execute("COMMIT")
        for table in tables:
            # Without its figures the planner takes every table for a small one.
            self.connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table.name)))

    def close(self) -> None:
        self.connection.close()

    def _one(self, asked: sql.Composed) -> Any:
        found = self.connection.execute(asked).fetchone()
        return found[0] if found else None

    def _sequence_name(self, table: Table) -> str:
        quoted = sql.Identifier(table.name).as_string(self.connection)
        found = self.connection.execute("SELECT pg_get_serial_sequence(%s, %s)", [quoted, table.numbered]).fetchone()
        if not found or found[0] is None:
            raise Failed(f"{table.name} has lost what gives its rows their numbers.")
        return str(found[0])

    def _sequence(self, table: Table) -> sql.SQL:
        return sql.SQL(_trusted(self._sequence_name(table)))

    def _change(self, statement: str) -> None:
        self.connection.execute(sql.SQL(_trusted(statement)))


def _trusted(words: str) -> LiteralString:
    """The server itself wrote and quoted these words."""
    return words


def _question(table: Table) -> sql.Composed:
    columns = [
        sql.SQL(POSTGRES_COLUMN.get(column.kind, "{}")).format(sql.Identifier(column.name)) for column in table.columns
    ]
    kinds = {column.name: column.kind for column in table.columns}
    # Texts in the order of their bytes, as SQLite has them, and not in that of a language.
    key = [
        sql.SQL('{} COLLATE "C"' if kinds[name] is Kind.TEXT else "{}").format(sql.Identifier(name))
        for name in table.key
    ]
    return sql.SQL("SELECT {} FROM {} ORDER BY {}").format(
        sql.SQL(", ").join(columns), sql.Identifier(table.name), sql.SQL(", ").join(key)
    )


def _fitted(value: Value) -> Value:
    """PostgreSQL keeps no zero sign in a text, and no half of a pair."""
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            value = "".join(REPLACEMENT if "\ud800" <= sign <= "\udfff" else sign for sign in value)
        return value.replace("\0", "")
    if isinstance(value, list):
        return [_fitted(one) for one in value]
    if isinstance(value, dict):
        return {_fitted(key): _fitted(one) for key, one in value.items()}
    return value


def _not_taken(name: str, error: psycopg.Error) -> Failed:
    told = error.diag
    reason = ". ".join(part for part in (told.message_primary, told.message_detail, told.context) if part)
    return Failed(f"PostgreSQL does not take a row of {name}: {reason}.")
