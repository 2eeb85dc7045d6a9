"""A database to read from or to fill: what `sqlite` and `postgres` have in common, and which of them is meant."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from korzo.kit.env import WrongSetting
from korzo.project.carry.lines import Cells
from korzo.project.carry.tables import Step, Table

SCHEMES = frozenset({"postgres", "postgresql"})


class Store(Protocol):
    """Rows come in the order of their key. Whoever fills says `begin`, then each table, then `finish`."""

    vendor: str

    def applied(self) -> list[Step]: ...

    def count(self, table: Table) -> int: ...

    def number(self, table: Table) -> int:
        """The last one that this table gave to a row, also if the row is gone."""

    def rows(self, table: Table) -> Iterator[Cells]: ...

    def begin(self, tables: list[Table]) -> None:
        """Take out what the migrations wrote into a new database."""

    def fitted(self, cells: Cells) -> Cells:
        """The same cells, or others where this database cannot hold a sign of them."""

    def fill(self, table: Table, rows: Iterable[Cells]) -> None: ...

    def set_number(self, table: Table, number: int) -> None: ...

    def finish(self, tables: list[Table]) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Home:
    """Where a database is: at an address, or in a file where the address is empty."""

    address: str
    file: Path

    @property
    def vendor(self) -> str:
        return "postgresql" if self.address else "sqlite"

    @property
    def shown(self) -> str:
        """For people: without the password."""
        if not self.address:
            return str(self.file)
        parts = urlsplit(self.address)
        user = f"{parts.username}@" if parts.username else ""
        port = f":{parts.port}" if parts.port else ""
        return f"postgres://{user}{parts.hostname or ''}{port}{parts.path}"


def home_of(address: str, data: Path) -> Home:
    """From what KORZO_DATABASE says; `sqlite` is another word for nothing."""
    if address in {"", "sqlite"}:
        return Home("", data / "korzo.sqlite3")
    parts = urlsplit(address)
    if parts.scheme not in SCHEMES:
        raise WrongSetting(f"{parts.scheme or address} is no database that we know. Use postgres://… or sqlite.")
    if not parts.path.strip("/"):
        raise WrongSetting("The address names no database: postgres://user:password@host:5432/korzo.")
    return Home(address, data / "korzo.sqlite3")
