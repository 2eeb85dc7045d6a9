"""Processes seen from outside: what they are, what they cost, what they hold."""

import time
from collections.abc import Iterable
from pathlib import Path

# The kernel's number of "all CPU time of this process", to be read by whoever may look at it.
_CLOCK_OF_PROCESS = 2


def tree(pid: int) -> list[int]:
    """This process and all below it."""
    parents = {int(path.name): _parent(path) for path in Path("/proc").iterdir() if path.name.isdigit()}
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def cpu_seconds(pids: Iterable[int]) -> float:
    """To the microsecond, with threads that have ended."""
    return sum(_cpu_seconds(pid) for pid in pids)


def memory_mb(pids: Iterable[int]) -> float:
    """Proportional set size: pages that processes share are counted once."""
    return sum(_pss_kb(pid) for pid in pids) / 1024


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _cpu_seconds(pid: int) -> float:
    try:
        return time.clock_gettime((~pid << 3) | _CLOCK_OF_PROCESS)
    except OSError:
        return 0.0


def _parent(path: Path) -> int:
    try:
        return int((path / "stat").read_text().rsplit(")", 1)[1].split()[1])
    except (OSError, IndexError):
        return 0


def _pss_kb(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0
