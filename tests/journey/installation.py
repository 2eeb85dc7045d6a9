"""A whole installation as an owner runs it: `korzo up` in a folder of its own, its mails read from that folder."""

import email
import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from tests.template_database import OfSqlite

START_SECONDS_MAX = 90.0
WAIT_SECONDS_MAX = 20.0
# What `korzo up` promises, and a little more.
STOP_SECONDS_MAX = 40.0
OWNER_MAIL = "mira@example.com"
PASSWORD = "promenade-at-dusk"
CREATE_OWNER = ["korzo.project.cli", "createowner", "--email", OWNER_MAIL, "--name", "Mira"]


@dataclass(frozen=True)
class Installation:
    url: str
    data: Path
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)

    def run(self, *words: str) -> None:
        """A module beside the community, with its database: `tests.journey.hurry`."""
        subprocess.run(_python(*words), env=dict(self.environment), check=True, stdout=subprocess.DEVNULL)

    def mails_to(self, address: str) -> list[EmailMessage]:
        """All that were sent to it, the newest first."""
        found = []
        for path in sorted((self.data / "mail").glob("*"), key=lambda one: one.stat().st_mtime, reverse=True):
            message = email.message_from_bytes(path.read_bytes(), policy=default)
            if address in str(message["To"]):
                found.append(message)
        return found

    @property
    def setup_code(self) -> str:
        return (self.data / "setup-code").read_text(encoding="ascii").strip()

    def newest_code_for(self, address: str) -> str:
        """The code of nine digits in the newest mail to this address; mails may take a moment."""
        deadline = time.monotonic() + WAIT_SECONDS_MAX
        while time.monotonic() < deadline:
            for message in self.mails_to(address):
                part = message.get_body(("plain",))
                if part is not None:
                    found = re.search(r"\b(\d{3}-?\d{3}-?\d{3})\b", part.get_content())
                    if found:
                        return found.group(1)
            time.sleep(0.1)
        raise AssertionError(f"No code came for {address}")


def prepared(folder: Path) -> Path:
    """A data folder with a database that is up to date, made once for all who test at the same time."""
    data = folder / "prepared"
    with (folder / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not data.exists():
            making = folder / "making"
            making.mkdir()
            # The tables alone, where other tests made them already; the rest is for `prepare` to do.
            if (tables := OfSqlite().kept).exists():
                shutil.copyfile(tables, making / "korzo.sqlite3")
            environment = _environment(making, _free_port())
            subprocess.run(_python("korzo.project.cli", "prepare"), env=environment, check=True)
            # Each installation has a key of its own.
            (making / "secret-key").unlink()
            making.rename(data)
    return data


@contextmanager
def installation(data: Path, *first: list[str], like: Path | None = None, **settings: str) -> Iterator[Installation]:
    """Modules such as `korzo.project.cli createowner` run first, then the community comes up with these settings."""
    if like is not None:
        shutil.copytree(like, data)
    port = _free_port()
    environment = _environment(data, port) | settings
    for words in first:
        subprocess.run(_python(*words), env=environment, check=True, stdout=subprocess.DEVNULL)
    with (data.parent / f"{data.name}.log").open("wb") as log:
        process = subprocess.Popen(
            _python("korzo.project.cli", "up"), env=environment, stdout=log, stderr=log, start_new_session=True
        )
        try:
            url = f"http://localhost:{port}"
            _wait_for(f"{url}/ready/", process)
            yield Installation(url, data, environment)
            assert process.poll() is None, f"It ended by itself with {process.poll()}; see {log.name}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=STOP_SECONDS_MAX)


def _environment(data: Path, port: int) -> dict[str, str]:
    """As the person's who runs the tests, but nothing of it says which community this is."""
    foreign = ("KORZO_", "DJANGO_SETTINGS_MODULE")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(foreign)},
        "KORZO_DATA": str(data),
        "KORZO_BIND": f"127.0.0.1:{port}",
        "KORZO_OWNER_PASSWORD": PASSWORD,
    }


def _python(*words: str) -> list[str]:
    return [sys.executable, "-m", *words]


def _wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{url} never answered")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
