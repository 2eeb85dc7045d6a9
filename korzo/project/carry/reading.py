"""Reads the one file, after every doubt about it is gone. What is wrong with it is said before anything is changed."""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from korzo.kit.errors import Refused
from korzo.project.carry.files import CHUNK_BYTES
from korzo.project.carry.form import (
    ABOUT,
    ENTRIES,
    FIRST_BYTES,
    FORMAT,
    ROW_BYTES_MAX,
    SEAL,
    SEAL_BYTES,
    SMALL_ENTRY_BYTES_MAX,
    SUMMARY,
    About,
    Summary,
    file_of,
    is_known,
    table_of,
)
from korzo.project.carry.writing import entry_line

PLAIN = (tarfile.REGTYPE, tarfile.AREGTYPE)

type Tell = Callable[[int], object]


@dataclass(frozen=True)
class Span:
    """Where the content of an entry lies."""

    start: int
    size: int


class Archive:
    """A file that was looked through from the first byte to the last. Refused says what is wrong with it."""

    def __init__(self, path: Path, told: Tell) -> None:
        """`told` hears how many bytes were read, about twice as many as the file has."""
        self.path = path
        self._parts: dict[str, list[Span]] = {}
        self._small: dict[str, Span] = {}
        try:
            self._check_seal(told)
            self._check_entries(told)
            self.about = self._read_about()
            self.summary = Summary.from_json(self._json(SUMMARY))
        except OSError as error:
            raise Refused(f"{path} cannot be read: {error.strerror or error}.") from None
        except (tarfile.TarError, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            raise self._damaged(f"it is not put together as it should be ({error})") from error
        if set(self._parts) - set(self.summary.tables):
            raise self._damaged("it holds tables that it does not name")

    def lines(self, table: str) -> Iterator[str]:
        """The rows of one table as they were written."""
        with self.path.open("rb") as file:
            for span in self._parts.get(table, []):
                with gzip.GzipFile(mode="rb", fileobj=Stretch(file, span)) as unpacked:
                    try:
                        while line := unpacked.readline(ROW_BYTES_MAX):
                            yield line.decode("ascii")
                    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
                        raise self._damaged(f"rows of {table} cannot be unpacked") from error

    def files(self) -> Iterator[tuple[str, str, float, "Stretch"]]:
        """Area, name, time of change and content of each file."""
        with self.path.open("rb") as file:
            for member in _members(file):
                place = file_of(member.name)
                if place:
                    yield *place, float(member.mtime), Stretch(file, Span(member.offset_data, member.size))

    def _check_seal(self, told: Tell) -> None:
        """The last line holds a sum over everything before it."""
        size = self.path.stat().st_size
        with self.path.open("rb") as file:
            if not file.read(len(FIRST_BYTES)).startswith(FIRST_BYTES):
                raise Refused(f"{self.path} is no backup of Korzo.")
            if size < SEAL_BYTES:
                raise self._damaged("its end is missing")
            file.seek(size - SEAL_BYTES)
            seal = SEAL.fullmatch(file.read())
            if not seal:
                raise self._damaged("its end is missing")
            file.seek(0)
            found = hashlib.sha256()
            left = size - SEAL_BYTES
            while left and (chunk := file.read(min(CHUNK_BYTES, left))):
                found.update(chunk)
                left -= len(chunk)
                told(len(chunk))
        if left or found.hexdigest().encode("ascii") != seal[1]:
            raise self._damaged("its bytes are not those that were written")

    def _check_entries(self, told: Tell) -> None:
        """Whoever can write a seal could still pack what leads out of our folders, so each entry is looked at."""
        said = hashlib.sha256()
        seen_last = ""
        with self.path.open("rb") as file:
            for member in _members(file):
                if member.type not in PLAIN or member.issparse() or not is_known(member.name) or seen_last == SUMMARY:
                    raise self._damaged(f"there is something in it that no backup has: {member.name!r}")
                digest = hashlib.sha256()
                content = Stretch(file, Span(member.offset_data, member.size))
                while chunk := content.read(CHUNK_BYTES):
                    digest.update(chunk)
                    told(len(chunk))
                self._note(member)
                if member.name == ENTRIES and digest.hexdigest() != said.hexdigest():
                    raise self._damaged("its list of contents does not fit them")
                said.update(entry_line(member.name, member.size, digest.hexdigest()))
                seen_last = member.name
        if seen_last != SUMMARY or ENTRIES not in self._small:
            raise self._damaged("its end is missing")

    def _note(self, member: tarfile.TarInfo) -> None:
        span = Span(member.offset_data, member.size)
        table = table_of(member.name)
        if table:
            self._parts.setdefault(table, []).append(span)
        elif member.name in {ABOUT, ENTRIES, SUMMARY}:
            if member.name in self._small:
                raise self._damaged(f"{member.name} is in it twice")
            self._small[member.name] = span

    def _read_about(self) -> About:
        known = self._json(ABOUT)
        if int(known["format"]) > FORMAT:
            raise Refused(
                f"{self.path} was made by Korzo {known['version']}, which is newer than this one. "
                "Bring this Korzo up to date first."
            )
        return About.from_json(known)

    def _json(self, name: str) -> dict[str, Any]:
        span = self._small[name]
        if span.size > SMALL_ENTRY_BYTES_MAX:
            raise self._damaged(f"{name} is too large")
        with self.path.open("rb") as file:
            found = json.loads(Stretch(file, span).read())
        if not isinstance(found, dict):
            raise self._damaged(f"{name} does not say what it should")
        return found

    def _damaged(self, reason: str) -> Refused:
        return Refused(f"{self.path} is damaged: {reason}. Nothing was changed.")


class Stretch:
    """A part of a file, read as if it were one."""

    def __init__(self, file: IO[bytes], span: Span) -> None:
        self._file = file
        self._at = span.start
        self._left = span.size

    def read(self, size: int = -1, /) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        self._file.seek(self._at)
        found = self._file.read(wanted)
        self._at += len(found)
        self._left -= len(found)
        return found

    def seek(self, _at: int, /) -> object:
        raise io.UnsupportedOperation


def _members(file: IO[bytes]) -> Iterator[tarfile.TarInfo]:
    """One after the other; the library would keep every one of a million."""
    with tarfile.open(fileobj=file, mode="r:", encoding="utf-8", errors="surrogateescape") as archive:
        while (member := archive.next()) is not None:
            yield member
            archive.members.clear()  # type: ignore[attr-defined]  # What the library itself keeps them in.
