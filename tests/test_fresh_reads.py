"""No stale page: a read that begins after a write shows it, whatever process answers. Real processes, real sockets."""

import re
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.installation import Place, place, wait_for

READERS = 4
# For each write the page is asked for so often: before it, beside it and after it.
READS_PER_WRITE = 40
SHOWN = re.compile(rb"version-(\d+)-end")


@pytest.fixture
def here(transactional_db: None, tmp_path: Path) -> Iterator[Place]:
    with place(tmp_path / "here") as made:
        yield made


@dataclass
class Tally:
    reads_wanted: int
    # Nobody reads more than this until the next write has begun, so that reads and writes meet.
    allowed: int = 0
    committed: int = 0
    reads: int = 0
    stale: list[str] = field(default_factory=list)
    # What ended a reader or the writer before all was read: the others would wait for them for ever.
    broken: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def taking_part(self, work: Callable[..., None], *details: object) -> None:
        """In a thread of its own: whoever cannot go on says why, and all stop."""
        try:
            work(self, *details)
        except Exception:
            self.broken.append(traceback.format_exc())

    def note(self, at_least: int, shown: int) -> None:
        with self.lock:
            self.reads += 1
            if shown < at_least:
                self.stale.append(f"asked after {at_least}, was shown {shown}")

    @property
    def is_done(self) -> bool:
        return self.reads >= self.reads_wanted or bool(self.broken)


def read_often(tally: Tally, here: Place, address: str) -> None:
    line = HTTPConnection("127.0.0.1", here.port, timeout=30)
    while not tally.is_done:
        if tally.reads >= tally.allowed:
            time.sleep(0.001)
            continue
        at_least = tally.committed
        line.request("GET", address)
        answer = line.getresponse()
        found = SHOWN.search(answer.read())
        tally.note(at_least, int(found[1]) if found else -answer.status)
    line.close()


def write_often(tally: Tally, writer: "subprocess.Popen[str]") -> None:
    assert writer.stdin
    assert writer.stdout
    while not tally.is_done:
        tally.allowed += READS_PER_WRITE
        writer.stdin.write("go\n")
        writer.stdin.flush()
        # Known only now: whoever asks from here on must be shown it.
        tally.committed = int(writer.stdout.readline())
        wait_for(lambda: tally.is_done or tally.reads >= tally.allowed - READS_PER_WRITE // 2, "the readers")
    writer.stdin.close()


def read_and_write(here: Place, reads: int, **writers: str) -> Tally:
    """Two web processes, a third that writes, and readers that know what was written when they began to ask."""
    web = here.start("web", "--workers", "2")
    wait_for(here.is_answering, "the web server")
    writer = subprocess.Popen(
        [sys.executable, "-P", "-m", "tests.fresh_writer"], env=here.environment() | writers, cwd=here.folder,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    here.started.append(writer)
    assert writer.stdout
    address = writer.stdout.readline().strip()
    tally = Tally(reads)
    threads = [
        *(threading.Thread(target=tally.taking_part, args=(read_often, here, address)) for _reader in range(READERS)),
        threading.Thread(target=tally.taking_part, args=(write_often, writer)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert web.poll() is None, here.log()
    assert not tally.broken, f"{tally.broken}\n{here.log()}"
    return tally


@pytest.mark.once
def test_two_web_processes_never_show_what_was(here: Place) -> None:
    tally = read_and_write(here, reads=5_000)
    assert tally.stale == []
    assert tally.reads >= 5_000
    assert tally.committed >= 5_000 // READS_PER_WRITE


@pytest.mark.stress
def test_two_web_processes_never_show_what_was_for_long(here: Place) -> None:
    tally = read_and_write(here, reads=100_000)
    assert tally.stale == []


@pytest.mark.once
def test_it_would_notice(here: Place, tmp_path: Path) -> None:
    """What proves the test above: a writer whose bumps reach nobody leaves old pages behind."""
    apart = tmp_path / "apart"
    apart.mkdir()
    if not here.database:
        (apart / "korzo.sqlite3").symlink_to(here.data / "korzo.sqlite3")
    tally = read_and_write(here, reads=500, KORZO_DATA=str(apart))
    assert tally.stale
