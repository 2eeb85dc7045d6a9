"""Pages as a browser gets them from the whole house: the edge in front, Django behind it on its threads."""

import asyncio
import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Barrier
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.db import connection, connections
from django.test import Client

from korzo.edge import recording
from korzo.edge.app import Edge
from korzo.edge.static import StaticFiles
from korzo.members.models import Member
from korzo.project.wsgi import application
from tests.cast import signed_in

HOST = "localhost"
THREADS = 2


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        plain = gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body
        return plain.decode()


@dataclass
class House:
    """One web process. `asked` counts what Django was asked, by kind."""

    edge: Edge
    bridge: WSGIMiddleware
    asked: list[str] = field(default_factory=list)

    def get(self, address: str, *, member: Member | None = None, method: str = "GET", **headers: str) -> Answer:
        if member is not None:
            headers["cookie"] = cookie_of(signed_in(member))
        return asyncio.run(self.fetch(address, method=method, **headers))

    async def fetch(self, address: str, *, method: str = "GET", **headers: str) -> Answer:
        headers.setdefault("host", HOST)
        listed = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        path, _mark, query = address.partition("?")
        scope = {
            "type": "http", "method": method, "path": path, "query_string": query.encode(), "http_version": "1.1",
            "scheme": "http", "headers": listed, "server": ("localhost", 80), "client": ("127.0.0.1", 9),
        }  # fmt: skip
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.edge(scope, receive, send)
        body = b"".join(message.get("body", b"") for message in sent[1:])
        told = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
        return Answer(sent[0]["status"], told, body)

    def forget(self) -> None:
        """As after a start: nothing is kept."""
        self.edge.shelf.memory.clear()
        recording.pieces.clear()

    @contextmanager
    def set_aside(self) -> Iterator[None]:
        """Meanwhile nothing is kept; afterwards what was kept before is there again."""
        memories = [self.edge.shelf.memory, recording.pieces]
        before = [
            (one, one.probation.copy(), one.proven.copy(), one.probation_bytes, one.proven_bytes) for one in memories
        ]
        self.forget()
        try:
            yield
        finally:
            for memory, probation, proven, probation_bytes, proven_bytes in before:
                memory.probation, memory.proven = probation, proven
                memory.probation_bytes, memory.proven_bytes = probation_bytes, proven_bytes

    def listen(self, wrapper: Callable[..., Any]) -> None:
        """From now on `wrapper` is around each statement of the threads that make pages."""
        together = Barrier(THREADS)
        for done in [self.bridge.executor.submit(_wrap, wrapper, together) for _thread in range(THREADS)]:
            done.result()


def cookie_of(client: Client) -> str:
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@contextmanager
def house() -> Iterator[House]:
    """A web process inside the test's own: needs committed rows (`kept`, `transactional_db`)."""
    bridge = WSGIMiddleware(cast("Any", application), workers=THREADS)
    asked: list[str] = []

    async def counted(scope: Any, receive: Any, send: Any) -> None:
        ask = dict(scope["headers"]).get(b"x-korzo-ask", b"whole").decode().split()[0]
        asked.append(ask)
        await bridge(scope, receive, send)

    made = House(Edge(counted, StaticFiles("/static/")), bridge, asked)
    try:
        yield made
    finally:
        # Each thread has a connection of its own, and an empty database cannot be dropped under one.
        together = Barrier(THREADS)
        for closed in [bridge.executor.submit(_close, together) for _thread in range(THREADS)]:
            closed.result()
        bridge.executor.shutdown()


def _wrap(wrapper: Callable[..., Any], together: Barrier) -> None:
    together.wait()
    connection.execute_wrappers.append(wrapper)


def _close(together: Barrier) -> None:
    """On each thread once: none is free for a second one before all have begun."""
    together.wait()
    connections.close_all()
