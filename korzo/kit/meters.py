"""Meters: counters, gauges and histograms, cheap enough for every request, that another process can read.

    LOOKS = meters.counter("korzo_page_cache_looks", "Looks into the page cache.", "outcome")
    LOOKS.add("hit")

Each process counts in a small mapped file of its own under `meters/` in the data folder: nobody waits for another
process, and what was counted survives `kill -9`. A lock on the file says that its process lives. Whoever reads adds the
files of the dead to the past, so that a counter never runs backwards; gauges of the dead are forgotten.
Where the disk cannot be written to, counting goes on in memory and nobody else sees it.

A label must never hold anything about a person, nor what a visitor can choose freely.
"""

import fcntl
import mmap
import os
import secrets
from bisect import bisect_left
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Lock
from typing import IO

from django.conf import settings

from korzo.kit import meter_files, trace
from korzo.kit.meter_files import COUNTER, FILE_BYTES, GAUGE, HEADER, HEADER_BYTES, HISTOGRAM, Definition, Found, Living

FOLDER_NAME = "meters"
# More rows than this mean that somebody outside can choose a label; what is beyond is counted together.
ROWS_MAX = 500
OTHER = "other"
# The very last number of a book, which no row is given.
NOWHERE = FILE_BYTES // 8 - 1
LABEL_LENGTH_MAX = 80
# From a page out of memory to one that tries a person's patience.
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass
class _Book:
    """Where this process counts."""

    raw: mmap.mmap | bytearray
    # Held open for its lock; None where the file could not be made.
    held: IO[bytes] | None
    # Where the file lies; None where there is none.
    folder: Path | None
    filled: int = HEADER_BYTES
    is_full: bool = False

    def __post_init__(self) -> None:
        self.numbers = memoryview(self.raw).cast("d")

    def write(self, key: object, width: int) -> int | None:
        """A new row of zeros; says at which number it begins, None when the book is full."""
        piece, offset = meter_files.record(key, [0.0] * width)
        start, end = self.filled, self.filled + len(piece)
        # Once something found no room, nothing else does: a row must never stand there without its definition.
        self.is_full = self.is_full or end > NOWHERE * 8
        if self.is_full:
            return None
        self.raw[start:end] = piece
        self.filled = end
        HEADER.pack_into(self.raw, 0, meter_files.MAGIC, end)
        return (start + offset) // 8


class _Meter:
    """A row for each combination of labels. Rows are found by their place in the book of this process."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.width = definition.width
        self.places: dict[tuple[str, ...], int] = {}

    def open(self, labels: tuple[str, ...]) -> int:
        """The place of a row that this process meets for the first time. The caller holds the lock."""
        definition = self.definition
        if len(labels) != len(definition.labels):
            raise TypeError(f"{definition.name} is labelled by: {', '.join(definition.labels) or 'nothing'}.")
        if len(self.places) >= ROWS_MAX:
            labels = (OTHER,) * len(labels)
            if labels in self.places:
                return self.places[labels]
        book = _now.book or _open_book()
        place: int | None = None
        if self.places or book.write(asdict(definition), 0) is not None:
            place = book.write([definition.name, *(label[:LABEL_LENGTH_MAX] for label in labels)], self.width)
        # A book that is full counts what is new in a place that nobody reads.
        self.places[labels] = NOWHERE if place is None else place
        return self.places[labels]


class Counter(_Meter):
    """Only grows."""

    def add(self, *labels: str, by: float = 1.0) -> None:
        with _now.lock:
            place = self.places.get(labels)
            if place is None:
                place = self.open(labels)
            _now.numbers[place] += by


class Gauge(_Meter):
    """Goes up and down. What the living processes say is added up."""

    def add(self, *labels: str, by: float = 1.0) -> None:
        with _now.lock:
            place = self.places.get(labels)
            if place is None:
                place = self.open(labels)
            _now.numbers[place] += by

    def set(self, value: float, *labels: str) -> None:
        with _now.lock:
            place = self.places.get(labels)
            if place is None:
                place = self.open(labels)
            _now.numbers[place] = value


class Histogram(_Meter):
    """How values are spread over the bounds that were declared."""

    def observe(self, value: float, *labels: str) -> None:
        index = bisect_left(self.definition.bounds, value)
        with _now.lock:
            place = self.places.get(labels)
            if place is None:
                place = self.open(labels)
            if place != NOWHERE:
                numbers = _now.numbers
                numbers[place + index] += 1.0
                numbers[place + self.width - 1] += value


@dataclass
class _Now:
    """What a fork must not share."""

    lock: Lock = field(default_factory=Lock)
    book: _Book | None = None
    # Nobody counts before there is a book.
    numbers: "memoryview[float]" = field(default_factory=lambda: memoryview(bytearray(8)).cast("d"))


_now = _Now()
_meters: dict[str, _Meter] = {}


def folder() -> Path:
    return Path(settings.KORZO_DATA) / FOLDER_NAME


def _open_book() -> _Book:
    """The caller holds the lock."""
    place = folder()
    try:
        place.mkdir(parents=True, exist_ok=True)
        # Adds those who died since to the past, so that their files do not pile up where nobody ever reads.
        meter_files.read_all(place)
        with meter_files.folder_lock(place):
            book = _Book(*_make_file(place), place)
    except OSError:
        book = _Book(bytearray(FILE_BYTES), None, None)
    _now.book = book
    _now.numbers = book.numbers
    return book


def _make_file(place: Path) -> tuple[mmap.mmap, IO[bytes]]:
    path = place / f"{trace.process_role()}-{os.getpid()}-{secrets.token_hex(4)}{meter_files.SUFFIX}"
    held = path.open("x+b")
    try:
        # All of it at once: writing into a hole of a mapped file on a full disk would end the process.
        held.write(HEADER.pack(meter_files.MAGIC, HEADER_BYTES).ljust(FILE_BYTES, b"\0"))
        held.flush()
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Opened once more: the mapping keeps a copy of its descriptor, and a fork's copy of ours would keep the lock.
        with path.open("r+b") as file:
            return mmap.mmap(file.fileno(), FILE_BYTES), held
    except OSError:
        held.close()
        path.unlink(missing_ok=True)
        raise


def _begin_anew() -> None:
    """In a forked child: the book and its lock are the parent's."""
    book = _now.book
    if book is not None and book.held is not None:
        book.held.close()
    fresh = _Now()
    _now.lock, _now.book, _now.numbers = fresh.lock, fresh.book, fresh.numbers
    for meter in _meters.values():
        meter.places.clear()


os.register_at_fork(after_in_child=_begin_anew)


def counter(name: str, help: str, *labels: str) -> Counter:
    """Declare at the top of a module; the name without `_total`, the help a sentence in English."""
    return _declare(Counter, Definition(COUNTER, name, help, labels))


def gauge(name: str, help: str, *labels: str) -> Gauge:
    return _declare(Gauge, Definition(GAUGE, name, help, labels))


def histogram(name: str, help: str, *labels: str, bounds: tuple[float, ...] = SECONDS) -> Histogram:
    return _declare(Histogram, Definition(HISTOGRAM, name, help, labels, bounds))


def _declare[M: _Meter](kind: type[M], definition: Definition) -> M:
    known = _meters.setdefault(definition.name, kind(definition))
    if not isinstance(known, kind) or known.definition != definition:
        raise ValueError(f"{definition.name} was declared otherwise before.")
    return known


def read() -> Found:
    """Everything that was counted on this host since its data folder was made, added up, and who counts."""
    try:
        found = meter_files.read_all(folder())
    except OSError:
        # A folder that cannot be locked was not counted in either.
        found = Found({}, [])
    if _now.book is not None and _now.book.folder != folder():
        # Nobody else sees these: there was no file to count in, or the data folder is another one by now.
        meter_files.merge(found.readings, meter_files.parse(bytes(_now.book.raw)))
        found.living.append(Living(trace.process_role(), os.getpid()))
    return found
