"""Live delivery: 500 people at one topic, five things happen, and each of them hears all five.

python -m bench.live        brings up a demo community of its own and measures it
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlsplit

from bench.house import House, korzo, running

LISTENERS = 500
PUBLICATIONS = 5
# As if people wrote: the streams are quiet between.
PAUSE_SECONDS = 1.0
IDLE_SECONDS = 10.0
WAIT_SECONDS_MAX = 30.0
CONNECTING_AT_ONCE = 20
MEDIAN_MS_MAX = 60.0
CHANNEL = "talk"


@dataclass(frozen=True)
class Delivery:
    """All times in milliseconds, from the moment before the transaction to the listener's hand."""

    delivered: int
    expected: int
    median_ms: float
    p99_ms: float
    cpu_us_per_delivery: float
    idle_percent_of_core: float
    memory_kb_per_connection: float

    @property
    def is_good(self) -> bool:
        return self.delivered == self.expected and self.median_ms < MEDIAN_MS_MAX


@dataclass
class Crowd:
    waits_ms: list[float] = field(default_factory=list)
    listening: int = 0
    tasks: "list[asyncio.Task[None]]" = field(default_factory=list)

    async def gather(self, house: House) -> None:
        for start in range(0, LISTENERS, CONNECTING_AT_ONCE):
            some = range(start, start + CONNECTING_AT_ONCE)
            self.tasks += [asyncio.create_task(self._listen(house, number)) for number in some]
            await _until(partial(self.has_gathered, start + CONNECTING_AT_ONCE))

    def has_gathered(self, count: int) -> bool:
        return self.listening >= count

    def has_heard(self, count: int) -> bool:
        return len(self.waits_ms) >= count

    async def _listen(self, house: House, number: int) -> None:
        address = urlsplit(house.url)
        reader, writer = await asyncio.open_connection("127.0.0.1", address.port)
        # Each comes from a home of its own; otherwise the twenty-first of an address is refused.
        home = f"10.{number // 250}.{number % 250}.7"
        request = f"GET /live/?on={CHANNEL} HTTP/1.1\r\nHost: {address.netloc}\r\nX-Forwarded-For: {home}\r\n\r\n"
        writer.write(request.encode("ascii"))
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode("latin-1"))
        try:
            while line := await reader.readline():
                if line.startswith(b"retry:"):
                    self.listening += 1
                elif line.startswith(b"data:") and b"sent_ns" in line:
                    sent_ns = json.loads(line[5:])["data"]["sent_ns"]
                    self.waits_ms.append((time.time_ns() - sent_ns) / 1e6)
        finally:
            writer.close()

    async def leave(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


async def _until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS_MAX
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError
        await asyncio.sleep(0.01)


async def _measured(house: House, speaker: "subprocess.Popen[str]") -> Delivery:
    expected = LISTENERS * PUBLICATIONS
    crowd = Crowd()
    memory_before = house.memory_mb()
    await crowd.gather(house)
    await asyncio.sleep(2 * PAUSE_SECONDS)
    memory = house.memory_mb() - memory_before
    before = house.cpu_seconds()
    await asyncio.sleep(IDLE_SECONDS)
    idle = (house.cpu_seconds() - before) / IDLE_SECONDS
    before, began = house.cpu_seconds(), time.monotonic()
    for turn in range(PUBLICATIONS):
        _say(speaker)
        await asyncio.sleep(PAUSE_SECONDS)
        try:
            await _until(partial(crowd.has_heard, LISTENERS * (turn + 1)))
        except TimeoutError:
            break
    # What the house does anyway in that time is not the delivery's.
    busy = house.cpu_seconds() - before - idle * (time.monotonic() - began)
    await crowd.leave()
    waits = sorted(crowd.waits_ms)
    return Delivery(
        delivered=len(waits),
        expected=expected,
        median_ms=median(waits),
        p99_ms=quantiles(waits, n=100)[98],
        cpu_us_per_delivery=busy * 1e6 / max(1, len(waits)),
        idle_percent_of_core=idle * 100,
        memory_kb_per_connection=memory * 1024 / LISTENERS,
    )


def _say(speaker: "subprocess.Popen[str]") -> None:
    if speaker.stdin is not None:
        speaker.stdin.write("now\n")
        speaker.stdin.flush()


def measure(data: Path) -> Delivery:
    """Of the community in this folder, which must not be running: it comes up as if behind one proxy."""
    with running(data, {**os.environ, "KORZO_TRUSTED_PROXIES": "1"}) as house, _speaker(data) as speaker:
        assert speaker.stdout is not None
        speaker.stdout.readline()
        return asyncio.run(_measured(house, speaker))


def _speaker(data: Path) -> "subprocess.Popen[str]":
    """Another process of the house that has something to tell, as the worker has."""
    return subprocess.Popen(
        [sys.executable, "-m", "bench.live", "speak"],
        env={**os.environ, "KORZO_DATA": str(data)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def speak() -> None:
    """Tells something for every line that comes in."""
    import django  # noqa: PLC0415 (the measuring process needs no Django)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "korzo.project.settings")
    django.setup()
    from django.db import transaction  # noqa: PLC0415

    from korzo.live.actions import publish  # noqa: PLC0415

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for _line in sys.stdin:
        with transaction.atomic():
            publish(CHANNEL, "bench.told", {"sent_ns": time.time_ns()})


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="korzo-bench-") as name:
        data = Path(name)
        subprocess.run(korzo("prepare"), env={**os.environ, "KORZO_DATA": name}, check=True, stdout=subprocess.DEVNULL)
        found = measure(data)
    sys.stdout.write(f"{found}\n")
    return 0 if found.is_good else 1


if __name__ == "__main__":
    if sys.argv[1:] == ["speak"]:
        speak()
    else:
        sys.exit(main())
