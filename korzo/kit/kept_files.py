"""Files that can be made again at any time, kept on this host's disk so that they are made once.

The place is bounded by itself: each folder holds so many files, and the one that nobody asked for longest goes first.
So whoever asks for all of them costs us work, and never more disk than this.
"""

import fcntl
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

# By the first two letters of a name, which is a hash: 256.
LETTERS_OF_FOLDER = 2
# One is made at a time. Whoever would wait longer is told to come back, so that the threads stay free for pages.
WAIT_SECONDS_MAX = 5.0
PAUSE_SECONDS = 0.02


class TooBusy(Exception):
    """Others are being made just now; come back in a few seconds."""


class KeptFiles:
    """`name` of a file is the hash of everything that it shows, so it never changes."""

    def __init__(self, folder: str, *, files_in_folder_max: int) -> None:
        self._folder = folder
        self._files_in_folder_max = files_in_folder_max

    @property
    def root(self) -> Path:
        return Path(settings.KORZO_DATA) / self._folder

    def get(self, name: str, make: Callable[[], bytes]) -> bytes:
        path = self.root / name[:LETTERS_OF_FOLDER] / name
        if (found := _read(path)) is not None:
            return found
        with self._turn():
            # Whoever waited finds what the one before made.
            if (found := _read(path)) is not None:
                return found
            made = make()
            self._keep(path, made)
            return made

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One at a time on this host, in whichever process and thread."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("w") as file:
            until = time.monotonic() + WAIT_SECONDS_MAX
            while not _locked(file.fileno()):
                if time.monotonic() > until:
                    raise TooBusy
                time.sleep(PAUSE_SECONDS)
            # Closing the file lets go of it, also when this process dies.
            yield

    def _keep(self, path: Path, data: bytes) -> None:
        """Whole or not at all. A full disk is no reason to show nothing."""
        with suppress(OSError):
            path.parent.mkdir(exist_ok=True)
            made = path.with_name(f".{secrets.token_hex(8)}")
            try:
                made.write_bytes(data)
                made.replace(path)
            finally:
                made.unlink(missing_ok=True)
            self._make_room(path.parent)

    def _make_room(self, folder: Path) -> None:
        """Halves that a crash left behind are among the oldest before long."""
        found = sorted(folder.iterdir(), key=lambda one: one.stat().st_mtime)
        for path in found[: max(0, len(found) - self._files_in_folder_max)]:
            path.unlink(missing_ok=True)


def _read(path: Path) -> bytes | None:
    try:
        data = path.read_bytes()
        # So that it is not the oldest.
        os.utime(path)
    except OSError:
        return None
    return data


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
