"""What every reader is: it knows its own files, and gives neutral rows one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from korzo.exchange.rows import Fault, Row

type Piece = Row | Fault

# Somebody is shut out without an end.
FOREVER = "9999-01-01T00:00:00Z"


@dataclass(frozen=True)
class Folder:
    """Unpacked files, and a place for what a reader puts down on its way."""

    files: Path
    work: Path

    def beside(self, dump: Path, name: str) -> str:
        """The path of a file that stands beside the dump or above it, from the top; empty where there is none."""
        parts = name.split("/")
        if ".." in parts or "" in parts:
            return ""
        for root in (dump.parent, *dump.parent.parents):
            if not root.is_relative_to(self.files):
                break
            if (root / name).is_file():
                return (root / name).relative_to(self.files).as_posix()
        return ""


@dataclass
class Told:
    """What a reader says beside the rows: things that it left out on purpose, by a short code, and how many."""

    left_out: dict[str, int] = field(default_factory=dict)

    def count(self, code: str, number: int = 1) -> None:
        if number:
            self.left_out[code] = self.left_out.get(code, 0) + number


class Reader(Protocol):
    """Rows come in the order of `rows.KINDS`. What ends in the middle raises `CutOff` where it ends."""

    def __call__(self, folder: Folder, told: Told) -> Iterator[Piece]: ...
