"""Where the files of pictures are: what came in waits in quarantine, what was drawn anew lies in the public storage."""

from collections.abc import Sequence
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, default_storage, storages
from django.core.files.storage.handler import InvalidStorageError
from PIL import Image

from korzo.kit.pictures import Rendition, renditions
from korzo.media.models import Picture


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
    """All files of a picture, whatever state it was left in."""
    forget_original(key)
    folder = f"pictures/{key}"
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        default_storage.delete(f"{folder}/{name}")
    # A folder is something only a disk has; other storages pass over it.
    default_storage.delete(folder)
