"""What a worker was at when it died.

A delivery is one transaction: when its process is killed, nothing of it stays, not even that it was tried. So before it
begins, its number is written to a small file outside the database; the next worker finds the files of the dead and
counts those tries. A subscriber that ends its process each time is given up in the end, as one that fails.
"""

import fcntl
import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings

FOLDER_NAME = "underway"
NUMBER_BYTES = 8


class Note:
    """The number of the delivery under way, or 0. Its file is locked for as long as its process lives.

    Where nothing can be written it notes nothing: the work goes on, and only such deaths are not counted.
    """

    def __init__(self) -> None:
        self._file: int | None = None
        path = _folder() / f"{os.getpid()}-{secrets.token_hex(4)}"
        with suppress(OSError):
            path.parent.mkdir(mode=0o700, exist_ok=True)
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX)

    def set(self, number: int) -> None:
        if self._file is not None:
            with suppress(OSError):
                os.pwrite(self._file, number.to_bytes(NUMBER_BYTES, "little"), 0)


def of_the_dead() -> list[int]:
    """What those were at whose processes are gone; each is told once."""
    found: list[int] = []
    folder = _folder()
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        with suppress(OSError), path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
            found.append(int.from_bytes(file.read(NUMBER_BYTES), "little"))
    return [number for number in found if number]


def _folder() -> Path:
    return Path(settings.KORZO_DATA) / FOLDER_NAME
