"""`korzo up`: starts web and worker, keeps them running, and stops them cleanly.

This process lives as long as the community does, so it imports neither Django nor anything else that is heavy.
"""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from types import FrameType

from korzo.kit.env import WrongSetting
from korzo.project.installation import PART_VARIABLE, Installation
from korzo.project.lifeline import SUPERVISOR_VARIABLE

EXIT_FINE = 0
EXIT_FAILED = 1
EXIT_REFUSED = 2

TICK_SECONDS = 0.2
# A job may take 30 seconds to finish (settings), and the process a moment to end after it.
STOP_SECONDS_MAX = 35.0
# A part that dies is started again after 1, 2, 4 … seconds, at most half a minute.
BACKOFF_SECONDS_MAX = 30.0
# A part that ran this long is thought well, and its next death counts as its first.
WELL_AFTER_SECONDS = 60.0
# Before the first page was served, so many deaths in a row mean that something is set up wrongly.
DEATHS_BEFORE_READY_MAX = 3
# A slow machine needs some seconds; after this a person wants to know that we still wait.
READY_HINT_AFTER_SECONDS = 60.0
HEALTH_TIMEOUT_SECONDS = 5.0


@dataclass
class Part:
    """One child process: the web server or the worker."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    deaths: int = 0

    def start(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(self.command, env=environment, stdin=subprocess.DEVNULL)
        self.started_at = time.monotonic()

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def note_death(self) -> float:
        """Plan the next start; says in how many seconds it will be."""
        now = time.monotonic()
        self.deaths = 1 if now - self.started_at > WELL_AFTER_SECONDS else self.deaths + 1
        pause = min(2.0 ** (self.deaths - 1), BACKOFF_SECONDS_MAX)
        self.process = None
        self.start_again_at = now + pause
        return pause


@dataclass
class Supervisor:
    installation: Installation
    # What must be done, and done well, before anything starts: the database brought up to date.
    first: Part
    parts: list[Part]
    stopping: Event = field(default_factory=Event)
    is_ready: bool = False
    was_hinted: bool = False

    def run(self) -> int:
        """Until told to stop. Says `Ready:` once, when the first page can be had."""
        self._mind_signals()
        began = time.monotonic()
        try:
            outcome = self._prepare()
            while outcome == EXIT_FINE and not self.stopping.is_set():
                if not self._keep_running():
                    return EXIT_FAILED
                if not self.is_ready:
                    self._look_for_ready(began)
                self.stopping.wait(TICK_SECONDS)
        finally:
            self._stop_parts()
        return outcome

    def _mind_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            # Under nohup a closed terminal is no reason to stop.
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._told_to_stop)

    def _told_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping.set()

    def _prepare(self) -> int:
        self.first.start(child_environment())
        while self.first.is_running() and not self.stopping.is_set():
            self.stopping.wait(TICK_SECONDS)
        code = self.first.process.poll() if self.first.process else None
        # Ended by a signal, or still at it because we were told to stop.
        return code if code and code > 0 else EXIT_FAILED if code else EXIT_FINE

    def _keep_running(self) -> bool:
        """Start what should run and does not. False when it makes no sense to go on."""
        for part in self.parts:
            if part.is_running() or time.monotonic() < part.start_again_at:
                continue
            if part.process is not None:
                code = part.process.returncode
                pause = part.note_death()
                if not self.is_ready and part.deaths >= DEATHS_BEFORE_READY_MAX:
                    say(f"The {part.name} cannot start (it ended with {code}). What it said stands above.")
                    return False
                say(f"The {part.name} ended with {code}. It starts again in {pause:.0f} s.")
                continue
            part.start(child_environment())
        return True

    def _look_for_ready(self, began: float) -> None:
        if is_ready(self.installation):
            self.is_ready = True
            sys.stdout.write(f"Ready: {self.installation.url}\n")
            sys.stdout.flush()
        elif not self.was_hinted and time.monotonic() - began > READY_HINT_AFTER_SECONDS:
            self.was_hinted = True
            say(f"Still waiting for {self.installation.url}/ready/ to say that all is well.")

    def _stop_parts(self) -> None:
        running = [part.process for part in [self.first, *self.parts] if part.process and part.is_running()]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS_MAX
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def up(installation: Installation, *, first: list[str] | None = None) -> int:
    """Everything that `korzo up` does, after the settings were read; `first` also prepares the database."""
    with only_one(installation):
        if not is_port_free(installation):
            host, port = installation.bind
            say(
                f"Something else already answers at {host}:{port}. Stop it, or choose another port, for example: "
                f"KORZO_BIND={host}:{port + 1} korzo up"
            )
            return EXIT_REFUSED
        parts = [Part("web server", web_command(installation)), Part("worker", own_command("worker"))]
        return Supervisor(installation, Part("preparation", first or own_command("prepare")), parts).run()


@contextmanager
def only_one(installation: Installation) -> Iterator[None]:
    """Hold `korzo.pid` in the data folder while we run; the lock ends with the process, however that ends."""
    path = installation.data / "korzo.pid"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="ascii")
    except OSError as error:
        raise WrongSetting(f"The data folder {path.parent} cannot be written to: {error.strerror}.") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            raise WrongSetting(
                f"Korzo already runs with the data in {path.parent} (process {file.read().strip()}). "
                f"For a second community set KORZO_DATA and KORZO_BIND."
            ) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
        path.unlink(missing_ok=True)


def own_command(*arguments: str) -> list[str]:
    """This very Python with one of our own commands; `-P` keeps modules of the current folder out of it."""
    return [sys.executable, "-P", "-m", "korzo.project.cli", *arguments]


def web_command(installation: Installation) -> list[str]:
    host, port = installation.bind
    return [
        *[sys.executable, "-P", "-m", "granian", "--interface", "asgi", "--loop", "uvloop"],
        *["--host", host, "--port", str(port), "--workers", str(installation.web_processes)],
        *["--no-ws", "--respawn-failed-workers"],
        # Its default of 16 MiB of headers is an invitation; ours fit into far less.
        *["--http2-max-headers-size", "65536"],
        *["--workers-kill-timeout", "30", "--log-level", "warning"],
        "korzo.project.asgi:application",
    ]


def child_environment() -> dict[str, str]:
    """Ours, plus who started them and where this same Korzo is found."""
    home = str(Path(__file__).resolve().parent.parent.parent)
    known = os.environ.get("PYTHONPATH", "")
    return {
        # With an arena for each thread the C library keeps memory that nobody uses any more.
        "MALLOC_ARENA_MAX": "2",
        **os.environ,
        SUPERVISOR_VARIABLE: str(os.getpid()),
        # For the web server. Our own commands say themselves which part they are.
        PART_VARIABLE: "web",
        "PYTHONPATH": os.pathsep.join([home, known]) if known else home,
    }


def is_port_free(installation: Installation) -> bool:
    host, port = installation.bind
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # Connections of a run before that are still winding down do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except socket.gaierror:
            raise WrongSetting(f"KORZO_BIND={host}:{port} names no address of this machine.") from None
        except PermissionError:
            raise WrongSetting(f"Port {port} needs the rights of an administrator. Choose one above 1023.") from None
        except OSError:
            return False
    return True


def is_ready(installation: Installation) -> bool:
    """One plain request by hand: an HTTP library would double the size of this process."""
    request = f"GET /ready/ HTTP/1.0\r\nHost: {installation.host_header}\r\nConnection: close\r\n\r\n"
    try:
        with socket.create_connection(installation.own_address, timeout=HEALTH_TIMEOUT_SECONDS) as connection:
            connection.sendall(request.encode("ascii"))
            return connection.recv(64).split(b" ", 2)[1:2] == [b"200"]
    except OSError:
        return False


def say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()
