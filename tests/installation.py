"""A real installation in a folder of its own, with real processes, for tests that end them in unkind ways."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen
from uuid import uuid4

import psycopg
from django.db import connection
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
WAIT_SECONDS_MAX = 60.0

# The queue notices a dead worker within two seconds here, and not within thirty.
QUICK_QUEUE = """\
process_heartbeat_interval = 0.5
process_alive_threshold = 2
scheduler = { polling_interval = 0.2 }
[recurring.plan-retries]
task_path = "korzo.jobs.tasks.plan_retries"
schedule = "* * * * * *"
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(condition: Callable[[], Any], what: str, seconds_max: float = WAIT_SECONDS_MAX) -> Any:
    deadline = time.monotonic() + seconds_max
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"Waited {seconds_max:.0f} s in vain: {what}")


@dataclass
class Place:
    folder: Path
    database: str = ""
    port: int = field(default_factory=free_port)
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.work.mkdir(parents=True, exist_ok=True)
        (self.folder / "queue.toml").write_text(QUICK_QUEUE)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def work(self) -> Path:
        return self.folder / "work"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
        return {
            **kept,
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "tests.slow_work.settings",
            "DJ_QUEUE_CONFIG": str(self.folder / "queue.toml"),
            "SLOW_WORK_FOLDER": str(self.work),
            "KORZO_DATA": str(self.data),
            "KORZO_BIND": f"127.0.0.1:{self.port}",
            "KORZO_URL": self.url,
            "KORZO_DATABASE": self.database,
        }

    def start(self, *arguments: str, module: str = "korzo.project.cli", **more: str) -> subprocess.Popen[str]:
        with (self.folder / "log").open("a", encoding="utf-8") as log:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", module, *arguments],
                env=self.environment() | more, cwd=self.folder, stdout=log, stderr=log, text=True,
            )  # fmt: skip
        self.started.append(process)
        return process

    def run(
        self, *arguments: str, module: str = "korzo.project.cli", **more: str
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-P", "-m", module, *arguments],
            env=self.environment() | more, cwd=self.folder, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    def ask(self, word: str) -> str:
        done = self.run(word, module="tests.slow_work")
        assert done.returncode == 0, done.stderr
        return done.stdout

    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.ask("report"))
        return found

    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    def hold(self) -> None:
        (self.work / "hold").touch()

    def let_go(self) -> None:
        (self.work / "hold").unlink()

    def noted(self, name: str) -> list[str]:
        """The processes that came by, one for each time."""
        path = self.work / name
        return path.read_text(encoding="ascii").split() if path.exists() else []

    def health(self) -> dict[str, Any] | None:
        """What /ready/ says when all is well."""
        try:
            with urlopen(f"{self.url}/ready/", timeout=5) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except (HTTPError, URLError, OSError):
            return None

    def is_answering(self) -> bool:
        """Whether somebody listens on the port and speaks."""
        try:
            with urlopen(f"{self.url}/robots.txt", timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def up(self) -> subprocess.Popen[str]:
        process = self.start("up")
        wait_for(lambda: "Ready: " in self.log() or process.poll() is not None, "the line `Ready:`")
        assert process.poll() is None, self.log()
        return process

    def end(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.started:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def place(folder: Path) -> Iterator[Place]:
    """An installation that is up to date already: a copy of the database of this run of the tests."""
    data = folder / "data"
    data.mkdir(parents=True)
    connection.close()
    with _copied_database(data) as address:
        made = Place(folder, database=address)
        try:
            yield made
        finally:
            made.end()


@contextmanager
def _copied_database(data: Path) -> Iterator[str]:
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        with sqlite3.connect(known["NAME"]) as source, sqlite3.connect(data / "korzo.sqlite3") as copy:
            source.backup(copy)
        source.close()
        copy.close()
        yield ""
        return
    name = f"korzo_{uuid4().hex}"
    login = f"{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}"
    with psycopg.connect(f"postgres://{login}/postgres", autocommit=True) as server:
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(known["NAME"]))
        )
        try:
            yield f"postgres://{login}/{name}"
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def children_of(pid: int) -> list[int]:
    """All processes below this one."""
    found = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in found.splitlines()]
    below: list[int] = []
    for child, parent in pairs:
        if parent == pid:
            below += [child, *children_of(child)]
    return below


def command_of(pid: int) -> str:
    done = subprocess.run(["ps", "-p", str(pid), "-o", "args="], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def is_running(pid: int) -> bool:
    done = subprocess.run(["ps", "-p", str(pid), "-o", "stat="], capture_output=True, text=True, check=False)
    return done.stdout.strip() not in {"", "Z"} and not done.stdout.startswith("Z")


def memory_kib(pids: list[int]) -> int:
    """What these processes take together: a page that they share counts once."""
    shares = [Path(f"/proc/{pid}/smaps_rollup") for pid in pids]
    if all(share.exists() for share in shares):
        lines = [line for share in shares for line in share.read_text(encoding="ascii").splitlines()]
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    listed = ["ps", "-o", "rss=", "-p", ",".join(map(str, pids))]
    return sum(map(int, subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split()))
