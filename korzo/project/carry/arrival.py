"""The moment when another community takes the place of this one. Until then the old stays as it is.

What arrives is put together in a folder of its own, in PostgreSQL with the old set aside. When all of it is whole a
mark is written, and from then on the new counts: a process that is killed after the mark is finished by the next one,
one that is killed before it leaves the old.
"""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from korzo.kit.errors import Refused
from korzo.project.carry import sqlite
from korzo.project.carry.aside import Aside
from korzo.project.carry.files import AREAS, FOLDER_MODES, Area, Folder, areas_of
from korzo.project.carry.postgres import connect, has_data, is_used_elsewhere
from korzo.project.carry.stores import Home

ARRIVING = "arriving"
WHOLE = "whole"
BEFORE = "before"
# Below a folder of their own: the house that is opened there makes files of its own beside it.
FILES = "files"
DATABASE = "korzo.sqlite3"

RUNNING = "Korzo is using {place} at this moment. Stop it first (also on other machines), then do this again."
LIVED_IN = "There is a community in {place} already. Add --replace to put the other one in its place."


class Arrival(Protocol):
    # Where the new database is made.
    home: Home

    def check_free(self, *, replace: bool) -> None: ...

    def begin(self, labels: list[str]) -> None: ...

    def give_up(self) -> None: ...

    def complete(self) -> None: ...


@contextmanager
def arrival_at(home: Home, data: Path) -> Iterator[Arrival]:
    if not home.address:
        yield ArrivalInFile(home, data)
        return
    with connect(home.address) as connection:
        yield ArrivalInServer(home, data, Aside(connection))


class ArrivalInFile:
    def __init__(self, home: Home, data: Path) -> None:
        self.home = Home("", data / ARRIVING / DATABASE)
        self._old = home.file
        self._data = data

    def check_free(self, *, replace: bool) -> None:
        self._check_nobody_is_there()
        if not replace and sqlite.has_data(self._old):
            raise Refused(LIVED_IN.format(place=self._old))

    def begin(self, labels: list[str]) -> None:
        """It is a file of its own: whatever lies beside it does not matter."""

    def give_up(self) -> None:
        """Nothing of the old was touched."""

    def complete(self) -> None:
        # Somebody may have started a part by hand while we were at it.
        self._check_nobody_is_there()
        sqlite.fold(self.home.file)
        declare_whole(self._data)
        take_place(self._data)

    def _check_nobody_is_there(self) -> None:
        if sqlite.is_open_elsewhere(self._old):
            raise Refused(RUNNING.format(place=self._old))


class ArrivalInServer:
    def __init__(self, home: Home, data: Path, aside: Aside) -> None:
        self.home = home
        self._data = data
        self._aside = aside

    def check_free(self, *, replace: bool) -> None:
        if not self._aside.hold():
            raise Refused("Another restore or move is at work in this database. Let it finish first.")
        if is_used_elsewhere(self._aside.connection):
            raise Refused(RUNNING.format(place=self.home.shown))
        # What an attempt before left half done is nobody's data; what it set aside was asked about then.
        if not replace and not self._aside.is_unfinished() and has_data(self._aside.connection):
            raise Refused(LIVED_IN.format(place=self.home.shown))

    def begin(self, labels: list[str]) -> None:
        foreign = self._aside.foreign_tables(labels)
        if foreign:
            raise Refused(
                f"Another program has tables in {self.home.shown}: {', '.join(foreign[:5])}. "
                "Give Korzo a database of its own."
            )
        self._aside.set_aside()

    def give_up(self) -> None:
        self._aside.put_back()

    def complete(self) -> None:
        declare_whole(self._data)
        self._aside.let_go()
        take_place(self._data)


@contextmanager
def fresh_arriving(data: Path) -> Iterator[Path]:
    """The folder for what arrives. Without the mark it goes again, for then it is of no use to anybody."""
    folder = data / ARRIVING
    _remove(folder)
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        if not (folder / WHOLE).exists():
            _remove(folder)


def _remove(folder: Path) -> None:
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)


def places_for_files(data: Path) -> dict[str, Area]:
    """Where the files of each kind are put until all is whole.

    What cannot change its place as a folder (a link, a drive of its own, an object store) gets them at once, beside
    what is there: names are never given twice, so nothing there is overwritten by something else.
    """
    arriving = data / ARRIVING / FILES
    arriving.mkdir(mode=0o700)
    places: dict[str, Area] = {}
    for area in areas_of(arriving):
        own = data / area.name
        if isinstance(area, Folder) and (own.is_symlink() or own.is_mount()):
            places[area.name] = Folder(area.name, own)
            continue
        if isinstance(area, Folder):
            # Also where it stays empty: then the old files go.
            area.path.mkdir(mode=FOLDER_MODES[area.name], exist_ok=True)
        places[area.name] = area
    return places


def declare_whole(data: Path) -> None:
    """Everything reaches the disk before the mark does."""
    os.sync()
    with (data / ARRIVING / WHOLE).open("wb") as mark:
        os.fsync(mark.fileno())
    os.sync()


def take_place(data: Path) -> None:
    """Can be broken off anywhere and done again."""
    arriving = data / ARRIVING
    _take_place_of_database(arriving / DATABASE, data / DATABASE)
    before = arriving / BEFORE
    before.mkdir(exist_ok=True)
    for name in AREAS:
        if (arriving / FILES / name).is_dir():
            with suppress(FileNotFoundError):
                # Under a name that no attempt before has used.
                (data / name).rename(before / secrets.token_hex(4))
            (arriving / FILES / name).rename(data / name)
    # What was reckoned from the old rows.
    shutil.rmtree(data / "cache", ignore_errors=True)
    # The mark goes last but the folder: without it half of what is here would look like a fresh attempt.
    for entry in arriving.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        elif entry.name != WHOLE:
            entry.unlink()
    _remove(arriving)


def _take_place_of_database(new: Path, old: Path) -> None:
    if not new.exists():
        return
    # The log of the old writes would be played back into the new file.
    for ending in ("-wal", "-shm", "-journal"):
        old.with_name(old.name + ending).unlink(missing_ok=True)
    new.replace(old)


def settle(home: Home, data: Path) -> str | None:
    """Finish or undo what a killed process left. Says what was done."""
    is_whole = (data / ARRIVING / WHOLE).exists()
    was_undone = settle_server(home, is_whole=is_whole) if home.address else False
    if is_whole:
        take_place(data)
        return "A restore that had been broken off at its very end was finished."
    if was_undone:
        return "A restore or move that had been broken off was undone: what was there before is back."
    return None


def settle_server(home: Home, *, is_whole: bool) -> bool:
    """Whether something had to be put back."""
    with connect(home.address) as connection:
        aside = Aside(connection)
        if not aside.is_unfinished():
            return False
        if not aside.hold():
            raise Refused("A restore or move is at work in this database. Wait until it is done.")
        if is_whole:
            aside.let_go()
            return False
        aside.put_back()
        return True
