"""What lies in a PostgreSQL database is set aside in a schema of its own until what takes its place is whole.

Each step is one transaction, so a process that is killed leaves either the one or the other. As long as the schema is
there, something is unfinished: the next `korzo up` puts everything back, the next `restore` or `move` begins anew.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from korzo.kit.errors import Refused
from korzo.project.carry.postgres import LOCK_SECONDS

ASIDE = "korzo_before"
# The number of our lock in the database: "korzo" in the letters of a phone.
LOCK_NUMBER = 56796

# Everything in the schema that belongs to us and not to an extension; what a table owns goes where the table goes.
THINGS = """
SELECT kind, name FROM (
    SELECT 'pg_class'::regclass AS class, oid, relowner AS owner, format('%%I', relname) AS name,
        CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
            WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END AS kind
    FROM pg_class WHERE relnamespace = %(schema)s::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
        AND NOT (relkind = 'S' AND EXISTS (SELECT 1 FROM pg_depend WHERE classid = 'pg_class'::regclass
            AND objid = pg_class.oid AND deptype IN ('a', 'i') AND refclassid = 'pg_class'::regclass))
    UNION ALL
    SELECT 'pg_proc'::regclass, oid, proowner,
        format('%%I(%%s)', proname, pg_get_function_identity_arguments(oid)), 'ROUTINE'
    FROM pg_proc WHERE pronamespace = %(schema)s::regnamespace
    UNION ALL
    SELECT 'pg_type'::regclass, oid, typowner, format('%%I', typname),
        CASE typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END
    FROM pg_type WHERE typnamespace = %(schema)s::regnamespace AND typtype IN ('e', 'd', 'r')
    UNION ALL
    SELECT 'pg_ts_config'::regclass, oid, cfgowner, format('%%I', cfgname), 'TEXT SEARCH CONFIGURATION'
    FROM pg_ts_config WHERE cfgnamespace = %(schema)s::regnamespace
    UNION ALL
    SELECT 'pg_ts_dict'::regclass, oid, dictowner, format('%%I', dictname), 'TEXT SEARCH DICTIONARY'
    FROM pg_ts_dict WHERE dictnamespace = %(schema)s::regnamespace
) AS things
WHERE pg_has_role(owner, 'USAGE') AND NOT EXISTS (
    SELECT 1 FROM pg_depend WHERE classid = class AND objid = things.oid AND deptype = 'e')
ORDER BY kind, name
"""


@dataclass(frozen=True)
class Thing:
    kind: str
    # Quoted as it stands in a statement.
    name: str


class Aside:
    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self.connection = connection
        found = connection.execute("SELECT current_schema()").fetchone()
        if not found or not found[0]:
            raise Refused("The user of the database has no schema to put tables into.")
        self.home = str(found[0])

    def hold(self) -> bool:
        """Ours as long as the connection lasts, however it ends. False when somebody else is at work."""
        found = self.connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK_NUMBER]).fetchone()
        return bool(found and found[0])

    def is_unfinished(self) -> bool:
        found = self.connection.execute("SELECT to_regnamespace(%s) IS NOT NULL", [ASIDE]).fetchone()
        return bool(found and found[0])

    def foreign_tables(self, labels: Collection[str]) -> list[str]:
        """Tables that are not of our making, to judge by their names."""
        prefixes = tuple(f"{label}_" for label in labels)
        names = [thing.name.strip('"') for thing in self._things(self.home) if thing.kind == "TABLE"]
        return [name for name in names if not name.startswith(prefixes)]

    def set_aside(self) -> None:
        """Afterwards the database is empty. What an earlier attempt left half done is thrown away."""
        try:
            with self.connection.transaction():
                if self.is_unfinished():
                    self._drop_all()
                    return
                self.connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(ASIDE)))
                self._move_all(self.home, ASIDE)
        except psycopg.errors.InsufficientPrivilege as error:
            raise Refused(
                f"The user of the database may not do this: {error.diag.message_primary}. It must own the database."
            ) from None
        except psycopg.errors.LockNotAvailable:
            raise Refused(
                f"Somebody works in the database and did not let go of it within {LOCK_SECONDS} s. Nothing was changed."
            ) from None

    def put_back(self) -> None:
        with self.connection.transaction():
            self._drop_all()
            self._move_all(ASIDE, self.home)
            self.connection.execute(sql.SQL("DROP SCHEMA {}").format(sql.Identifier(ASIDE)))

    def let_go(self) -> None:
        """From here on the new counts."""
        self.connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(ASIDE)))

    def _things(self, schema: str) -> list[Thing]:
        quoted = sql.Identifier(schema).as_string(self.connection)
        return [Thing(*row) for row in self.connection.execute(THINGS, {"schema": quoted}).fetchall()]

    def _move_all(self, source: str, target: str) -> None:
        for thing in self._things(source):
            self._say("ALTER {kind} {place}.{name} SET SCHEMA {target}", thing, source, target)

    def _drop_all(self) -> None:
        for thing in self._things(self.home):
            self._say("DROP {kind} IF EXISTS {place}.{name} CASCADE", thing, self.home, self.home)

    def _say(self, words: str, thing: Thing, place: str, target: str) -> None:
        statement = words.format(
            kind=thing.kind,
            place=sql.Identifier(place).as_string(self.connection),
            name=thing.name,
            target=sql.Identifier(target).as_string(self.connection),
        )
        # The server itself wrote and quoted the names.
        self.connection.execute(sql.SQL(statement))
