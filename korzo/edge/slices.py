"""Films on their way out: Django is asked for one slice after the other, each when the reader has taken the one before.

A player keeps its connection open for as long as somebody watches. A thread that waited with it would be missed, and
a whole film would fill the memory; so Django's answers stay short, and put together they are what was asked for.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from korzo.edge.incoming import Headers, Receive, Scope, Send
from korzo.edge.outgoing import Answer, send_answer

# Of the addresses of films (`media.served`). The composer's, which have numbers, are answered as Django answers them.
FILMS_PATH = "/media/films/"

_ASKED = re.compile(rb"bytes=(?:\d{1,15}-\d{0,15}|-\d{1,15})")
_GIVEN = re.compile(rb"bytes (\d+)-(\d+)/(\d+)")
# Of the whole; the slices are ours.
_CONDITIONS = {b"range", b"if-none-match", b"if-modified-since", b"if-range", b"if-match", b"if-unmodified-since"}
WHOLE = b"bytes=0-"

type Ask = Callable[[Scope, Headers], Awaitable[Answer]]


class FilmChanged(Exception):
    """What is behind this address is another file than a moment ago, or none: the connection ends here."""


@dataclass
class Slices:
    ask: Ask
    scope: Scope
    headers: Headers
    receive: Receive
    send: Send
    is_gone: bool = False

    async def serve(self) -> None:
        """Several parts at once, other units and nonsense are answered with the whole, as the standard allows."""
        by_name = dict(self.headers)
        asked = by_name.get(b"range", b"").strip().lower()
        is_part = bool(_ASKED.fullmatch(asked))
        first = await self._slice(asked if is_part else WHOLE, without={b"range", b"if-range"})
        if is_part and by_name.get(b"if-range", first.header(b"etag")) != first.header(b"etag"):
            # The browser has a part of another version.
            is_part = False
            first = await self._slice(WHOLE, without={b"range", b"if-range"})
        given = _GIVEN.fullmatch(first.header(b"content-range"))
        if first.status != 206 or given is None:
            await self._pass_on(first)
            return
        start, size = int(given[1]), int(given[3])
        stop = min(_last(asked) + 1, size) if is_part else size
        await self._begin(first, start, stop, size, is_part=is_part)
        watch = asyncio.create_task(self._watch())
        try:
            await self._go_on(first, start, stop)
        finally:
            watch.cancel()

    async def _watch(self) -> None:
        """The server takes what is sent to somebody who went away, and drops it; only here it says so."""
        message = await self.receive()
        while message["type"] == "http.request" and message.get("more_body", False):
            message = await self.receive()
        if message["type"] == "http.request":
            message = await self.receive()
        self.is_gone = message["type"] == "http.disconnect"

    async def _slice(self, wanted: bytes, *, without: set[bytes]) -> Answer:
        kept = [(name, value) for name, value in self.headers if name not in without]
        return await self.ask(self.scope, [*kept, (b"range", wanted)])

    async def _begin(self, first: Answer, start: int, stop: int, size: int, *, is_part: bool) -> None:
        known = {b"content-length", b"content-range"}
        headers = [(name, value) for name, value in first.headers if name not in known]
        headers.append((b"content-length", str(stop - start).encode("ascii")))
        if is_part:
            headers.append((b"content-range", f"bytes {start}-{stop - 1}/{size}".encode("ascii")))
        await self.send({"type": "http.response.start", "status": 206 if is_part else 200, "headers": headers})

    async def _go_on(self, first: Answer, start: int, stop: int) -> None:
        """The connection itself says when there is room for more."""
        if self.scope["method"] == "HEAD":
            await self.send({"type": "http.response.body", "body": b""})
            return
        answer, etag = first, first.header(b"etag")
        while True:
            start += len(answer.body)
            if answer.status != 206 or answer.header(b"etag") != etag or not answer.body:
                raise FilmChanged(self.scope["path"])
            await self.send({"type": "http.response.body", "body": answer.body, "more_body": start < stop})
            if start >= stop or self.is_gone:
                return
            answer = await self._slice(f"bytes={start}-{stop - 1}".encode("ascii"), without=_CONDITIONS)

    async def _pass_on(self, answer: Answer) -> None:
        await send_answer(self.send, answer.status, answer.headers, answer.body)


def _last(asked: bytes) -> int:
    """The place of the last byte that was asked for; beyond every file where it was left open."""
    first, _line, last = asked.removeprefix(b"bytes=").partition(b"-")
    return int(last) if first and last else 10**15
