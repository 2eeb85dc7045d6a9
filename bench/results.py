"""Figures, and the document that shows them. A part that is not run this time keeps its place as it was."""

import os
import platform
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"

HEAD = """# Benchmarks

Made by `make bench`; `python -m bench growth` runs one part alone and leaves the others here as they were. Each part
says when and where it ran. A figure stands beside a limit or a peer of the same run: compare the ratios, for the
milliseconds are those of one machine. CPU is user and system time of the processes named, divided by the requests;
every process has its own clock for it, so that other work on the machine disturbs little.

A town is a community made for this: so many posts in one space, 2,000 members, topics of 20 to 5,000 posts besides
questions that wait, texts of 434 characters on average, hearts, pictures, accepted answers, removed posts, and what
gathers around the talk (see Growth). The same number makes the same town everywhere. Towns are kept in `var/bench` (or
`BENCH_DATA`) for the next run.

"""
MARKS = "## Marks\n"
FIGURES_HEAD = ("what", "figure", "beside it, in the same run", "ratio", "mark", "reached")

_ROW = re.compile(r"^\| (.+) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Figure:
    """`ratio` and `beside` are words with their units. Without a mark the figure stands for itself."""

    what: str
    value: float
    unit: str
    beside: str = ""
    ratio: str = ""
    mark: str = ""
    reached: bool | None = None

    def cells(self) -> tuple[str, ...]:
        reached = "" if self.reached is None else "yes" if self.reached else "no"
        return self.what, f"{short(self.value)} {self.unit}".strip(), self.beside, self.ratio, self.mark, reached


@dataclass(frozen=True)
class Table:
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Section:
    """What one part found. `words` say how it was measured."""

    key: str
    title: str
    words: str
    figures: Sequence[Figure] = ()
    tables: Sequence[Table] = ()
    extra_versions: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        today = f"{datetime.now(UTC):%-d %B %Y}"
        where = f"`python -m bench {self.key}`, {today}, {machine(self.extra_versions)}."
        figures = [Table(FIGURES_HEAD, [one.cells() for one in self.figures])] if self.figures else []
        tables = [_table(one) for one in [*figures, *self.tables]]
        return "\n".join([f"## {self.title}\n", f"{self.words.strip()}\n", f"{where}\n", *tables])


def machine(extra: Mapping[str, str]) -> str:
    known = {
        "Python": platform.python_version(),
        "Django": version("Django"),
        "granian": version("granian"),
        "SQLite": sqlite3.sqlite_version,
        **extra,
    }
    words = ", ".join(f"{name} {number}" for name, number in known.items())
    return f"{os.cpu_count()} cores ({platform.machine()}), {words}"


def short(value: float) -> str:
    """Three figures are what such measurements are worth."""
    size = abs(value)
    return f"{value:,.0f}" if size >= 100 else f"{value:.1f}" if size >= 10 else f"{value:.2f}"


def write(sections: Iterable[Section], order: Sequence[str], path: Path = DOCUMENT) -> None:
    """`order` holds the titles of all parts; what stands in the document under another title goes."""
    known = _known(path.read_text(encoding="utf-8")) if path.is_file() else {}
    known |= {one.title: one.text() for one in sections}
    texts = [known[title] for title in order if title in known]
    path.write_text(HEAD + "\n".join([_marks(texts), *texts]), encoding="utf-8")


def _known(text: str) -> dict[str, str]:
    parts = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    return {part.split("\n", 1)[0]: f"## {part.rstrip()}\n" for part in parts}


def _marks(texts: Sequence[str]) -> str:
    """All figures that have a mark, from all parts, with the date of none: that stands with its part."""
    rows = [row.split(" | ") for text in texts for row in _ROW.findall(text)]
    marked = [
        [row[0], row[1], row[4], row[5]] for row in rows if len(row) == len(FIGURES_HEAD) and row[5] in {"yes", "no"}
    ]
    return f"{MARKS}\n{_table(Table(('what', 'figure', 'mark', 'reached'), marked))}"


def _table(table: Table) -> str:
    lines = [_line(table.head), "|" + "---|" * len(table.head), *(_line(row) for row in table.rows)]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
