"""Writes the one file: under another name until it is whole, so that what bears its name is always a backup."""

import fcntl
import gzip
import hashlib
import json
import os
import secrets
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from korzo.project.carry.files import CHUNK_BYTES
from korzo.project.carry.form import ABOUT, BLOCK_BYTES, ENTRIES, PART_BYTES, SUMMARY, About, Summary

UNFINISHED = ".unfinished"
# Text becomes a fifth of its size; more effort makes it only a little smaller.
COMPRESSION = 6


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name when all went well. Half a one is removed, ours or that of a process that died."""
    remove_unfinished(path.parent)
    fresh, handle = _begin(path)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            fresh.replace(path)
        _sync_folder(path.parent)
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()


def _begin(path: Path) -> tuple[Path, int]:
    """Whoever clears up at this very moment may take our file for an abandoned one; then there is another."""
    while True:
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        # Some network drives know no locks: there nobody finds abandoned files either.
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        if fresh.exists():
            return fresh, handle
        os.close(handle)


def remove_unfinished(folder: Path) -> None:
    """Whoever still writes holds a lock on it, which ends with the process."""
    for path in folder.glob(f".*{UNFINISHED}"):
        with suppress(OSError), path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Writer:
    """Entry after entry; `finish` adds what can be said only at the end."""

    def __init__(self, file: IO[bytes], about: About) -> None:
        self._file = file
        self._all = hashlib.sha256()
        # Without a name, so that it goes with the process; a line for each of perhaps a million files.
        self._entries = tempfile.TemporaryFile()  # noqa: SIM115 (`close` closes it)
        self._entry_bytes = 0
        self._is_listing = True
        self.add(ABOUT, _as_json(about.as_json()))

    def add(self, name: str, content: bytes) -> None:
        self._begin(name, len(content), time.time())
        self._write(content)
        self._end(name, len(content), hashlib.sha256(content).hexdigest())

    def add_rows(self, table: str, lines: Iterator[str]) -> None:
        """In parts, so that nothing of it has to lie anywhere first."""
        for number, part in enumerate(_parts(lines), 1):
            self.add(f"tables/{table}/{number:06}.jsonl.gz", gzip.compress(part, COMPRESSION, mtime=0))

    def add_file(self, name: str, file: IO[bytes], size: int, changed_at: float) -> None:
        """ValueError if it has become shorter: its length is written before it."""
        self._begin(name, size, changed_at)
        found = hashlib.sha256()
        left = size
        while left:
            chunk = file.read(min(CHUNK_BYTES, left))
            if not chunk:
                raise ValueError(name)
            found.update(chunk)
            self._write(chunk)
            left -= len(chunk)
        self._end(name, size, found.hexdigest())

    def finish(self, summary: Summary) -> None:
        self._is_listing = False
        self._entries.seek(0)
        self.add_file(ENTRIES, self._entries, self._entry_bytes, time.time())
        self.add(SUMMARY, _as_json(summary.as_json()))
        self._write(bytes(2 * BLOCK_BYTES))
        self._file.write(f"korzo-sha256 {self._all.hexdigest()}\n".encode("ascii"))

    def close(self) -> None:
        self._entries.close()

    def _begin(self, name: str, size: int, changed_at: float) -> None:
        known = tarfile.TarInfo(name)
        known.size, known.mtime, known.mode = size, int(changed_at), 0o600
        self._write(known.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape"))

    def _end(self, name: str, size: int, digest: str) -> None:
        self._write(bytes(-size % BLOCK_BYTES))
        if self._is_listing:
            line = entry_line(name, size, digest)
            self._entries.write(line)
            self._entry_bytes += len(line)

    def _write(self, data: bytes) -> None:
        self._all.update(data)
        self._file.write(data)


def entry_line(name: str, size: int, digest: str) -> bytes:
    return json.dumps([name, size, digest]).encode("ascii") + b"\n"


def _parts(lines: Iterator[str]) -> Iterator[bytes]:
    kept: list[bytes] = []
    size = 0
    for line in lines:
        kept.append(line.encode("ascii") + b"\n")
        size += len(kept[-1])
        if size >= PART_BYTES:
            yield b"".join(kept)
            kept, size = [], 0
    if kept:
        yield b"".join(kept)


def _as_json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, indent=1).encode("ascii") + b"\n"
