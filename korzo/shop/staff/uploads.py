"""Takes what an owner uploads into a folder of plain files, and refuses what is too large or made to do harm."""

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.kit.errors import Refused
from korzo.kit.formats import spoken

MEGABYTE = 1024 * 1024
# An order history of a million members is about so large when packed.
PACKED_BYTES_MAX = 200 * MEGABYTE
UNPACKED_BYTES_MAX = 2048 * MEGABYTE
FILES_MAX = 10_000
# CSV shrinks to a tenth, at best to a thirtieth. What shrinks more is a bomb.
RATIO_MAX = 100
# So little does no harm, however well it was packed.
RATIO_FREE_BYTES = MEGABYTE
# The list of contents is read into memory whole, before anything else can be judged.
CONTENTS_BYTES_MAX = 8 * MEGABYTE
CHUNK_BYTES = 256 * 1024
NAME_CHARS_MAX = 120

# Anything else beside the tables, such as pictures and notes, stays in the archive.
TABLES = frozenset({".csv", ".tsv", ".tab", ".txt"})
# Not tables, but an owner may believe so; the reader says by name what they are.
MISTAKEN = frozenset({".xlsx", ".xls", ".ods", ".numbers", ".htm", ".html", ".pdf", ".xml", ".json", ".gz", ""})

_NOT_IN_NAMES = re.compile(r"[^\w .()-]+")
_ENCRYPTED = 0x1
_END_OF_ARCHIVE = b"PK\x05\x06"
_LARGE_ARCHIVE = b"PK\x06\x07"


@dataclass
class _Folder:
    """Where the files go, and how much came already."""

    path: Path
    bytes_taken: int = 0
    files_taken: int = 0

    def take(self, name: str, chunks: Iterable[bytes], *, bytes_max: int, too_large: str) -> None:
        with self._free_path(name).open("xb") as target:
            for chunk in chunks:
                self.bytes_taken += len(chunk)
                if self.bytes_taken > bytes_max:
                    raise Refused(too_large)
                target.write(chunk)
        self.files_taken += 1

    def _free_path(self, name: str) -> Path:
        """The name is only for people to recognise their file; folders of the archive fall off."""
        bare = _NOT_IN_NAMES.sub("_", PurePosixPath(name.replace("\\", "/")).name).lstrip(". ") or "file"
        stem, suffix = PurePosixPath(bare).stem[:NAME_CHARS_MAX], PurePosixPath(bare).suffix[:8].lower()
        path, number = self.path / f"{stem}{suffix}", 1
        while path.exists():
            number += 1
            path = self.path / f"{stem}-{number}{suffix}"
        return path


def unpack(files: Sequence[UploadedFile[Any]], path: Path) -> int:
    """Put all tables of the upload into the folder and say how many bytes they have. Refused with a sentence."""
    if sum(file.size or 0 for file in files) > PACKED_BYTES_MAX:
        limit = spoken(PACKED_BYTES_MAX // MEGABYTE)
        raise Refused(_("Together, the files are larger than %(limit)s MB.") % {"limit": limit})
    folder = _Folder(path)
    for file in files:
        name = file.name or ""
        suffix = PurePosixPath(name).suffix.casefold()
        if suffix == ".zip":
            _unpack_archive(file, folder)
        elif suffix in TABLES | MISTAKEN:
            folder.take(name, file.chunks(CHUNK_BYTES), bytes_max=UNPACKED_BYTES_MAX, too_large=_too_large())
        else:
            raise Refused(
                _("“%(name)s” is not a CSV file. We read CSV files, and ZIP archives of them.") % {"name": name}
            )
    return folder.bytes_taken


def _unpack_archive(file: UploadedFile[Any], folder: _Folder) -> None:
    name = file.name or ""
    before = folder.files_taken
    try:
        _check_contents(file, name)
        with zipfile.ZipFile(file.file) as archive:  # type: ignore[arg-type]  # an open file, whatever it is behind
            entries = _entries(archive, name)
            bytes_max = folder.bytes_taken + max(RATIO_MAX * (file.size or 0), RATIO_FREE_BYTES)
            for entry in entries:
                with archive.open(entry) as stream:
                    _take_entry(entry, stream, folder, bytes_max, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, ValueError, OSError):
        raise Refused(_("“%(name)s” is damaged or cut off. Please pack it again.") % {"name": name}) from None
    if folder.files_taken == before:
        raise Refused(_("There are no CSV files in “%(name)s”.") % {"name": name})


def _check_contents(file: UploadedFile[Any], name: str) -> None:
    """The end of the archive says how long its list of contents is."""
    size = file.size or 0
    file.seek(max(0, size - 65_557))
    tail = file.read()
    file.seek(0)
    end = tail.rfind(_END_OF_ARCHIVE)
    if end < 0:
        raise zipfile.BadZipFile
    (contents_bytes,) = struct.unpack_from("<L", tail, end + 12)
    if contents_bytes > CONTENTS_BYTES_MAX or tail[max(0, end - 20) : end].startswith(_LARGE_ARCHIVE):
        raise Refused(_too_many(name))


def _entries(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    listed = archive.infolist()
    if len(listed) > FILES_MAX:
        raise Refused(_too_many(name))
    if any(entry.filename == "[Content_Types].xml" for entry in listed):
        raise Refused(_("“%(name)s” is an Excel workbook. Please export it as CSV.") % {"name": name})
    for entry in listed:
        _check_entry(entry, name)
    return [entry for entry in listed if _is_table(entry)]


def _check_entry(entry: zipfile.ZipInfo, name: str) -> None:
    path = entry.filename.replace("\\", "/")
    parts = path.split("/")
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    if path.startswith("/") or ".." in parts or ":" in parts[0] or is_link:
        raise Refused(_("“%(name)s” wants to write outside of its folder. We do not open it.") % {"name": name})
    if entry.flag_bits & _ENCRYPTED:
        raise Refused(_("“%(name)s” has a password. Please pack it again without one.") % {"name": name})


def _is_table(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    is_hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return not entry.is_dir() and not is_hidden and path.suffix.casefold() in TABLES | (MISTAKEN - {""})


def _take_entry(entry: zipfile.ZipInfo, stream: IO[bytes], folder: _Folder, bytes_max: int, name: str) -> None:
    bomb = _("“%(name)s” grows beyond all measure when unpacked. We do not open it.") % {"name": name}
    if bytes_max < UNPACKED_BYTES_MAX:
        folder.take(entry.filename, _chunks(stream), bytes_max=bytes_max, too_large=bomb)
    else:
        folder.take(entry.filename, _chunks(stream), bytes_max=UNPACKED_BYTES_MAX, too_large=_too_large())


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk


def _too_large() -> str:
    limit = spoken(UNPACKED_BYTES_MAX // (1024 * MEGABYTE))
    return _("Unpacked, the files are larger than %(limit)s GB.") % {"limit": limit}


def _too_many(name: str) -> str:
    sentence = ngettext(
        "“%(name)s” holds more than %(limit)s file.", "“%(name)s” holds more than %(limit)s files.", FILES_MAX
    )
    return sentence % {"name": name, "limit": spoken(FILES_MAX)}
