"""A running installation to measure: its own folder and port, its processes seen from outside."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import processes
from bench.line import Line, free_port

START_SECONDS_MAX = 60.0
STOP_SECONDS_MAX = 60.0


@dataclass(frozen=True)
class House:
    port: int
    pid: int
    seconds_to_first_page: float

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def line(self) -> Line:
        return Line("localhost", self.port)

    def processes(self) -> list[int]:
        """The supervisor and all below it."""
        return processes.tree(self.pid)

    def web_processes(self) -> list[int]:
        """Those that answer requests: the worker's own business is not counted with a page."""
        web = next((pid for pid in self.processes() if "granian" in processes.command(pid)), self.pid)
        return processes.tree(web)

    def cpu_seconds(self) -> float:
        return processes.cpu_seconds(self.processes())

    def memory_mb(self) -> float:
        return processes.memory_mb(self.processes())


def korzo(*words: str) -> list[str]:
    return [sys.executable, "-m", "korzo.project.cli", *words]


@contextmanager
def running(data: Path, environment: Mapping[str, str] | None = None) -> Iterator[House]:
    """`korzo up` with the data of this folder, until the block ends."""
    port = free_port()
    began = time.monotonic()
    process = subprocess.Popen(
        korzo("up"),
        env={**(environment or os.environ), "KORZO_DATA": str(data), "KORZO_BIND": f"127.0.0.1:{port}"},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for(port, "/talk/", process)
        yield House(port, process.pid, time.monotonic() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=STOP_SECONDS_MAX)


def wait_for(port: int, path: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"korzo up ended with {process.returncode}")
        try:
            with Line("localhost", port) as line:
                if line.get(path).status == 200:
                    return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"No page after {START_SECONDS_MAX:.0f} s")
