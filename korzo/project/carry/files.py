"""The files beside the database: pictures, what waits to be drawn, mails, imports."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, default_storage, storages
from django.core.files.storage.handler import InvalidStorageError

CHUNK_BYTES = 1 << 20
# What may be seen from outside lies open for the user's group, as the uploads do; all else is for the user alone.
MODES = {"media": 0o640, "quarantine": 0o600, "mail": 0o600, "imports": 0o600}
FOLDER_MODES = {"media": 0o755, "quarantine": 0o700, "mail": 0o700, "imports": 0o700}
AREAS = tuple(MODES)


@dataclass(frozen=True)
class Found:
    """An open file and what is known of it."""

    file: IO[bytes]
    size: int
    changed_at: float


class Content(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class Area(Protocol):
    """One kind of files. Names are relative, with slashes."""

    @property
    def name(self) -> str: ...

    def names(self) -> Iterator[str]: ...

    def open(self, name: str) -> Found:
        """FileNotFoundError when it is gone."""

    def keep(self, name: str, content: Content, changed_at: float) -> None: ...


@dataclass(frozen=True)
class Folder:
    name: str
    path: Path

    def names(self) -> Iterator[str]:
        yield from _names_below(self.path, "")

    def open(self, name: str) -> Found:
        # No link is followed: it could lead anywhere.
        file = os.fdopen(os.open(self.path / name, os.O_RDONLY | os.O_NOFOLLOW), "rb")
        known = os.fstat(file.fileno())
        return Found(file, known.st_size, known.st_mtime)

    def keep(self, name: str, content: Content, changed_at: float) -> None:
        target = self.path / name
        for folder in reversed(target.relative_to(self.path).parents):
            with suppress(FileExistsError):
                (self.path / folder).mkdir(mode=FOLDER_MODES[self.name], parents=True)
        fresh = target.with_name(f".{target.name}.arriving"[-255:])
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as file:
            while chunk := content.read(CHUNK_BYTES):
                file.write(chunk)
            os.fchmod(file.fileno(), MODES[self.name])
        os.utime(fresh, (changed_at, changed_at))
        fresh.replace(target)


@dataclass(frozen=True)
class Shelf:
    """Files in a storage that is no folder of ours, such as an object store. What lies there already stays."""

    name: str
    storage: Storage

    def names(self) -> Iterator[str]:
        yield from _names_in(self.storage, "")

    def open(self, name: str) -> Found:
        # Opened first: only then every storage says in the same words that a file is gone.
        file = self.storage.open(name)
        return Found(file, self.storage.size(name), self.storage.get_modified_time(name).timestamp())

    def keep(self, name: str, content: Content, changed_at: float) -> None:
        with tempfile.TemporaryFile() as whole:
            # Storages go back and forth in what they send.
            while chunk := content.read(CHUNK_BYTES):
                whole.write(chunk)
            whole.seek(0)
            if self.storage.exists(name):
                self.storage.delete(name)
            self.storage.save(name, File(whole, name=PurePosixPath(name).name))


def areas_of(data: Path) -> list[Area]:
    """Those of the installation in this folder. Storages elsewhere are the same for every folder."""
    kept: list[Area] = [_area("media", default_storage, data / "media")]
    try:
        kept.append(_area("quarantine", storages["quarantine"], data / "quarantine"))
    except InvalidStorageError:
        kept.append(Folder("quarantine", data / "quarantine"))
    return [*kept, Folder("mail", data / "mail"), Folder("imports", data / "imports")]


def _area(name: str, storage: Storage, folder: Path) -> Area:
    return Folder(name, folder) if isinstance(storage, FileSystemStorage) else Shelf(name, storage)


def _names_below(folder: Path, prefix: str) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _names_below(Path(entry.path), f"{prefix}{entry.name}/")
        elif entry.is_file(follow_symlinks=False):
            yield f"{prefix}{entry.name}"


def _names_in(storage: Storage, folder: str) -> Iterator[str]:
    folders, names = storage.listdir(folder)
    yield from (f"{folder}{name}" for name in sorted(names) if name)
    for name in sorted(folders):
        yield from _names_in(storage, f"{folder}{name}/")
