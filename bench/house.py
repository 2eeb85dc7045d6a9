"""A running installation to measure: its own folder and port, its processes seen through /proc."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
START_SECONDS_MAX = 60.0


@dataclass(frozen=True)
class House:
    url: str
    pid: int
    data: Path
    seconds_to_first_page: float

    def processes(self) -> list[int]:
        """The supervisor and all below it."""
        parents = {int(path.name): _parent(path) for path in Path("/proc").iterdir() if path.name.isdigit()}
        found = [self.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found

    def cpu_seconds(self) -> float:
        return sum(_cpu_seconds(pid) for pid in self.processes())

    def memory_mb(self) -> float:
        """Proportional set size: pages that processes share are counted once."""
        return sum(_pss_kb(pid) for pid in self.processes()) / 1024


def korzo(*words: str) -> list[str]:
    return [sys.executable, "-m", "korzo.project.cli", *words]


@contextmanager
def running(data: Path) -> Iterator[House]:
    port = _free_port()
    environment = {**os.environ, "KORZO_DATA": str(data), "KORZO_BIND": f"127.0.0.1:{port}"}
    began = time.monotonic()
    process = subprocess.Popen(korzo("up"), env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
    url = f"http://localhost:{port}"
    try:
        _wait_for(f"{url}/talk/")
        yield House(url, process.pid, data, time.monotonic() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=40)


def get(url: str, cookie: str = "") -> bytes:
    request = urllib.request.Request(url, headers={"Cookie": cookie} if cookie else {})  # noqa: S310 (our own server)
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        body: bytes = answer.read()
        return body


def health(house: House) -> dict[str, object]:
    found: dict[str, object] = json.loads(get(f"{house.url}/health/"))
    return found


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    while True:
        try:
            get(url)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _parent(path: Path) -> int:
    try:
        return int((path / "stat").read_text().rsplit(")", 1)[1].split()[1])
    except (OSError, IndexError):
        return 0


def _cpu_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND


def _pss_kb(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
