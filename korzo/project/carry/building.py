"""Makes a database from what a backup holds, in the house that was opened for it, and compares every row."""

import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from korzo.kit.errors import Refused
from korzo.project.carry import Failed
from korzo.project.carry.form import About, TableSummary
from korzo.project.carry.lines import Cells, Sum, summed, written
from korzo.project.carry.postgres import PostgresStore, connect
from korzo.project.carry.progress import Progress
from korzo.project.carry.reading import Archive
from korzo.project.carry.sqlite import SqliteStore
from korzo.project.carry.stores import Home, Store
from korzo.project.carry.tables import Step, Table, last_steps, tables_at
from korzo.project.preparation import QuietMigrate, missing_migrations


def check_fits(about: About) -> None:
    """Refuses what another program, or a Korzo of another make, has written."""
    if tables_at(about.migrations) != about.tables:
        raise Refused(f"The tables in this backup of Korzo {about.version} are not those that this version knows.")


def build(archive: Archive, home: Home, progress: Progress) -> int:
    """From nothing to a database that is up to date. Says how many rows had to be changed to fit."""
    migrate_to(archive.about.migrations, progress)
    # Ours is another connection, and SQLite is to be filled by one alone.
    connection.close()
    with closing(store_of(home)) as store:
        expected, changed = load(archive, store, progress)
    with closing(store_of(home)) as store:
        compare(store, archive.about.tables, expected, progress)
    migrate_forward(progress)
    import_module("korzo.project.carry.derived").rebuild_all(progress)
    connection.close()
    return changed


def store_of(home: Home) -> Store:
    return PostgresStore(connect(home.address)) if home.address else SqliteStore(home.file)


def migrate_to(steps: list[Step], progress: Progress) -> None:
    """As far as the community was when it was saved, so that its rows fit."""
    executor = MigrationExecutor(connection)
    targets = last_steps(executor.loader, steps)
    plan = executor.migration_plan(targets)
    with progress.bar("Preparing the database", len(plan), "step") as tell:

        def step_done(action: str, *_rest: Any) -> None:
            if action == "apply_success":
                tell(1)

        executor.progress_callback = step_done
        executor.migrate(targets, plan=plan)


def migrate_forward(progress: Progress) -> None:
    """To this version, also where nothing is missing: some apps look after their own rows at the end."""
    with progress.bar("Bringing it up to date", missing_migrations(), "step") as tell:
        call_command(QuietMigrate(tell), interactive=False, verbosity=0)


def load(archive: Archive, store: Store, progress: Progress) -> tuple[dict[str, TableSummary], int]:
    """What each table must hold from now on, and how many rows had to be changed to fit."""
    about, summary = archive.about, archive.summary
    expected: dict[str, TableSummary] = {}
    changed = 0
    with progress.bar("Filling the database", summary.rows, "row") as tell:
        store.begin(about.tables)
        for table in about.tables:
            coming = Coming(table, store, tell)
            store.fill(table, coming.rows(archive.lines(table.name)))
            known = summary.tables[table.name]
            if (coming.read.rows, coming.read.digest) != (known.rows, known.digest):
                raise Failed(f"{archive.path} is damaged: the rows of {table.name} are not those that were written.")
            if table.numbered:
                store.set_number(table, known.number)
            expected[table.name] = TableSummary(coming.fitted.rows, coming.fitted.digest, known.number)
            changed += coming.changed
        store.finish(about.tables)
    return expected, changed


class Coming:
    """The rows of one table on their way, with the sums before and after they were made to fit."""

    def __init__(self, table: Table, store: Store, tell: Callable[[int], object]) -> None:
        self.table = table
        self.read = Sum()
        self.fitted = Sum()
        self.changed = 0
        self._store = store
        self._tell = tell

    def rows(self, lines: Iterator[str]) -> Iterator[Cells]:
        for line in lines:
            cells = self._cells(line)
            told = summed(self.table, cells, line.rstrip("\n"))
            self.read.add(told)
            fitted = self._store.fitted(cells)
            if fitted != cells:
                self.changed += 1
                told = summed(self.table, fitted, written(fitted))
            self.fitted.add(told)
            self._tell(1)
            yield fitted

    def _cells(self, line: str) -> Cells:
        try:
            found = json.loads(line)
        except ValueError:
            found = None
        if not isinstance(found, list) or len(found) != len(self.table.columns):
            raise Failed(f"The backup is damaged: something in {self.table.name} is no row.")
        return found


def compare(store: Store, tables: list[Table], expected: dict[str, TableSummary], progress: Progress) -> None:
    """Everything is read again, from where it is now."""
    total = sum(one.rows for one in expected.values())
    with progress.bar("Comparing", total, "row") as tell:
        for table in tables:
            found = Sum()
            for cells in store.rows(table):
                found.add(summed(table, cells, written(cells)))
                tell(1)
            known = expected[table.name]
            if (found.rows, found.digest) != (known.rows, known.digest):
                raise Failed(
                    f"{table.name} did not arrive as it was sent: {found.rows} rows instead of {known.rows}, "
                    "or other values in them. Nothing was changed; please report this."
                )


def open_house_at(home: Home, data: Path) -> None:
    """Set this process up as if it were the installation that is being made."""
    for name in ("KORZO_DATABASE", "KORZO_DATABASE_REPLICAS", "KORZO_REDIS"):
        # Nobody but us is to see or hear of what is not there yet.
        for variable in (name, f"{name}_FILE"):
            os.environ.pop(variable, None)
    os.environ["KORZO_DATABASE"] = home.address
    os.environ["KORZO_DATA"] = str(data)
    if "KORZO_SECRET_KEY_FILE" not in os.environ:
        # Nothing is signed meanwhile, and no key should be made that is thrown away.
        os.environ.setdefault("KORZO_SECRET_KEY", secrets.token_urlsafe())
