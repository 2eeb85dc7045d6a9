"""A whole installation as an owner runs it: `korzo up` in a folder of its own, its mails read from that folder."""

import email
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.policy import default
from pathlib import Path

START_SECONDS_MAX = 90.0
WAIT_SECONDS_MAX = 20.0
OWNER_MAIL = "mira@example.com"
PASSWORD = "promenade-at-dusk"


@dataclass(frozen=True)
class Installation:
    url: str
    data: Path

    def newest_code_for(self, address: str) -> str:
        """The code of nine digits in the newest mail to this address; mails may take a moment."""
        deadline = time.monotonic() + WAIT_SECONDS_MAX
        while time.monotonic() < deadline:
            for path in sorted((self.data / "mail").glob("*"), key=lambda one: one.stat().st_mtime, reverse=True):
                message = email.message_from_bytes(path.read_bytes(), policy=default)
                part = message.get_body(("plain",))
                if address in str(message["To"]) and part is not None:
                    found = re.search(r"\b(\d{3}-?\d{3}-?\d{3})\b", part.get_content())
                    if found:
                        return found.group(1)
            time.sleep(0.1)
        raise AssertionError(f"No code came for {address}")


@contextmanager
def installation(data: Path, *prepare: list[str]) -> Iterator[Installation]:
    """Commands such as `createowner` run first, then the community comes up empty."""
    port = _free_port()
    environment = {
        **os.environ,
        "KORZO_DATA": str(data),
        "KORZO_BIND": f"127.0.0.1:{port}",
        "KORZO_DEMO": "0",
        "KORZO_OWNER_PASSWORD": PASSWORD,
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    for words in prepare:
        subprocess.run(_korzo(*words), env=environment, check=True, stdout=subprocess.DEVNULL)
    with (data.parent / f"{data.name}.log").open("wb") as log:
        process = subprocess.Popen(_korzo("up"), env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            url = f"http://localhost:{port}"
            _wait_for(f"{url}/health/", process)
            yield Installation(url, data)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=40)


def _korzo(*words: str) -> list[str]:
    return [sys.executable, "-m", "korzo.project.cli", *words]


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
