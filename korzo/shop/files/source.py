"""Opens a CSV file as shops really send them and gives its rows one by one, in bounded memory."""

import csv
import io
import itertools
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from korzo.shop.files.encodings import encoding_of, evident_encoding_of
from korzo.shop.files.records import FileRefused, Reason

# The order history of a million members fits ten times.
FILE_BYTES_MAX = 4 * 1024**3
# A WooCommerce export with all its meta columns has some hundreds.
COLUMNS_MAX = 4000
# A product description with pictures pasted into it can be this long. Beyond it, a quotation mark was not closed.
FIELD_CHARS_MAX = 2 * 1024**2
# Leading lines that spreadsheets leave empty.
EMPTY_LINES_BEFORE_HEADER_MAX = 20
# What we keep of a refused row, for the owner to recognise it.
ROW_TEXT_CHARS_MAX = 4000
SEPARATORS = (",", ";", "\t", "|")

# The limit of the csv module is one for the process. Its own 128 KiB are too few for product descriptions.
csv.field_size_limit(FIELD_CHARS_MAX)

_SEP_LINE = re.compile(r'"?sep=(?P<separator>.)"?\s*', re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_GUARDED = re.compile(r"'(?=[\d+=@-])|=\"(?P<inside>[^\"]*)\"")
_SPACES = re.compile(r"[\s\u00a0\ufeff\u200b]+")


class Row:
    """The cells of one record by the name of their column, trimmed. A column the file lacks reads as empty."""

    __slots__ = ("_columns", "cells", "line")

    def __init__(self, line: int, cells: list[str], columns: Mapping[str, int]) -> None:
        self.line = line
        self.cells = cells
        self._columns = columns

    def __getitem__(self, column: str) -> str:
        index = self._columns.get(column)
        if index is None or index >= len(self.cells):
            return ""
        return self.cells[index].strip()

    def id(self, column: str) -> str:
        """The cell without the mark that keeps Excel from rounding an id or running a formula: '123, ="0012"."""
        return unguarded(self[column])

    def as_text(self) -> str:
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow(self.cells)
        return line.getvalue()[:ROW_TEXT_CHARS_MAX]


def unguarded(text: str) -> str:
    guard = _GUARDED.match(text)
    if guard is None:
        return text
    return guard["inside"].strip() if guard["inside"] is not None else text[1:].strip()


def plain(header: str) -> str:
    """A column name as we compare it: without case, padding and the differences of typing."""
    return _SPACES.sub(" ", header).replace("’", "'").strip(" \"'").casefold()


@dataclass(frozen=True)
class Source:
    path: Path
    encoding: str
    separator: str
    header: tuple[str, ...]
    # Physical lines up to and with the header.
    lines_before: int
    # Cells of the header with its empty padding.
    width: int

    @property
    def name(self) -> str:
        return self.path.name

    def columns(self) -> dict[str, int]:
        """Index by plain column name. Of two columns of one name the first counts, as the shops' own importers do."""
        indexes: dict[str, int] = {}
        for index, header in enumerate(self.header):
            indexes.setdefault(plain(header), index)
        return indexes

    def rows(self, columns: Mapping[str, int]) -> Iterator[Row]:
        """Every row that has content. Raises FileRefused where the file itself is broken or cut off."""
        with self.path.open(encoding=self.encoding, newline="") as stream:
            try:
                yield from self._rows(stream, columns)
            except UnicodeError:
                raise self.refused(
                    0, Reason(_("We cannot read the letters of %(file)s. Please save it as CSV UTF-8."), self._named())
                ) from None

    def refused(self, line: int, reason: Reason) -> FileRefused:
        return FileRefused(self.name, line, reason)

    def _named(self, line: int = 0) -> dict[str, object]:
        return {"file": self.name, "line": line}

    def _rows(self, stream: io.TextIOWrapper, columns: Mapping[str, int]) -> Iterator[Row]:
        lines = _Lines(stream)
        for _skipped in range(self.lines_before):
            next(lines, None)
        reader = csv.reader(lines, delimiter=self.separator)
        width, is_ragged = len(self.header), False
        last: Row | None = None
        while True:
            line = lines.count + 1
            lines.forget()
            try:
                cells = next(reader, None)
            except csv.Error:
                raise self._unclosed(line) from None
            if cells is None:
                break
            if last is not None:
                is_ragged |= len(last.cells) < width
                yield last
            last = Row(line, cells, columns) if any(cells) else None
            self._check_closed(lines, line)
        if last is not None:
            self._check_whole(last, lines, width, is_ragged)
            yield last

    def _check_closed(self, lines: "_Lines", line: int) -> None:
        """At the end of the file, an open quotation mark is no end of a record but a cut."""
        if not lines.at_end or not lines.recent:
            return
        try:
            deque(csv.reader(iter(lines.recent), delimiter=self.separator, strict=True), maxlen=0)
        except csv.Error as error:
            # Any other strictness is not our business: shops do write 5" without doubling the mark.
            if "unexpected end of data" in str(error):
                raise self._cut_off(line) from None

    def _check_whole(self, last: Row, lines: "_Lines", width: int, is_ragged: bool) -> None:
        """A last row without an end of line that is shorter than all the others was cut, too."""
        if len(last.cells) < width and not lines.ends_with_newline and not is_ragged:
            raise self._cut_off(last.line)

    def _cut_off(self, line: int) -> FileRefused:
        reason = Reason(
            _("%(file)s is cut off: it ends in the middle of the row on line %(line)s. Please export it again."),
            self._named(line),
        )
        return self.refused(line, reason)

    def _unclosed(self, line: int) -> FileRefused:
        reason = Reason(
            _("%(file)s has a quotation mark on line %(line)s that is never closed. Please export it again."),
            self._named(line),
        )
        return self.refused(line, reason)


class _Lines:
    """Physical lines without NUL bytes, counted; it remembers those of the record being read."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream = stream
        self._ahead = self._next()
        self.count = 0
        self.recent: list[str] = []
        self.ends_with_newline = True

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._ahead
        if not line:
            raise StopIteration
        self._ahead = self._next()
        self.count += 1
        self.ends_with_newline = line[-1] in "\r\n"
        self.recent.append(line)
        return line

    @property
    def at_end(self) -> bool:
        return not self._ahead

    def forget(self) -> None:
        self.recent.clear()

    def _next(self) -> str:
        while True:
            line = self._stream.readline(FIELD_CHARS_MAX)
            if len(line) == FIELD_CHARS_MAX:
                raise csv.Error("A line without end.")
            kept = line.replace("\0", "")
            # A line of nothing but NULs must not look like the end of the file.
            if kept or not line:
                return kept


def open_source(path: Path) -> Source:
    """Look at the beginning of the file: is it CSV at all, how is it encoded, what are its columns."""
    _check_is_table(path)
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as stream:
        lines = _Lines(stream)
        try:
            return _open(path, encoding, lines)
        except (csv.Error, UnicodeError):
            raise FileRefused(
                path.name,
                1,
                Reason(_("The first line of %(file)s is not a list of columns."), {"file": path.name}),
            ) from None


def _open(path: Path, encoding: str, lines: _Lines) -> Source:
    first = _first_line(lines)
    separator = None
    if (declared := _SEP_LINE.fullmatch(first)) is not None:
        separator = declared["separator"]
        first = _first_line(lines)
    if not first.strip():
        raise FileRefused(path.name, 1, Reason(_("%(file)s is empty."), {"file": path.name}))
    before = lines.count - 1
    header_lines = [first]
    while "".join(header_lines).count('"') % 2 and len(header_lines) < EMPTY_LINES_BEFORE_HEADER_MAX:
        header_lines.append(next(lines, ""))
    separator = separator or _separator_of("".join(header_lines))
    header = next(csv.reader(iter(header_lines), delimiter=separator))
    if len(header) > COLUMNS_MAX:
        reason = Reason(_("%(file)s has more than %(limit)s columns."), {"file": path.name, "limit": COLUMNS_MAX})
        raise FileRefused(path.name, 1, reason)
    width = len(header)
    return Source(path, encoding, separator, tuple(_without_padding(header)), before + len(header_lines), width)


def _first_line(lines: _Lines) -> str:
    for line in itertools.islice(lines, EMPTY_LINES_BEFORE_HEADER_MAX):
        if line.strip().strip(",;\t|\ufeff"):
            return line
    return ""


def _separator_of(header: str) -> str:
    """The one that parts the header into the most columns; what stands in quotation marks does not count."""
    bare = _QUOTED.sub("", header)
    return max(SEPARATORS, key=bare.count)


def _without_padding(header: list[str]) -> list[str]:
    """Spreadsheets append empty columns."""
    while header and not header[-1].strip():
        header.pop()
    return header


_SIGNATURES: tuple[tuple[bytes, object], ...] = (
    (b"%PDF", _("a PDF document")),
    (b"\xd0\xcf\x11\xe0", _("an old Excel workbook")),
    (b"\x1f\x8b", _("a packed file")),
    (b"Rar!", _("a packed file")),
    (b"7z\xbc\xaf", _("a packed file")),
    (b"\x89PNG", _("a picture")),
    (b"\xff\xd8\xff", _("a picture")),
    (b"GIF8", _("a picture")),
    (b"RIFF", _("a picture")),
    (b"SQLite format 3", _("a database")),
    (b"PAR1", _("a Parquet file")),
)
_TEXT_SIGNATURES: tuple[tuple[re.Pattern[str], object], ...] = (
    (re.compile(r"<(!doctype html|html|head|body)\b", re.IGNORECASE), _("a web page, perhaps a sign-in page")),
    (re.compile(r"<\?xml|<rss|<feed", re.IGNORECASE), _("an XML file")),
    (re.compile(r"[{\[]\s*[\"{\[]"), _("a JSON file")),
)
# Control characters that no text holds.
_BINARY = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY_SHARE_MAX = 0.02
_BINARY_BYTES_MAX = 8


def _check_is_table(path: Path) -> None:
    if path.stat().st_size > FILE_BYTES_MAX:
        raise FileRefused(
            path.name,
            0,
            Reason(_("%(file)s is larger than %(limit)s GB."), {"file": path.name, "limit": FILE_BYTES_MAX // 1024**3}),
        )
    with path.open("rb") as stream:
        start = stream.read(4096)
    if not start.strip():
        raise FileRefused(path.name, 1, Reason(_("%(file)s is empty."), {"file": path.name}))
    looks_like = _looks_like(start)
    if looks_like is not None:
        reason = Reason(
            _("%(file)s looks like %(looks_like)s, not like a CSV file. Please export it as CSV."),
            {"file": path.name, "looks_like": looks_like},
        )
        raise FileRefused(path.name, 1, reason)


def _looks_like(start: bytes) -> object | None:
    if start.startswith(b"PK\x03\x04"):
        return _("an Excel workbook") if b"[Content_Types]" in start or b"xl/" in start else _("a packed file")
    for signature, looks_like in _SIGNATURES:
        if start.startswith(signature):
            return looks_like
    text = start.decode("latin-1").lstrip("ï»¿ \t\r\n")
    for pattern, looks_like in _TEXT_SIGNATURES:
        if pattern.match(text):
            return looks_like
    controls = len(_BINARY.findall(start)) if evident_encoding_of(start) is None else 0
    if controls > _BINARY_BYTES_MAX and controls / len(start) > _BINARY_SHARE_MAX:
        return _("a program or a database")
    return None
