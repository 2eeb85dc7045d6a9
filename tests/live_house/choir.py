"""Many who listen at once: real connections, on a loop of their own beside the test."""

import asyncio
import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

WAIT_SECONDS_MAX = 20.0


@dataclass(frozen=True)
class Heard:
    """One event; `kind` is empty for news."""

    kind: str
    mark: str
    data: dict[str, Any]
    at: float


@dataclass
class Voice:
    """One stream, as a browser reads it."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    comments: int = 0
    retry_ms: int = 0
    mark: str = ""
    is_over: bool = False
    body: bytes = b""
    writer: asyncio.StreamWriter | None = None

    @property
    def news(self) -> list[Heard]:
        return [one for one in self.heard if not one.kind]

    def numbers(self, name: str = "n") -> list[Any]:
        return [one.data["data"][name] for one in self.news]

    def kinds(self) -> list[str]:
        return [one.kind for one in self.heard if one.kind]


class Choir:
    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.tasks: list[asyncio.Task[None]] = []

    def do[T](self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(WAIT_SECONDS_MAX)

    def listen(self, port: int, query: str, *, wait: bool = True, **headers: str) -> Voice:
        """Returns once the answer began."""
        voice = self.do(self._open(port, query, headers))
        if wait:
            wait_until(lambda: voice.status != 0, "the answer")
        return voice

    def listen_all(self, port: int, queries: list[str], **headers: str) -> list[Voice]:
        voices = [self.listen(port, query, wait=False, **headers) for query in queries]
        wait_until(lambda: all(voice.status for voice in voices), "all answers")
        return voices

    def hang_up(self, voice: Voice) -> None:
        async def close() -> None:
            if voice.writer is not None:
                voice.writer.close()

        self.do(close())

    def end(self) -> None:
        async def stop() -> None:
            for task in self.tasks:
                task.cancel()
            await asyncio.gather(*self.tasks, return_exceptions=True)

        self.do(stop())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    async def _open(self, port: int, query: str, headers: dict[str, str]) -> Voice:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        lines = [f"GET /live/{query} HTTP/1.1", "Host: localhost", "Accept: text/event-stream"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        voice = Voice(writer=writer)
        self.tasks.append(asyncio.get_running_loop().create_task(_read(reader, writer, voice)))
        return voice


async def _read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, voice: Voice) -> None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        for line in filter(None, head[1:]):
            name, _colon, value = line.partition(":")
            voice.headers[name.lower()] = value.strip()
        voice.status = int(head[0].split()[1])
        if voice.headers.get("transfer-encoding") != "chunked":
            voice.body = await reader.readexactly(int(voice.headers.get("content-length", "0")))
            return
        rest = b""
        while size := int((await reader.readline()).strip() or b"0", 16):
            rest += (await reader.readexactly(size + 2))[:-2]
            *whole, rest = rest.split(b"\n\n")
            for block in whole:
                _hear(voice, block.decode("utf-8"))
    except (OSError, asyncio.IncompleteReadError, ValueError):
        pass
    finally:
        voice.is_over = True
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


def _hear(voice: Voice, block: str) -> None:
    kind, data = "", ""
    for line in block.split("\n"):
        name, _colon, value = line.partition(": ")
        if line.startswith(":"):
            voice.comments += 1
        elif name == "id":
            voice.mark = value
        elif name == "event":
            kind = value
        elif name == "data":
            data += value
        elif name == "retry":
            voice.retry_ms = int(value)
    if data:
        voice.heard.append(Heard(kind, voice.mark, json.loads(data), time.time()))


def wait_until(condition: Callable[[], bool], what: str, seconds_max: float = WAIT_SECONDS_MAX) -> None:
    deadline = time.monotonic() + seconds_max
    while not condition():
        assert time.monotonic() < deadline, f"Waited {seconds_max:.0f} s in vain: {what}"
        time.sleep(0.01)


def answers(port: int) -> bool:
    """Whether streams can be had there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as probe:
            probe.sendall(b"GET /live/?on=nothing HTTP/1.1\r\nHost: localhost\r\n\r\n")
            return probe.recv(64).split(b" ", 2)[1:2] == [b"404"]
    except OSError:
        return False
