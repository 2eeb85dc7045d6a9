"""What `mongodump` writes, read without MongoDB: the documents of one collection, one after the other.

A file of a dump (`objects.bson`, also packed) is one document behind the other. An archive (`mongodump --archive`) is a
head, and then pieces of all collections, each behind a small document that names its collection.
"""

import gzip
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from django.utils.translation import gettext as _

from korzo.exchange.reading.archive import LINE_BYTES_MAX, RATIO_FREE_BYTES, RATIO_MAX, CutOff

ARCHIVE_SIGN = 0x8199E26D
_END_OF_PIECE = 0xFFFFFFFF
# MongoDB itself refuses deeper ones.
DEPTH_MAX = 100
# Of an empty document: its length, and the zero at its end.
_LEAST = 5

type Document = dict[str, Any]


def is_archive(path: Path) -> bool:
    try:
        with _opened(path) as file:
            return file.read(4) == struct.pack("<I", ARCHIVE_SIGN)
    except (OSError, EOFError, zlib.error):
        return False


def is_bson(path: Path) -> bool:
    """Its first document says its own length, and ends there with a zero."""
    try:
        with _opened(path) as file:
            return next(_documents(file), None) is not None
    except (CutOff, OSError, EOFError, zlib.error):
        return False


def documents_of(path: Path, collection: str) -> Iterator[Document]:
    """Of an archive those of this collection; a file of a dump holds one collection. CutOff where it ends too early."""
    try:
        with _opened(path) as file:
            yield from _of_archive(file, collection) if is_archive(path) else _documents(file)
    except (EOFError, zlib.error, gzip.BadGzipFile, OSError) as error:
        raise CutOff(_("The file ends in the middle.")) from error


class _Measured:
    """Counts what is unpacked, so that a bomb is left alone."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._file = file
        self._left = most

    def __enter__(self) -> "_Measured":
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def read(self, count: int) -> bytes:
        self._left -= count
        if self._left < 0:
            raise CutOff(_("It grows beyond all measure when unpacked."))
        return self._file.read(count)


def _opened(path: Path) -> _Measured:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    opener = gzip.open if packed else open
    most = max(RATIO_MAX * path.stat().st_size, RATIO_FREE_BYTES)
    return _Measured(cast("IO[bytes]", opener(path, "rb")), most)


def _of_archive(file: _Measured, collection: str) -> Iterator[Document]:
    file.read(4)
    for _head in _documents(file):
        pass
    while (named := next(_documents(file), None)) is not None:
        is_wanted = named.get("collection") == collection
        for one in _documents(file):
            if is_wanted:
                yield one


def _documents(file: _Measured) -> Iterator[Document]:
    """Until the file ends, or the piece of an archive."""
    while head := file.read(4):
        if len(head) < 4:
            raise CutOff(_("The file ends in the middle."))
        length = struct.unpack("<I", head)[0]
        if length == _END_OF_PIECE:
            return
        if not _LEAST <= length <= LINE_BYTES_MAX:
            raise CutOff(_("The file is broken: a row says that it is longer than any row."))
        body = file.read(length - 4)
        if len(body) < length - 4 or body[-1:] != b"\x00":
            raise CutOff(_("The file ends in the middle."))
        yield _Cursor(head + body).document(0)


class _Cursor:
    """Walks through the bytes of one document."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def document(self, depth: int) -> Document:
        return dict(self._fields(depth))

    def _fields(self, depth: int) -> Iterator[tuple[str, Any]]:
        if depth > DEPTH_MAX:
            raise CutOff(_("The file is broken within a row."))
        self._take(4)
        while (kind := self._take(1)[0]) != 0:
            yield self._name(), self._value(kind, depth)

    def _take(self, count: int) -> bytes:
        piece = self._data[self._at : self._at + count]
        if count < 0 or len(piece) < count:
            raise CutOff(_("The file is broken within a row."))
        self._at += count
        return piece

    def _name(self) -> str:
        end = self._data.find(b"\x00", self._at)
        return self._take(end + 1 - self._at)[:-1].decode("utf-8", "replace")

    def _number(self, form: str) -> Any:
        return struct.unpack(form, self._take(struct.calcsize(form)))[0]

    def _text(self) -> str:
        return self._take(self._number("<i"))[:-1].decode("utf-8", "replace")

    def _value(self, kind: int, depth: int) -> Any:
        if kind == 0x03:
            return self.document(depth + 1)
        if kind == 0x04:
            return [value for _place, value in self._fields(depth + 1)]
        if kind in _NUMBERS:
            return self._number(_NUMBERS[kind])
        if kind in _TEXTS:
            return self._text()
        if kind in _PASSED:
            self._take(_PASSED[kind])
            return None
        return self._seldom(kind)

    def _seldom(self, kind: int) -> Any:
        """What NodeBB hardly writes; dates are told in milliseconds, as it tells its own."""
        if kind == 0x05:
            self._take(self._number("<i") + 1)
            return None
        if kind == 0x07:
            return self._take(12).hex()
        if kind == 0x08:
            return self._take(1) == b"\x01"
        if kind == 0x0B:
            return (self._name(), self._name())[0]
        raise CutOff(_("The file is broken within a row."))


_NUMBERS = {0x01: "<d", 0x09: "<q", 0x10: "<i", 0x11: "<Q", 0x12: "<q"}
_TEXTS = frozenset({0x02, 0x0D, 0x0E})
# Nothing, and numbers that no row of ours holds: how many bytes each takes.
_PASSED = {0x06: 0, 0x0A: 0, 0x13: 16, 0x7F: 0, 0xFF: 0}
