"""What granian runs: a thin edge that refuses what is malformed and takes in whole bodies, and Django behind it.

Django runs as WSGI on a fixed number of threads, so that database connections last. A thread is taken only once the
request has arrived whole, and is given back before a slow reader has read the answer.
"""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.conf import settings

from korzo.project import lifeline
from korzo.project.wsgi import application as django_application

type Scope = MutableMapping[str, Any]
type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type App = Callable[[Scope, Receive, Send], Awaitable[None]]
type Headers = list[tuple[bytes, bytes]]

# The largest picture is 20 MB; a few of them, or one form with all its fields, come in one request.
BODY_BYTES_MAX = 64 * 1024 * 1024
# A shop's exported files, packed; the page behind this path lets in the team alone and has limits of its own.
IMPORT_PATH = "/staff/imports/"
IMPORT_BYTES_MAX = 210 * 1024 * 1024
# What is larger waits on disk and not in memory.
BODY_BYTES_IN_MEMORY_MAX = 1024 * 1024
# A phone at the edge of its network sends 64 MB in ten minutes; a silent one is let go of sooner.
BODY_SECONDS_MAX = 600.0
SILENCE_SECONDS_MAX = 20.0
CHUNK_BYTES = 256 * 1024
# Pages are far smaller. A large file goes out as it is read, and keeps its thread meanwhile.
ANSWER_BYTES_HELD_MAX = 4 * 1024 * 1024

# Two of these would let a proxy in front and us behind it understand two different requests.
SINGLE_HEADERS = frozenset({b"host", b"content-length", b"authorization"})


class Malformed(Exception):
    """Refused before Django sees it."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Gone(Exception):
    """The other side went away before its request was whole."""


@dataclass
class Edge:
    bridge: App

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        if scope["type"] != "http":
            return
        try:
            headers = checked_headers(scope)
            with await read_body(headers, receive, body_bytes_max(scope["path"])) as body:
                whole = {**scope, "headers": with_length(headers, body.length)}
                answer = HeldAnswer(send)
                await self.bridge(whole, body.next_message, answer.take)
            await answer.let_go()
        except Malformed as refusal:
            await _refuse(send, refusal)
        except Gone:
            return


def checked_headers(scope: Scope) -> Headers:
    """The headers that Django may see; raises where the request can be read in two ways, or in none."""
    query: bytes = scope["query_string"]
    if any(byte <= 0x20 or byte >= 0x7F for byte in query) or b"%00" in query or "\0" in scope["path"]:
        raise Malformed(400, "This address is malformed.")
    # `X_Name` and `X-Name` look the same to Django, so that a visitor could pose as the proxy.
    headers = [(name.lower(), value) for name, value in scope["headers"] if b"_" not in name]
    names = [name for name, _value in headers]
    if any(names.count(name) > 1 for name in SINGLE_HEADERS):
        raise Malformed(400, "This request says the same thing twice.")
    return headers


@dataclass
class Body:
    """A request's body, whole, handed on in pieces."""

    file: "SpooledTemporaryFile[bytes]"
    bytes_max: int = BODY_BYTES_MAX
    length: int = 0
    sent: int = 0

    def __enter__(self) -> "Body":
        return self

    def __exit__(self, *_error: object) -> None:
        self.file.close()

    def add(self, piece: bytes) -> None:
        self.length += len(piece)
        if self.length > self.bytes_max:
            raise Malformed(413, "This is more than we can take in at once.")
        self.file.write(piece)

    async def next_message(self) -> Message:
        piece = self.file.read(CHUNK_BYTES)
        self.sent += len(piece)
        return {"type": "http.request", "body": piece, "more_body": self.sent < self.length}


def body_bytes_max(path: str) -> int:
    return IMPORT_BYTES_MAX if path.startswith(IMPORT_PATH) else BODY_BYTES_MAX


async def read_body(headers: Headers, receive: Receive, bytes_max: int = BODY_BYTES_MAX) -> Body:
    declared = dict(headers).get(b"content-length", b"0")
    if not declared.isdigit():
        raise Malformed(400, "This request is malformed.")
    if int(declared) > bytes_max:
        raise Malformed(413, "This is more than we can take in at once.")
    spooled = SpooledTemporaryFile(max_size=BODY_BYTES_IN_MEMORY_MAX)  # noqa: SIM115 (closed by whoever reads it)
    body = Body(spooled, bytes_max)
    try:
        async with asyncio.timeout(BODY_SECONDS_MAX):
            more = True
            while more:
                message = await asyncio.wait_for(receive(), SILENCE_SECONDS_MAX)
                if message["type"] == "http.disconnect":
                    raise Gone
                body.add(message.get("body", b""))
                more = message.get("more_body", False)
    except BaseException as error:
        body.file.close()
        if isinstance(error, TimeoutError):
            raise Malformed(408, "This request took too long to arrive.") from None
        raise
    body.file.seek(0)
    return body


def with_length(headers: Headers, length: int) -> Headers:
    """Bodies sent in pieces have no length of their own; Django reads none without it."""
    kept = [(name, value) for name, value in headers if name not in {b"content-length", b"transfer-encoding"}]
    return [*kept, (b"content-length", str(length).encode("ascii"))] if length else kept


@dataclass
class HeldAnswer:
    """Holds an answer back until Django is done with it, so that its thread need not wait for the reader."""

    send: Send
    held: list[Message] = field(default_factory=list)
    held_bytes: int = 0

    async def take(self, message: Message) -> None:
        self.held.append(message)
        self.held_bytes += len(message.get("body", b""))
        if self.held_bytes > ANSWER_BYTES_HELD_MAX:
            await self._pass_on()

    async def let_go(self) -> None:
        """The rest, joined: one piece is cheaper on the way out than many."""
        bodies = [message for message in self.held if message["type"] == "http.response.body"]
        if len(bodies) == len(self.held) - 1 and len(bodies) > 1:
            whole = b"".join(message.get("body", b"") for message in bodies)
            self.held = [self.held[0], {"type": "http.response.body", "body": whole}]
        await self._pass_on()

    async def _pass_on(self) -> None:
        messages, self.held = self.held, []
        for message in messages:
            await self.send(message)


async def _refuse(send: Send, refusal: Malformed) -> None:
    text = f"{refusal.sentence}\n".encode("ascii")
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(text)).encode("ascii")),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"no-store"),
        # Whatever is still to come belongs to a request that nobody reads.
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": text})


def django_on_threads() -> App:
    # a2wsgi types its messages more narrowly than the protocol does.
    return cast("App", WSGIMiddleware(cast("Any", django_application), workers=settings.KORZO_THREADS))


async def _live(receive: Receive, send: Send) -> None:
    await receive()
    watch = asyncio.create_task(_watch_parents())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    watch.cancel()
    await send({"type": "lifespan.shutdown.complete"})


async def _watch_parents() -> None:
    """End when granian's main process or `korzo up` is gone: nobody could stop us, and we would hold the port."""
    parent, supervisor = os.getppid(), lifeline.supervisor_pid()
    while True:
        await asyncio.sleep(lifeline.LOOK_INTERVAL_SECONDS)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
        elif supervisor is not None and not lifeline.is_running(supervisor):
            with suppress(ProcessLookupError):
                os.kill(parent, signal.SIGTERM)


application = Edge(django_on_threads())
