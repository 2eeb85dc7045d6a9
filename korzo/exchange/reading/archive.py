"""Opens what an owner brings: takes out of an archive what a reader needs, and refuses what is made to do harm."""

import gzip
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from korzo.kit.errors import Refused

GIGABYTE = 1024**3
# What a browser sends comes through a form; what lies on the server was put there by somebody with a key to it.
UPLOAD_UNPACKED_BYTES_MAX = 2 * GIGABYTE
SERVER_UNPACKED_BYTES_MAX = 500 * GIGABYTE
UPLOAD_FILES_MAX, SERVER_FILES_MAX = 10_000, 5_000_000
# SQL and JSON shrink to a tenth. What shrinks more than this is a bomb, and so little does no harm.
RATIO_MAX, RATIO_FREE_BYTES = 100, 8 * 1024 * 1024
# A post of Discourse may have 150,000 letters, and its row a few megabytes. More in one line is no row.
LINE_BYTES_MAX = 16 * 1024 * 1024
CHUNK_BYTES = 256 * 1024
PATH_LENGTH_MAX = 300
# Whatever else a backup holds stays in it.
ROWS = frozenset({".json", ".jsonl", ".sql", ".gz", ".bson", ".archive"})
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".heic"})

# Files of phpBB have none: the number of who sent it, and signs that were drawn.
_WITHOUT_ENDING = re.compile(r"\d{1,12}_[0-9a-f]{6,64}", re.ASCII)


@dataclass(frozen=True)
class Limits:
    unpacked_bytes: int
    files: int


OF_UPLOAD = Limits(UPLOAD_UNPACKED_BYTES_MAX, UPLOAD_FILES_MAX)
OF_SERVER = Limits(SERVER_UNPACKED_BYTES_MAX, SERVER_FILES_MAX)


def unpack(path: Path, folder: Path, *, name: str, limits: Limits) -> None:
    """All that we read goes into the folder; a single file under the `name` it came with. Refused with a sentence."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    taker = _Taker(folder, limits, path.stat().st_size)
    try:
        if zipfile.is_zipfile(path):
            _from_zip(path, taker)
        elif tarfile.is_tarfile(path):
            _from_tar(path, taker)
        else:
            _alone(path, folder, name)
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        zlib.error,
        gzip.BadGzipFile,
        EOFError,
        NotImplementedError,
        ValueError,
    ):
        raise Refused(_("The file is damaged or cut off. Please make it again.")) from None


def _alone(path: Path, folder: Path, name: str) -> None:
    """A dump without an archive around it."""
    (folder / checked_name(PurePosixPath(name.replace("\\", "/")).name)).symlink_to(path.resolve())


@dataclass
class _Taker:
    folder: Path
    limits: Limits
    packed_bytes: int
    bytes_taken: int = 0
    files_seen: int = 0

    def see(self) -> None:
        self.files_seen += 1
        if self.files_seen > self.limits.files:
            raise Refused(_("The archive holds more files than we open at once. Please bring it on the server."))

    def take(self, name: str, content: IO[bytes]) -> None:
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # A name that comes twice is the second one's, as everywhere where archives are unpacked.
        with target.open("wb") as file:
            while chunk := content.read(CHUNK_BYTES):
                self.bytes_taken += len(chunk)
                if self.bytes_taken > max(RATIO_MAX * self.packed_bytes, RATIO_FREE_BYTES):
                    raise Refused(_("The archive grows beyond all measure when unpacked. We do not open it."))
                if self.bytes_taken > self.limits.unpacked_bytes:
                    raise Refused(
                        _("The archive is too large to bring it by this page. Please bring it on the server.")
                    )
                file.write(chunk)


def _from_zip(path: Path, taker: _Taker) -> None:
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            taker.see()
            if entry.flag_bits & 0x1:
                raise Refused(_("The archive has a password. Please pack it again without one."))
            if stat.S_ISLNK(entry.external_attr >> 16):
                raise Refused(_outside())
            name = checked_name(entry.filename)
            if not entry.is_dir() and is_wanted(name):
                with archive.open(entry) as content:
                    taker.take(name, content)


def _from_tar(path: Path, taker: _Taker) -> None:
    with tarfile.open(path, "r|*") as archive:
        for entry in archive:
            taker.see()
            name = checked_name(entry.name)
            if entry.issym() or entry.islnk() or entry.isdev():
                raise Refused(_outside())
            content = archive.extractfile(entry) if entry.isfile() and is_wanted(name) else None
            if content is not None:
                taker.take(name, content)


def checked_name(name: str) -> str:
    """A path inside the folder, or Refused."""
    plain = name.replace("\\", "/")
    parts = [part for part in plain.split("/") if part not in {"", "."}]
    if plain.startswith("/") or ".." in parts or "\x00" in plain or ":" in (parts[0] if parts else ""):
        raise Refused(_outside())
    if len(plain) > PATH_LENGTH_MAX:
        raise Refused(_("A name in the archive is longer than any path may be. We do not open it."))
    return "/".join(parts) or "folder"


def _outside() -> str:
    return _("The archive wants to write outside of its folder. We do not open it.")


def is_wanted(name: str) -> bool:
    path = PurePosixPath(name)
    if any(part.startswith((".", "__MACOSX")) for part in path.parts):
        return False
    return path.suffix.lower() in ROWS | PICTURES or bool(_WITHOUT_ENDING.fullmatch(path.name))


class CutOff(Exception):
    """The file ends in the middle, or is not what its name says. What was read before stands."""


def lines_of(path: Path) -> Iterator[tuple[int, bytes]]:
    """Lines with their number, unpacked where need be, without their end. One that is longer than any row is empty."""
    packed = path.stat().st_size
    with _opened(path) as file:
        number, taken = 0, 0
        try:
            while line := file.readline(LINE_BYTES_MAX):
                number += 1
                taken += len(line)
                if len(line) == LINE_BYTES_MAX and not line.endswith(b"\n"):
                    taken += _pass_over(file)
                    line = b""
                if taken > max(RATIO_MAX * packed, RATIO_FREE_BYTES):
                    raise CutOff(_("It grows beyond all measure when unpacked."))
                yield number, line.rstrip(b"\r\n") if line.endswith((b"\n", b"\r")) else line
        except (EOFError, zlib.error, gzip.BadGzipFile, OSError) as error:
            raise CutOff(_("The file ends in the middle.")) from error


def _opened(path: Path) -> IO[bytes]:
    if path.suffix.lower() == ".gz":
        # The packed lines of a dump are read once, in order: a large window saves calls.
        return BufferedReader(gzip.open(path, "rb"), CHUNK_BYTES)
    return path.open("rb")


def _pass_over(file: IO[bytes]) -> int:
    count = 0
    while piece := file.readline(LINE_BYTES_MAX):
        count += len(piece)
        if piece.endswith(b"\n"):
            break
    return count
