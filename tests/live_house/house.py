"""Real processes with streams."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.installation import ROOT, children_of, free_port, wait_for
from tests.live_house.choir import Choir, answers

STOP_SECONDS_MAX = 20.0
START_SECONDS_MAX = 30.0


@dataclass
class Server:
    port: int
    log: Path
    environment: dict[str, str]
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        command = [
            *[sys.executable, "-P", "-m", "granian", "--interface", "asgi", "--loop", "uvloop", "--no-ws"],
            *["--host", "127.0.0.1", "--port", str(self.port), "--workers", "1", "--log-level", "warning"],
            *["--workers-kill-timeout", "30", "tests.live_house.app:application"],
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, cwd=ROOT)
        wait_for(lambda: answers(self.port), f"the streams of {self.port}; see {self.log}", START_SECONDS_MAX)

    def pids(self) -> list[int]:
        assert self.process is not None
        return [self.process.pid, *children_of(self.process.pid)]

    def kill(self) -> None:
        """Without a word to anybody."""
        for pid in reversed(self.pids()):
            os.kill(pid, signal.SIGKILL)
        assert self.process is not None
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(STOP_SECONDS_MAX)

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")


@dataclass
class Told:
    """What a process that speaks has committed."""

    process: "subprocess.Popen[str]"

    def numbers(self) -> int:
        """How many, once it has ended."""
        assert self.process.stdout is not None
        return int(self.process.stdout.read().split()[-1])


@dataclass
class House:
    folder: Path
    servers: list[Server] = field(default_factory=list)

    def server(self, **more: str) -> Server:
        port = free_port()
        made = Server(port, self.folder / f"log-{port}", environment() | more)
        self.servers.append(made)
        made.start()
        return made

    @contextmanager
    def speaker(self, channel: str, **more: str) -> Iterator[Told]:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tests.live_house.speaker", channel],
            env=environment() | more, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdin is not None
        try:
            yield Told(process)
        finally:
            process.stdin.close()
            process.wait(STOP_SECONDS_MAX)

    def end(self) -> None:
        for server in self.servers:
            server.stop()


def environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "tests.live_house.settings",
        "KORZO_DATA": str(settings.KORZO_DATA),
        "KORZO_DATABASE": os.environ.get("KORZO_DATABASE", ""),
        "KORZO_SECRET_KEY": settings.SECRET_KEY,
        "LIVE_HOUSE_DATABASE": str(connection.settings_dict["NAME"]),
    }


@contextmanager
def house(folder: Path) -> Iterator[tuple[House, Choir]]:
    made, choir = House(folder), Choir()
    try:
        yield made, choir
    finally:
        choir.end()
        made.end()
