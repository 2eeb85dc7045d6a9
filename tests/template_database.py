"""The tables of the test database, made by the migrations once and copied for every run after that.

Two hundred migrations take longer than most test files. What they made is kept under a name that changes with every
migration, package and setting that they could depend on; each test process copies it instead of making it anew. The
database still goes through `migrate`, which then finds nothing to do.
"""

import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import psycopg
from django.db import connection
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
# Of two of these the older one belongs to a branch that is seldom tested.
KEPT_MAX = 3
FOLDER = Path(tempfile.gettempdir()) / f"korzo-templates-{os.getuid()}"


class Template(Protocol):
    def copy(self) -> bool:
        """Put a copy in the place of the test database; False where there is none yet."""
        ...

    def keep(self) -> None:
        """Keep the test database, just made, for the next time."""
        ...


def template() -> Template:
    return OfSqlite() if connection.vendor == "sqlite" else OfPostgres()


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """The first test process makes the tables, the others wait for it."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    with (FOLDER / f"{digest()}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def digest() -> str:
    """Of all that the tables come from."""
    found = [ROOT / "requirements-dev.lock", ROOT / "conftest.py", *sorted((ROOT / "korzo/project").glob("*.py"))]
    for folder in (ROOT / "korzo", ROOT / "tests"):
        found += sorted([*folder.rglob("migrations/*.py"), *folder.rglob("models.py"), *folder.rglob("models/*.py")])
    whole = blake2b(digest_size=8)
    for path in found:
        whole.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def test_name() -> str:
    return str(connection.settings_dict["TEST"]["NAME"] or f"test_{connection.settings_dict['NAME']}")


class OfSqlite:
    def __init__(self) -> None:
        self.kept = FOLDER / f"{digest()}.sqlite3"

    def copy(self) -> bool:
        for ending in ("", "-wal", "-shm"):
            Path(test_name() + ending).unlink(missing_ok=True)
        if not self.kept.exists():
            return False
        shutil.copyfile(self.kept, test_name())
        self.kept.touch()
        return True

    def keep(self) -> None:
        made = self.kept.with_suffix(f".{os.getpid()}")
        with sqlite3.connect(test_name()) as source, sqlite3.connect(made) as target:
            source.backup(target)
        made.rename(self.kept)
        for old in sorted(FOLDER.glob("*.sqlite3"), key=lambda path: -path.stat().st_mtime)[KEPT_MAX:]:
            old.unlink()


class OfPostgres:
    """Lives as long as its server, which is mostly one run."""

    def __init__(self) -> None:
        self.kept = sql.Identifier(f"template_{digest()}")
        self.test = sql.Identifier(test_name())

    def copy(self) -> bool:
        self._do(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(self.test))
        with suppress(psycopg.errors.InvalidCatalogName):
            self._do(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(self.test, self.kept))
            return True
        return False

    def keep(self) -> None:
        """A database is copied only while nobody is in it; Django comes back by itself."""
        connection.close()
        self._do(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(self.kept, self.test))

    @staticmethod
    def _do(statement: sql.Composed) -> None:
        address = urlsplit(os.environ["KORZO_DATABASE"])._replace(path="/postgres").geturl()
        with psycopg.connect(address, autocommit=True) as session:
            session.execute(statement)
