"""Letters as they came, kept for a month among the files that are never served: to find out what went wrong."""

import re
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.core.files.storage.handler import InvalidStorageError

# A letter to nobody of ours is most likely advertising; its beginning tells enough.
OF_STRANGERS_BYTES_MAX = 64 * 1024
_NAME = re.compile(r"letters/[0-9a-f]{32}\.eml")


def _quarantine() -> Storage:
    try:
        return storages["quarantine"]
    except InvalidStorageError:
        return FileSystemStorage(
            location=Path(settings.KORZO_DATA) / "quarantine",
            file_permissions_mode=0o600,
            directory_permissions_mode=0o700,
        )


def name_of(digest: str) -> str:
    """The same each time, so that one who goes on where another was stopped leaves no second file."""
    return f"letters/{digest[:32]}.eml"


def keep(name: str, raw: bytes, *, is_known: bool) -> None:
    place = _quarantine()
    if place.exists(name):
        place.delete(name)
    place.save(name, ContentFile(raw if is_known else raw[:OF_STRANGERS_BYTES_MAX]))


def kept(name: str) -> bytes:
    """FileNotFoundError when it is gone."""
    if not _NAME.fullmatch(name):
        raise FileNotFoundError(name)
    with _quarantine().open(name) as file:
        return bytes(file.read())


def forget(name: str) -> None:
    if name:
        _quarantine().delete(name)
