"""Files in a store that speaks S3, for installations on more than one host.

The bucket is private and stays so: pages name our own addresses, and our own view decides what may be seen and sends it
along with its headers. Only this module loads the client, which is an extra.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

CONNECT_SECONDS = 3
READ_SECONDS = 20
ATTEMPTS_MAX = 2
# What is larger waits on disk while it is passed on.
IN_MEMORY_BYTES_MAX = 1024 * 1024
# Size and time of a file are asked twice for each picture; under one name they hardly ever change.
REMEMBERED_SECONDS = 60.0
REMEMBERED_MAX = 10_000


class StoreAway(OSError):
    """The store does not answer, or not as it should."""


@contextmanager
def plain_errors(name: str) -> Iterator[None]:
    """The same errors as a disk's, so that nobody needs to know where files lie."""
    try:
        yield
    except ClientError as error:
        if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == 404:
            raise FileNotFoundError(f"No such file in the store: {name}") from error
        raise StoreAway(f"The store refused {name}: {error}") from error
    except BotoCoreError as error:
        raise StoreAway(f"The store is away: {error}") from error


@dataclass
class Remembered:
    """What the store said about files a moment ago."""

    heads: dict[str, tuple[float, int, datetime]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, name: str) -> tuple[int, datetime] | None:
        found = self.heads.get(name)
        if found is None or time.monotonic() - found[0] > REMEMBERED_SECONDS:
            return None
        return found[1:]

    def put(self, name: str, size: int, modified: datetime) -> None:
        with self.lock:
            if len(self.heads) >= REMEMBERED_MAX:
                self.heads.clear()
            self.heads[name] = (time.monotonic(), size, modified)

    def forget(self, name: str) -> None:
        with self.lock:
            self.heads.pop(name, None)


class ObjectStorage(S3Storage):  # type: ignore[misc]  # It carries no types.
    def __init__(self, **options: Any) -> None:
        addressing = "path" if options.get("endpoint_url") else "auto"
        super().__init__(
            client_config=Config(
                s3={"addressing_style": addressing},
                signature_version="s3v4",
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"total_max_attempts": ATTEMPTS_MAX},
            ),
            default_acl=None,
            file_overwrite=False,
            max_memory_size=IN_MEMORY_BYTES_MAX,
            **options,
        )
        self.remembered = Remembered()

    def url(self, name: str | None, *_given: object, **_more: object) -> str:
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"

    def size(self, name: str) -> int:
        return self._head(name)[0]

    def get_modified_time(self, name: str) -> datetime:
        return self._head(name)[1]

    def exists(self, name: str) -> bool:
        with plain_errors(name):
            return bool(super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with plain_errors(path):
            folders, files = super().listdir(path)
            return folders, files

    def delete(self, name: str) -> None:
        self.remembered.forget(name)
        with plain_errors(name):
            super().delete(name)

    def read_slice(self, name: str, start: int, length: int) -> bytes:
        """A part of a film, without fetching the rest."""
        with plain_errors(name):
            found = self.bucket.Object(self._normalize_name(name)).get(Range=f"bytes={start}-{start + length - 1}")
            return bytes(found["Body"].read())

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        with plain_errors(name):
            found: File[bytes] = super()._open(name, mode)
            if "r" in mode:
                # Fetched here, where an error still becomes a page and not a broken answer.
                found.open()
            return found

    def _save(self, name: str, content: "File[bytes]") -> str:
        self.remembered.forget(name)
        with plain_errors(name):
            return str(super()._save(name, content))

    def _head(self, name: str) -> tuple[int, datetime]:
        known = self.remembered.get(name)
        if known is None:
            with plain_errors(name):
                found = self.bucket.Object(self._normalize_name(name))
                known = (int(found.content_length), found.last_modified)
            self.remembered.put(name, *known)
        return known
