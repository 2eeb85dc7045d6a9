"""What was uploaded and waits: files of a shop with what was said about them, in a folder that lives two days at most.

The web takes the parcel in, the worker reads it; both see the data folder. No table knows of it, because nothing of it
is ours before the import begins.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, Self

from django.conf import settings
from django.utils import timezone

from korzo.kit.errors import Missing

# Files full of addresses do not lie about; two days are enough to come back after a weekend's first import.
KEPT = timedelta(days=2)
_LABEL = "parcel.json"


class State(StrEnum):
    CHECKING = "checking"
    FAULTY = "faulty"
    SOUND = "sound"
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"


# The worker is about to read, or reads, or has read: it cannot be begun once more.
BEGUN = frozenset({State.WAITING, State.RUNNING, State.DONE})


@dataclass(frozen=True)
class FoundFile:
    name: str
    kind: str
    layout: str
    encoding: str
    rows: int


@dataclass(frozen=True)
class Fault:
    """Where in the files something is wrong, and what."""

    file: str
    line: int
    column: str
    reason: str


@dataclass(frozen=True)
class Findings:
    """What reading everything once, from end to end, has shown."""

    files: tuple[FoundFile, ...] = ()
    faults: tuple[Fault, ...] = ()
    # Records by kind that can be taken over, and those that cannot with the first examples.
    records: dict[str, int] = field(default_factory=dict)
    rejected_count: int = 0
    rejects: tuple[Fault, ...] = ()

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(
            files=tuple(FoundFile(**one) for one in data["files"]),
            faults=tuple(Fault(**one) for one in data["faults"]),
            records=data["records"],
            rejected_count=data["rejected_count"],
            rejects=tuple(Fault(**one) for one in data["rejects"]),
        )


@dataclass(frozen=True)
class Parcel:
    token: str
    sender_id: int
    shop_name: str
    platform: str
    currency: str
    time_zone: str
    date_order: str
    # In which the worker writes its sentences.
    language: str
    is_strict: bool
    received_at: datetime
    bytes: int = 0
    state: State = State.CHECKING
    findings: Findings = field(default_factory=Findings)
    connection_id: int | None = None
    run_id: int | None = None
    # How far the worker is: records of this kind, and about how many there are.
    kind: str = ""
    records_done: int = 0
    records_in_files: int = 0
    sentence: str = ""

    @property
    def files(self) -> Path:
        return _folder(self.token) / "files"

    @property
    def is_begun(self) -> bool:
        return self.state in BEGUN

    @property
    def has_ended(self) -> bool:
        return self.state in {State.DONE, State.REFUSED}


def receive(parcel: Parcel) -> Parcel:
    _root().mkdir(parents=True, exist_ok=True, mode=0o700)
    parcel.files.mkdir(parents=True, mode=0o700)
    return save(parcel)


def new_token() -> str:
    return token_urlsafe(16)


def save(parcel: Parcel, **changes: Any) -> Parcel:
    """Write the label whole or not at all: the web may be reading it at this moment."""
    changed = replace(parcel, **changes)
    folder = _folder(parcel.token)
    fresh = folder / f"{token_urlsafe(6)}.tmp"
    fresh.write_text(json.dumps(asdict(changed), default=str), encoding="utf-8")
    fresh.replace(folder / _LABEL)
    return changed


def load(token: str) -> Parcel:
    try:
        data = json.loads((_folder(token) / _LABEL).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise Missing(token) from None
    data["received_at"] = datetime.fromisoformat(data["received_at"])
    data["state"] = State(data["state"])
    data["findings"] = Findings.from_json(data["findings"])
    return Parcel(**data)


def unopened() -> list[Parcel]:
    """Parcels that wait for a person or for the worker, newest first."""
    waiting = [parcel for parcel in _all() if not parcel.has_ended]
    return sorted(waiting, key=lambda parcel: parcel.received_at, reverse=True)


def of_run(run_id: int) -> Parcel | None:
    return next((parcel for parcel in _all() if parcel.run_id == run_id), None)


def empty(parcel: Parcel, **changes: Any) -> Parcel:
    """The files go for good, and with them what was quoted from them; the label stays for whoever looks at its page."""
    shutil.rmtree(parcel.files, ignore_errors=True)
    kept = replace(parcel.findings, rejects=())
    return save(parcel, **{"findings": kept, **changes})


def discard(parcel: Parcel) -> None:
    shutil.rmtree(_folder(parcel.token), ignore_errors=True)


def discard_old() -> int:
    """Files whose import was never begun, or never came to an end."""
    count = 0
    for folder in _folders():
        if datetime.fromtimestamp(folder.stat().st_mtime, UTC) < timezone.now() - KEPT:
            shutil.rmtree(folder, ignore_errors=True)
            count += 1
    return count


def _all() -> Iterator[Parcel]:
    for folder in _folders():
        with suppress(Missing):
            yield load(folder.name)


def _folders() -> list[Path]:
    root = _root()
    return [path for path in root.iterdir() if path.is_dir()] if root.is_dir() else []


def _folder(token: str) -> Path:
    return _root() / token


def _root() -> Path:
    return Path(settings.KORZO_DATA) / "imports"
