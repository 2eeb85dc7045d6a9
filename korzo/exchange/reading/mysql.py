"""Plain dumps of MySQL and MariaDB, read without a server: the rows of `INSERT INTO … VALUES (…), (…);`.

A dump writes a thousand rows on one line, or one value over many lines, so it is read letter by letter through a window
of fixed size. Column names stand in the INSERT, or in the CREATE TABLE before it.
"""

import gzip
import re
import zlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, cast

from django.utils.translation import gettext as _

from korzo.exchange.reading.archive import LINE_BYTES_MAX, RATIO_FREE_BYTES, RATIO_MAX, CutOff
from korzo.exchange.reading.mend import decoded

WINDOW_BYTES = 1024 * 1024
# The declaration of a table, and the words before VALUES.
HEAD_BYTES_MAX = 256 * 1024

_CREATE = re.compile(rb"CREATE TABLE (?:IF NOT EXISTS )?[`\"]?([\w$]+)[`\"]?\s*\(", re.IGNORECASE)
_TYPES = rb"tiny|small|medium|big|int|var|char|text|long|double|float|decimal|blob|bin|enum|set|date|time|bool|json"
_COLUMN = re.compile(rb"^\s*[`\"]?([\w$]+)[`\"]? +(?:" + _TYPES + rb")", re.IGNORECASE | re.MULTILINE)
_INSERT = re.compile(
    rb"(?:INSERT|REPLACE)(?: IGNORE)? INTO [`\"]?([\w$]+)[`\"]?\s*(\([^()]*\))?\s*VALUES\s*", re.IGNORECASE
)
_BEGINNING = re.compile(rb"^(?:CREATE TABLE|INSERT |REPLACE )", re.IGNORECASE | re.MULTILINE)
_WORD = re.compile(rb"[^,()\s';]+")
_STRING = re.compile(rb"'((?:[^'\\]|\\.|'')*)'", re.DOTALL)
_ESCAPE = re.compile(rb"\\(.)|''", re.DOTALL)
_SHORT = {b"0": b"\0", b"b": b"\b", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"Z": b"\x1a"}
_HEX = re.compile(rb"0x([0-9A-Fa-f]*)")
_INTRODUCER = re.compile(rb"_(?:binary|utf8mb4|utf8mb3|utf8|latin1)\s*", re.IGNORECASE)
_SPACE = b" \t\r\n"

type Values = dict[str, str | None]


def rows_of(path: Path, wanted: Mapping[str, Collection[str]]) -> Iterator[tuple[str, int, Values]]:
    """(table without its prefix, number of the row within it, values by column) of the tables that are wanted."""
    window = _Window(path)
    declared: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    try:
        while window.find(_BEGINNING):
            created = window.match(_CREATE)
            if created:
                declared[created[1].decode()] = _columns(window)
                continue
            begun = window.match(_INSERT)
            table = _meant(begun[1].decode(), wanted) if begun else ""
            if begun is None:
                window.skip(1)
                continue
            names = _names(begun[2]) or declared.get(begun[1].decode(), [])
            # Of other tables, too: a text in them may hold a line that looks like the beginning of a table of ours.
            for fields in _tuples(window):
                if not table:
                    continue
                counts[table] = counts.get(table, 0) + 1
                whole = len(fields) == len(names)
                values = {name: one for name, one in zip(names, fields, strict=False) if name in wanted[table]}
                yield table, counts[table], values if whole else {}
    except (EOFError, zlib.error, gzip.BadGzipFile, OSError) as error:
        raise CutOff(_("The file ends in the middle.")) from error


def _meant(name: str, wanted: Collection[str]) -> str:
    """Each installation chose a prefix of its own."""
    return next((table for table in wanted if name == table or name.endswith(f"_{table}")), "")


def _columns(window: "_Window") -> list[str]:
    text = window.until(re.compile(rb"\n\)[^\n]*|\);"), HEAD_BYTES_MAX)
    return [found[1].decode() for found in _COLUMN.finditer(text)]


def _names(listed: bytes | None) -> list[str]:
    return [name.strip(' `"\n') for name in listed[1:-1].decode().split(",")] if listed else []


def _tuples(window: "_Window") -> Iterator[list[str | None]]:
    """Until the semicolon."""
    while True:
        sign = window.sign()
        if sign == b"(":
            yield _fields(window)
        elif sign != b",":
            return


def _fields(window: "_Window") -> list[str | None]:
    fields: list[str | None] = []
    while True:
        fields.append(_value(window))
        sign = window.sign()
        if sign == b")":
            return fields
        if sign != b",":
            raise CutOff(_("The dump is broken within a row."))


def _value(window: "_Window") -> str | None:
    window.pass_space()
    if window.peek() == b"_":
        window.match(_INTRODUCER)
    if window.peek() == b"'":
        return decoded(_ESCAPE.sub(_unescaped, window.string()))
    word = window.match(_WORD)
    if word is None:
        raise CutOff(_("The dump is broken within a row."))
    plain = word[0]
    hexed = _HEX.fullmatch(plain)
    if hexed:
        return decoded(bytes.fromhex(hexed[1].decode()))
    return None if plain.upper() == b"NULL" else plain.decode("ascii", "replace")


def _unescaped(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    return b"'" if sign is None else _SHORT.get(sign, sign)


class _Window:
    """A piece of the file that moves along. Nothing in it is longer than a row may be."""

    def __init__(self, path: Path) -> None:
        # Read until its end, or until nobody asks for more.
        opener = gzip.open if path.suffix.lower() == ".gz" else open
        self._file = cast("IO[bytes]", opener(path, "rb"))
        self._most = max(RATIO_MAX * path.stat().st_size, RATIO_FREE_BYTES)
        self._taken = 0
        self._ended = False
        self._held = b""
        self._at = 0

    def _more(self) -> bool:
        if self._ended:
            return False
        if len(self._held) - self._at > LINE_BYTES_MAX:
            raise CutOff(_("A value is longer than any row may be."))
        piece = self._file.read(WINDOW_BYTES)
        self._taken += len(piece)
        if self._taken > self._most:
            raise CutOff(_("It grows beyond all measure when unpacked."))
        self._held = self._held[self._at :] + piece
        self._at = 0
        self._ended = not piece
        return bool(piece)

    def _ensure(self, count: int) -> None:
        while len(self._held) - self._at < count and self._more():
            pass

    def find(self, pattern: re.Pattern[bytes]) -> bool:
        """Move to the next place where it stands; a line begins there."""
        while True:
            found = pattern.search(self._held, self._at)
            if found:
                self._at = found.start()
                return True
            # The last line may be the beginning of what is looked for.
            line = max(self._held.rfind(b"\n"), self._at)
            self._at = line if len(self._held) - line < HEAD_BYTES_MAX else len(self._held)
            if not self._more():
                return False

    def match(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        self._ensure(64)
        found = pattern.match(self._held, self._at)
        if found is None or found.end() == len(self._held):
            self._ensure(HEAD_BYTES_MAX)
            found = pattern.match(self._held, self._at)
        if found:
            self._at = found.end()
        return found

    def until(self, pattern: re.Pattern[bytes], most: int) -> bytes:
        self._ensure(most)
        found = pattern.search(self._held, self._at, self._at + most)
        end = found.end() if found else self._at
        text, self._at = self._held[self._at : end], end
        return text

    def skip(self, count: int) -> None:
        self._ensure(count)
        self._at += count

    def peek(self) -> bytes:
        self._ensure(1)
        return self._held[self._at : self._at + 1]

    def pass_space(self) -> None:
        while (sign := self.peek()) and sign in _SPACE:
            self._at += 1

    def sign(self) -> bytes:
        self.pass_space()
        sign = self.peek()
        if not sign:
            raise CutOff(_("The dump ends within a row."))
        self._at += 1
        return sign

    def string(self) -> bytes:
        while True:
            found = _STRING.match(self._held, self._at)
            # A quote at the end of the window may be the first of two.
            if found and (found.end() < len(self._held) or self._ended):
                self._at = found.end()
                return found[1]
            if not self._more() and not found:
                raise CutOff(_("The dump ends within a text."))
