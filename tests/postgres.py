"""Run a command with a PostgreSQL server of its own: `python -m tests.postgres pytest -q`.

The server lives in a temporary folder and listens on a socket and one local port; it is gone afterwards. Where no
PostgreSQL is installed the command is skipped with a line that says so, except in CI, where that is a failure.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

# Speed for a server whose data nobody will miss.
OPTIONS = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 "
    "-c shared_buffers=128MB -c autovacuum=on"
)
START_SECONDS_MAX = 15.0


def binaries() -> Path | None:
    """The folder with `initdb`: on PATH, or where Debian puts the newest version."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return installed[-1].parent if installed else None


@contextmanager
def server() -> Iterator[str]:
    """The address of a running server, for KORZO_DATABASE."""
    with cluster() as made:
        yield made.address


@dataclass
class Cluster:
    """A server that a test may end and start again, with what it kept."""

    folder: Path
    port: int
    user: pwd.struct_passwd | None

    @property
    def address(self) -> str:
        return f"postgres://korzo@127.0.0.1:{self.port}/postgres"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        options = f"{OPTIONS} -p {self.port} -k {self.folder} -h 127.0.0.1"
        log = self.folder / "log"
        command = [_binary("pg_ctl"), "-D", self.data, "-w", "-l", log, "-o", options, "start"]
        deadline = time.monotonic() + START_SECONDS_MAX
        while True:
            try:
                _run(self.user, *command)
            except subprocess.CalledProcessError:
                # After a sudden death the last of its processes may take a moment to let go of its memory.
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
            else:
                return

    def kill(self) -> None:
        """As power goes: neither it nor those who are connected get to say goodbye."""
        main = int((self.data / "postmaster.pid").read_text().split()[0])
        pids = [main, *map(int, _output("ps", "-o", "pid=", "--ppid", main).split())]
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while [pid for pid in pids if _output("ps", "-o", "stat=", "-p", pid).strip()[:1] not in {"", "Z"}]:
            time.sleep(0.02)

    def stop(self) -> None:
        if (self.data / "postmaster.pid").exists():
            _run(self.user, _binary("pg_ctl"), "-D", self.data, "-m", "immediate", "stop")


@contextmanager
def cluster() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory(prefix="korzo-pg-") as name:
        made = Cluster(Path(name), _free_port(), _server_user(Path(name)))
        _run(
            made.user,
            _binary("initdb"),
            "-D",
            made.data,
            "-U",
            "korzo",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        made.start()
        try:
            yield made
        finally:
            made.stop()


def _binary(name: str) -> Path:
    folder = binaries()
    if folder is None:
        raise FileNotFoundError(name)
    return folder / name


def _output(*command: object) -> str:
    return subprocess.run(list(map(str, command)), check=False, capture_output=True, text=True).stdout


@dataclass
class Replica:
    """A copy of a running server, which reads its log as it is written."""

    address: str
    data: Path
    user: pwd.struct_passwd | None

    def kill(self) -> None:
        """As a machine dies: no goodbye, and open connections break."""
        os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
        while (self.data / "postmaster.pid").exists():
            time.sleep(0.02)

    def pause(self, *, paused: bool) -> None:
        """Let it fall behind, or catch up again."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute("SELECT pg_wal_replay_pause()" if paused else "SELECT pg_wal_replay_resume()")


@contextmanager
def replica_of(address: str) -> Iterator[Replica]:
    """A second server that follows the one at this address, with the same databases."""
    folder = binaries()
    assert folder is not None
    parts = urlsplit(address)
    with tempfile.TemporaryDirectory(prefix="korzo-pg-") as name:
        data, port, user = Path(name) / "data", _free_port(), _server_user(Path(name))
        source = f"host={parts.hostname} port={parts.port} user={parts.username}"
        _run(user, folder / "pg_basebackup", "-D", data, "-d", source, "-R", "-c", "fast", "-X", "stream")
        options = f"{OPTIONS} -p {port} -k {name} -h 127.0.0.1"
        _run(user, folder / "pg_ctl", "-D", data, "-w", "-l", f"{name}/log", "-o", options, "start")
        try:
            yield Replica(parts._replace(netloc=f"{parts.username}@127.0.0.1:{port}").geturl(), data, user)
        finally:
            if (data / "postmaster.pid").exists():
                _run(user, folder / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def _server_user(folder: Path) -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; then it runs as the user that its package made, else as nobody."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    folder.chmod(0o755)
    os.chown(folder, user.pw_uid, user.pw_gid)
    return user


def _run(user: pwd.struct_passwd | None, *command: object) -> None:
    words = [str(word) for word in command]
    if user is None:
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
        return
    subprocess.run(
        words, check=True, stdout=subprocess.DEVNULL, user=user.pw_uid, group=user.pw_gid, extra_groups=[], cwd="/"
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main(command: list[str]) -> int:
    if binaries() is None:
        print("PostgreSQL is not installed here: this half of the suite is SKIPPED.")  # noqa: T201
        return 1 if os.environ.get("CI") else 0
    with server() as address:
        environment = {**os.environ, "KORZO_DATABASE": address}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
