"""Where the files of pictures are: what came in waits in quarantine, what was drawn anew lies in the public storage.

A film comes in pieces; they wait in a folder of their own, and are put together only where the film is prepared.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, default_storage, storages
from django.core.files.storage.handler import InvalidStorageError
from PIL import Image

from korzo.kit.pictures import Rendition, renditions
from korzo.media.models import Picture

COPY_BYTES = 1024 * 1024


def _quarantine() -> Storage:
    """Never served, readable by us alone. Several hosts share one by a storage named "quarantine" in the settings."""
    try:
        return storages["quarantine"]
    except InvalidStorageError:
        return FileSystemStorage(
            location=Path(settings.KORZO_DATA) / "quarantine",
            file_permissions_mode=0o600,
            directory_permissions_mode=0o700,
        )


def keep_original(key: str, file: IO[bytes]) -> None:
    """Under our own name: the sender's is never used."""
    file.seek(0)
    _quarantine().save(key, File(file, name=key))


def open_original(key: str) -> IO[bytes]:
    """FileNotFoundError when it is gone."""
    return _quarantine().open(key)


def forget_original(key: str) -> None:
    _quarantine().delete(key)
    _forget_folder(_quarantine(), _pieces(key))


def _pieces(key: str) -> str:
    return f"{key}.pieces"


def keep_piece(key: str, place: int, file: IO[bytes]) -> None:
    """Twice the same place is twice the same piece."""
    name = f"{_pieces(key)}/{place:05}"
    _quarantine().delete(name)
    file.seek(0)
    _quarantine().save(name, File(file, name=name))


def put_together(key: str, count: int, target: Path) -> None:
    """FileNotFoundError when one is gone."""
    with target.open("wb") as whole:
        for place in range(count):
            with _quarantine().open(f"{_pieces(key)}/{place:05}") as piece:
                shutil.copyfileobj(piece, whole, COPY_BYTES)


@contextmanager
def workshop(key: str) -> Iterator[Path]:
    """An empty folder on this host, gone afterwards. One that a killed process left is emptied by the next attempt."""
    folder = _workshops() / key
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def forget_workshops(*, before: float) -> None:
    """Those that nobody came back to, by the time of their folder (seconds since 1970)."""
    for folder in _workshops().glob("*"):
        if folder.stat().st_mtime < before:
            shutil.rmtree(folder, ignore_errors=True)


def _workshops() -> Path:
    return Path(settings.KORZO_DATA) / "workshop"


def keep_public(path: str, file: IO[bytes]) -> None:
    """Whole under its name, or not at all: a second attempt takes the first one's place."""
    if default_storage.exists(path):
        default_storage.delete(path)
    default_storage.save(path, File(file, name=path))


def forget_public(path: str) -> None:
    default_storage.delete(path)


def read_slice(path: str, start: int, length: int) -> bytes:
    """A part of a public file. An object store sends that part alone."""
    part = getattr(default_storage, "read_slice", None)
    if part is not None:
        return bytes(part(path, start, length))
    with default_storage.open(path) as file:
        file.seek(start)
        return bytes(file.read(length))


def write(picture: Picture, rendition: Rendition) -> int:
    """Twice the same name is twice the same picture, so a second attempt takes the first one's place."""
    path = picture.path(rendition.width, rendition.format)
    if default_storage.exists(path):
        default_storage.delete(path)
    default_storage.save(path, ContentFile(rendition.data))
    return len(rendition.data)


def draw(picture: Picture, image: Image.Image, formats: Sequence[str]) -> None:
    """Write all renditions and note on the picture, unsaved, what there is now."""
    drawn = [(one.width, write(picture, one)) for one in renditions(image, formats=formats)]
    picture.width, picture.height = image.size
    picture.widths = sorted({width for width, _size in drawn})
    picture.has_avif = "avif" in formats
    picture.size_bytes = sum(size for _width, size in drawn)


def forget(key: str) -> None:
    """All files of a picture or film, whatever state it was left in."""
    forget_original(key)
    _forget_folder(default_storage, f"pictures/{key}")
    _forget_folder(default_storage, f"films/{key}")


def _forget_folder(storage: Storage, folder: str) -> None:
    try:
        _folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        storage.delete(f"{folder}/{name}")
    # A folder is something only a disk has; other storages pass over it.
    storage.delete(folder)
