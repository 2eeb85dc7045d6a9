"""Saves a community in one file, while it runs and writes."""

import hmac
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from korzo import __version__
from korzo.kit.errors import Refused
from korzo.project.carry import Failed
from korzo.project.carry.aside import Aside
from korzo.project.carry.files import Area
from korzo.project.carry.form import FIRST_BYTES, GONE_NAMED_MAX, About, Summary, TableSummary, file_of
from korzo.project.carry.lines import Sum, summed, written
from korzo.project.carry.postgres import PostgresStore
from korzo.project.carry.progress import Progress
from korzo.project.carry.scratch import scratch
from korzo.project.carry.sqlite import SqliteStore, copy
from korzo.project.carry.stores import Home, Store
from korzo.project.carry.tables import Table, tables_at
from korzo.project.carry.writing import Writer, new_file

OWN_NAME = re.compile(r"korzo-\d{4}-\d\d-\d\d-\d{6}Z\.tar")


def own_name(now: datetime) -> str:
    """In universal time, so that names stay in order when clocks are put back."""
    return now.astimezone(UTC).strftime("korzo-%Y-%m-%d-%H%M%SZ.tar")


def check_may_replace(path: Path) -> None:
    """A typing error must not cost somebody another file."""
    if not path.exists():
        return
    with path.open("rb") as file:
        if file.read(len(FIRST_BYTES)) != FIRST_BYTES:
            raise Refused(f"{path} is there already and is no backup of Korzo. Choose another name.")


def keep_newest(folder: Path, count: int) -> list[Path]:
    """Remove all but so many of the backups that were named by us; says which ones went."""
    ours = sorted(path for path in folder.iterdir() if OWN_NAME.fullmatch(path.name))
    gone = ours[:-count]
    for path in gone:
        path.unlink()
    return gone


def key_mark(secret_key: str) -> str:
    return hmac.digest(secret_key.encode(), b"korzo.carry", "sha256").hex()[:16]


def write_backup(
    home: Home, data: Path, path: Path, *, areas: list[Area], secret_key: str, progress: Progress
) -> Summary:
    """The database as it stands when this begins, then the files; what is deleted in between is named."""
    with closing(Listing(areas)) as listing, snapshot(home, data) as store, new_file(path) as file:
        steps = store.applied()
        if not steps:
            raise Refused(f"There is no community in {home.shown} yet.")
        about = About(
            version=__version__,
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            database=store.vendor,
            migrations=steps,
            tables=tables_at(steps),
            key_mark=key_mark(secret_key),
            has_files=bool(areas),
        )
        writer = Writer(file, about)
        try:
            summary = Summary()
            _write_tables(writer, store, about.tables, summary, progress)
            if areas:
                _write_files(writer, areas, listing, summary, progress)
            writer.finish(summary)
        finally:
            writer.close()
    return summary


@contextmanager
def snapshot(home: Home, data: Path) -> Iterator[Store]:
    """The database as it is now, and stays for as long as we read."""
    if home.address:
        with closing(PostgresStore.snapshot(home.address)) as store:
            if Aside(store.connection).is_unfinished():
                raise Refused(f"A restore into {home.shown} was broken off. `korzo prepare` puts back what was there.")
            yield store
        return
    if not home.file.exists():
        raise Refused(f"There is no community in {home.file} yet.")
    with scratch(data) as folder:
        # Reading the file itself for long would make its log of writes grow as long.
        copy(home.file, folder / "copy.sqlite3")
        with closing(SqliteStore(folder / "copy.sqlite3")) as copied:
            yield copied


def _write_tables(writer: Writer, store: Store, tables: list[Table], summary: Summary, progress: Progress) -> None:
    total = sum(store.count(table) for table in tables)
    with progress.bar("Saving the database", total, "row") as tell:
        for table in tables:
            found = Sum()
            writer.add_rows(table.name, _lines(store, table, found, tell))
            number = store.number(table) if table.numbered else 0
            summary.tables[table.name] = TableSummary(found.rows, found.digest, number)


def _lines(store: Store, table: Table, found: Sum, tell: Callable[[int], object]) -> Iterator[str]:
    for cells in store.rows(table):
        line = written(cells)
        found.add(summed(table, cells, line))
        tell(1)
        yield line


class Listing:
    """The names of all files before the database was looked at, out of memory, because there may be a million."""

    def __init__(self, areas: list[Area]) -> None:
        # Without a name it is a file that SQLite alone knows, and that goes with the connection.
        self._names = sqlite3.connect("", isolation_level=None)
        self._names.execute("CREATE TABLE names (name TEXT PRIMARY KEY) WITHOUT ROWID")
        self._names.execute("BEGIN")
        for area in areas:
            self._names.executemany("INSERT INTO names VALUES (?)", ((_key(area, name),) for name in area.names()))

    def __len__(self) -> int:
        found: int = self._names.execute("SELECT count(*) FROM names").fetchone()[0]
        return found

    def strike(self, area: Area, name: str) -> None:
        self._names.execute("DELETE FROM names WHERE name = ?", [_key(area, name)])

    def rest(self, count_max: int) -> list[str]:
        return [name for (name,) in self._names.execute("SELECT name FROM names ORDER BY name LIMIT ?", [count_max])]

    def close(self) -> None:
        self._names.close()


def _key(area: Area, name: str) -> str:
    return f"{area.name}/{name}".encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _write_files(writer: Writer, areas: list[Area], listing: Listing, summary: Summary, progress: Progress) -> None:
    with progress.bar("Saving the files", len(listing), "file") as tell:
        for area in areas:
            for name in area.names():
                size = _write_file(writer, area, name)
                if size is not None:
                    listing.strike(area, name)
                    summary.files += 1
                    summary.file_bytes += size
                    tell(1)
    summary.gone = listing.rest(GONE_NAMED_MAX)
    summary.gone_count = len(listing)


def _write_file(writer: Writer, area: Area, name: str) -> int | None:
    """How long it is; None if it is gone, or has a name that no backup may hold."""
    entry = f"files/{area.name}/{name}"
    if file_of(entry) is None:
        return None
    try:
        found = area.open(name)
    except FileNotFoundError:
        return None
    with found.file as file:
        try:
            writer.add_file(entry, file, found.size, found.changed_at)
        except ValueError:
            raise Failed(f"{entry} was cut short while it was read. Please begin again.") from None
    return found.size
