"""Measure a demo installation and write `docs/benchmarks.md`."""

import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.house import House, get, korzo, running

ROUNDS = 150
STATIC_ROUNDS = 600
MEMORY_AFTER_SECONDS = 60
MEMORY_LIMIT_MB = 350
DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"

HEAD = """# Benchmarks

Made by `make bench` on {machine}, Python {python}, SQLite, the demo community. CPU is user and system
time of all processes of the installation, divided by the requests; the peer beside it was measured in the same run.
Repeat it before you compare.

"""


@dataclass(frozen=True)
class PageCost:
    name: str
    cpu_ms: float
    size: int
    queries: int
    ratio: float


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="korzo-bench-") as name:
        data = Path(name)
        load_seconds = _load(data)
        rows_per_second = _import_speed(data)
        with running(data) as house:
            cookie, topic = _inside(data, "session"), _inside(data, "topic")
            static_ms = _static_cost(house)
            pages = [
                _page(house, data, "home, guest", "/", "", static_ms),
                _page(house, data, "home, member", "/", cookie, static_ms),
                _page(house, data, "topic, guest", topic, "", static_ms),
                _page(house, data, "topic, member", topic, cookie, static_ms),
                _page(house, data, "product, guest", "/products/ridge-3/", "", static_ms),
            ]
            time.sleep(MEMORY_AFTER_SECONDS)
            memory = house.memory_mb()
            DOCUMENT.write_text(
                _document(pages, static_ms, load_seconds, rows_per_second, house.seconds_to_first_page, memory),
                encoding="utf-8",
            )
    sys.stdout.write(DOCUMENT.read_text(encoding="utf-8"))
    return 0 if memory < MEMORY_LIMIT_MB else 1


def _environment(data: Path) -> dict[str, str]:
    return {**os.environ, "KORZO_DATA": str(data)}


def _load(data: Path) -> float:
    began = time.monotonic()
    subprocess.run(korzo("demo", "--no-up"), env=_environment(data), check=True, stderr=subprocess.DEVNULL)
    return time.monotonic() - began


def _import_speed(data: Path) -> float:
    """Rows a second of the larger of the demo's two shops, into a shop of its own."""
    return float(_inside(data, "import"))


def _inside(data: Path, what: str) -> str:
    """What only the installation itself can say, asked in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.inside", what],
        env=_environment(data),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout.strip().splitlines()[-1]


def _cost_ms(house: House, path: str, cookie: str, rounds: int) -> float:
    for _warm in range(10):
        get(house.url + path, cookie)
    before = house.cpu_seconds()
    for _turn in range(rounds):
        get(house.url + path, cookie)
    return (house.cpu_seconds() - before) * 1000 / rounds


def _static_cost(house: House) -> float:
    return _cost_ms(house, "/static/ui/vendor/htmx/htmx.min.js", "", STATIC_ROUNDS)


def _page(house: House, data: Path, name: str, path: str, cookie: str, static_ms: float) -> PageCost:
    cpu_ms = _cost_ms(house, path, cookie, ROUNDS)
    queries = int(_inside(data, f"queries:{'member' if cookie else 'guest'}:{path}"))
    return PageCost(name, cpu_ms, len(get(house.url + path, cookie)), queries, cpu_ms / static_ms)


def _document(
    pages: list[PageCost], static_ms: float, load: float, rows: float, first_page: float, memory: float
) -> str:
    lines = [HEAD.format(machine=f"{os.cpu_count()} cores, {platform.machine()}", python=platform.python_version())]
    lines.append(
        "| page | CPU ms per request | times a static file of 52 kB | queries | bytes |\n|---|---|---|---|---|\n"
    )
    lines += [f"| {one.name} | {one.cpu_ms:.1f} | {one.ratio:.1f} | {one.queries} | {one.size:,} |\n" for one in pages]
    lines.append(f"| a static file of the same server | {static_ms:.2f} | 1 | 0 | 52,000 |\n\n")
    lines.append("| what | figure | limit | share of it |\n|---|---|---|---|\n")
    lines.append(
        f"| memory of all processes a minute after the load | {memory:.0f} MB | 350 MB | {memory / 3.5:.0f} % |\n"
    )
    lines.append(f"| from `korzo up` to the first page | {first_page:.1f} s | 10 s | {first_page * 10:.0f} % |\n")
    lines.append(f"| loading the demo community | {load:.0f} s | 120 s | {load / 1.2:.0f} % |\n")
    lines.append(f"| import of orders | {rows:,.0f} rows/s | at least 1,000 rows/s | {rows / 10:.0f} % |\n")
    return "".join(lines)


if __name__ == "__main__":
    sys.exit(main())
