"""The files behind the meters: one mapped file for each living process, and `past.json` for the dead.

A file begins with a header (8 bytes of name and version, 8 bytes that say how far it is filled), then records follow:
length of the key, number of values, the key as JSON padded to 8 bytes, the values as 64-bit floats. A record is
written whole before the header says that it is there, so a reader in another process never sees half of one.
"""

import fcntl
import json
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

MAGIC = b"KMETERS1"
HEADER = struct.Struct("<8sQ")
RECORD = struct.Struct("<II")
HEADER_BYTES = HEADER.size
# Some 3,000 rows, which is several times what all rooms together declare.
FILE_BYTES = 512 * 1024
SUFFIX = ".meters"

COUNTER, GAUGE, HISTOGRAM = "counter", "gauge", "histogram"

# Rows that are labelled with a day are for the last days only.
DAY_LABEL = "day"
DAYS_KEPT = 8


@dataclass(frozen=True)
class Definition:
    """What a meter is, as written into the file, so that a reader need not know the room that declared it."""

    kind: str
    name: str
    help: str
    labels: tuple[str, ...] = ()
    # Upper bounds of a histogram, without the last one, which is infinite.
    bounds: tuple[float, ...] = ()

    @property
    def width(self) -> int:
        """Values in a row: for a histogram a count for each bound, one above all bounds, and the sum."""
        return len(self.bounds) + 2 if self.kind == HISTOGRAM else 1


@dataclass
class Reading:
    """One meter, added up over all processes: its rows by their labels."""

    definition: Definition
    rows: dict[tuple[str, ...], list[float]] = field(default_factory=dict)

    def add(self, labels: tuple[str, ...], values: Iterable[float]) -> None:
        row = self.rows.setdefault(labels, [0.0] * self.definition.width)
        for index, value in enumerate(values):
            row[index] += value


type Readings = dict[str, Reading]


@dataclass(frozen=True)
class Living:
    """A process that counts."""

    role: str
    pid: int


@dataclass(frozen=True)
class Found:
    readings: Readings
    living: list[Living]


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """One at a time makes a file, reads, or adds the dead to the past. Ends with its process, however that ends."""
    with (folder / "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def record(key: object, values: Iterable[float]) -> tuple[bytes, int]:
    """The bytes of one record, and where in them the values begin."""
    text = json.dumps(key, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    listed = list(values)
    head = RECORD.pack(len(text), len(listed)) + text
    return head + struct.pack(f"<{len(listed)}d", *listed), len(head)


def read_all(folder: Path) -> Found:
    """Everything that was ever counted, and who counts. The dead are added to the past on the way."""
    if not folder.is_dir():
        return Found({}, [])
    with folder_lock(folder):
        readings, told = _read_past(folder)
        living: list[Living] = []
        buried: list[str] = []
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            if _is_alive(path):
                living.append(_living(path))
                continue
            buried.append(path.name)
            if path.name not in told:
                merge(readings, _without_gauges(read_file(path)))
        if buried:
            _forget_old_days(readings)
            # Written before the files go: killed in between, the names say what was added already.
            _write_past(folder, readings, buried)
            for name in buried:
                (folder / name).unlink(missing_ok=True)
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            merge(readings, read_file(path))
    return Found(readings, living)


def _is_alive(path: Path) -> bool:
    """The lock is let go of by the system when the last process that holds it ends."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _living(path: Path) -> Living:
    role, pid, *_rest = [*path.stem.rsplit("-", 2), "", ""]
    return Living(role, int(pid) if pid.isdigit() else 0)


def read_file(path: Path) -> Readings:
    """The meters of one process. What cannot be understood is left out: figures are worth no crash."""
    try:
        return parse(path.read_bytes())
    except OSError:
        return {}


def parse(data: bytes) -> Readings:
    readings: Readings = {}
    with suppress(ValueError, struct.error, TypeError, KeyError, IndexError):
        magic, filled = HEADER.unpack_from(data)
        if magic != MAGIC:
            return {}
        position = HEADER_BYTES
        while position < min(filled, len(data)):
            key_length, count = RECORD.unpack_from(data, position)
            position += RECORD.size
            key = json.loads(data[position : position + key_length])
            position += key_length
            values = struct.unpack_from(f"<{count}d", data, position)
            position += 8 * count
            if isinstance(key, dict):
                definition = _definition(key)
                readings[definition.name] = Reading(definition)
            else:
                readings[key[0]].add(tuple(key[1:]), values)
    return readings


def _definition(told: dict[str, Any]) -> Definition:
    return Definition(
        str(told["kind"]),
        str(told["name"]),
        str(told["help"]),
        tuple(map(str, told["labels"])),
        tuple(map(float, told["bounds"])),
    )


def merge(whole: Readings, part: Readings) -> None:
    """A meter that an update defined anew begins anew."""
    for name, reading in part.items():
        known = whole.get(name)
        if (
            known is None
            or known.definition.width != reading.definition.width
            or (known.definition.labels != reading.definition.labels)
        ):
            known = whole[name] = Reading(reading.definition)
        for labels, values in reading.rows.items():
            known.add(labels, values)


def _without_gauges(readings: Readings) -> Readings:
    return {name: one for name, one in readings.items() if one.definition.kind != GAUGE}


def _forget_old_days(readings: Readings) -> None:
    oldest = (datetime.now(UTC) - timedelta(days=DAYS_KEPT)).date().isoformat()
    for reading in readings.values():
        if DAY_LABEL in reading.definition.labels:
            index = reading.definition.labels.index(DAY_LABEL)
            reading.rows = {labels: row for labels, row in reading.rows.items() if labels[index] >= oldest}


def _read_past(folder: Path) -> tuple[Readings, set[str]]:
    """The sums of the dead, and which files they hold already."""
    readings: Readings = {}
    try:
        past = json.loads((folder / "past.json").read_bytes())
        for told in past["meters"]:
            reading = Reading(_definition(told["definition"]))
            for labels, values in told["rows"]:
                reading.add(tuple(map(str, labels)), map(float, values))
            readings[reading.definition.name] = reading
        return readings, set(past["buried"])
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return {}, set()


def _write_past(folder: Path, readings: Readings, buried: list[str]) -> None:
    told = {
        "buried": buried,
        "meters": [
            {"definition": asdict(one.definition), "rows": [[labels, row] for labels, row in one.rows.items()]}
            for one in readings.values()
        ],
    }
    made = folder / "past.json.new"
    made.write_text(json.dumps(told, separators=(",", ":")), encoding="utf-8")
    made.replace(folder / "past.json")
