"""`/live/?on=topic:5&on=member`: server-sent events, as an ASGI application of its own.

The edge starts it with the process, hands it the requests below `/live/`, and stops it at the end.
"""

import asyncio
import logging
import random
import signal
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import Any

from django.db import Error as DatabaseError
from django.utils import timezone

from korzo.kit import meters
from korzo.live import queries
from korzo.live.asking import AGE_SECONDS_MAX, Asked, Malformed, Scope, is_foreign, read
from korzo.live.doorkeeper import Verdict, decide, decide_all
from korzo.live.listener import Hall, Listener, news_piece, piece
from korzo.live.marks import Mark
from korzo.live.presence import Presence
from korzo.live.pump import Pump
from korzo.live.seats import Full, Seats
from korzo.live.threads import Threads

type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]

logger = logging.getLogger("korzo.live")

PING_SECONDS = 15.0
# Whoever missed more reads the page anew.
REPLAY_MAX = 500
# A browser waits so long before it comes back; not all at once after a restart.
RETRY_MS = 3_000
RETRY_JITTER_MS = 3_000
RETRY_AFTER_SECONDS = 30
DOOR_SECONDS_MAX = 10.0
# Rights are withdrawn in many places; whoever forgot to say so is noticed after this.
ASK_AGAIN_SECONDS = 180.0
ASK_AGAIN_AT_ONCE = 50
# A page is older than its stream by the time that its transactions and its way took.
AGE_MARGIN_SECONDS = 3.0

OPEN = meters.gauge("korzo_live_streams", "Streams that are open.")
REFUSED = meters.counter("korzo_live_refused", "Streams that were refused.", "reason")

STREAM_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class Refusal(Exception):
    def __init__(self, status: int, sentence: str, *headers: tuple[bytes, bytes]) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.headers = status, sentence, headers


def busy(reason: str, status: int = 429) -> Refusal:
    REFUSED.add(reason)
    wait = RETRY_AFTER_SECONDS + random.randrange(RETRY_AFTER_SECONDS)
    return Refusal(status, "Too many streams are open.", (b"retry-after", str(wait).encode("ascii")))


@dataclass
class Stream:
    hall: Hall = field(default_factory=Hall)
    seats: Seats = field(default_factory=Seats)
    threads: Threads = field(default_factory=Threads)
    is_closing: bool = False
    minds_signals: bool = False
    tasks: "set[asyncio.Task[None]]" = field(default_factory=set)

    def __post_init__(self) -> None:
        self.pump = Pump(self.hall, self.threads)
        self.presence = Presence(self.hall, self.threads)
        self.hall.on_revoked = self._ask_again_soon

    async def start(self) -> None:
        """With the process, so that nothing waits for the first visitor."""
        for work in (self.pump.run(), self.presence.run(), self._ping(), self._ask_all_again()):
            self._spawn(work)

    async def stop(self) -> None:
        self.close()
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        with suppress(Exception):
            # Their rows would be forgotten by themselves.
            await self.presence.end()
        self.threads.end()

    def close(self) -> None:
        """Every stream ends after what waits in it; browsers come back to whoever answers then."""
        self.is_closing = True
        for listener in list(self.hall.listeners):
            listener.end()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._mind_signals()
        try:
            await self._serve(scope, receive, send)
        except Refusal as refusal:
            await _refuse(send, refusal)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            raise Refusal(405, "Only GET.", (b"allow", b"GET"))
        if is_foreign(scope):
            raise Refusal(403, "Not from another site.")
        if self.is_closing or not self.pump.has_begun:
            raise busy("closing", 503)
        try:
            asked = read(scope)
        except Malformed:
            raise Refusal(400, "This request is malformed.") from None
        try:
            with self.seats.of_address(asked.address):
                verdict = await self._ask_door(asked)
                if not verdict.allowed:
                    raise Refusal(404, "There is nothing to hear.")
                with self.seats.of_member(verdict.member_id):
                    await self._stream(asked, verdict, receive, send)
        except Full as full:
            raise busy(str(full)) from None

    async def _ask_door(self, asked: Asked) -> Verdict:
        try:
            async with asyncio.timeout(DOOR_SECONDS_MAX):
                return await self.threads.ask_door(partial(decide, asked.session, asked.channels))
        except TimeoutError:
            raise busy("slow", 503) from None
        except DatabaseError:
            raise busy("database", 503) from None

    async def _stream(self, asked: Asked, verdict: Verdict, receive: Receive, send: Send) -> None:
        listener = Listener(verdict.allowed, verdict.member_id, asked.session, task=asyncio.current_task())
        if asked.mark is not None and not asked.age_seconds:
            listener.heard = asked.mark
        until = self.hall.order.mark()
        self.hall.join(listener)
        OPEN.add()
        self.pump.wake.set()
        watch = asyncio.create_task(_watch(listener, receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS})
            await send(_part(self._greeting(listener, verdict)))
            await self._catch_up(listener, asked, until)
            await self._pour(listener, send)
        except asyncio.CancelledError:
            # The ping found that this line took nothing for too long.
            if not listener.is_gone:
                raise
        finally:
            watch.cancel()
            self.hall.leave(listener)
            OPEN.add(by=-1)
        if not listener.is_gone:
            await send({"type": "http.response.body", "body": b""})

    def _greeting(self, listener: Listener, verdict: Verdict) -> bytes:
        retry = f"retry: {RETRY_MS + random.randrange(RETRY_JITTER_MS)}\n\n".encode("ascii")
        refused = piece("refused", {"channels": sorted(verdict.refused)}) if verdict.refused else b""
        return retry + refused + self.presence.for_newcomer(listener.channels)

    async def _catch_up(self, listener: Listener, asked: Asked, until: Mark) -> None:
        """What was told since they heard us last, or since their page was made; what comes meanwhile is held."""
        past: list[queries.News] = []
        if asked.mark is not None or asked.age_seconds or asked.is_lost:
            past, is_whole = await self.threads.ask_door(partial(missed_by, asked, listener.channels, until))
            listener.is_behind |= not is_whole
        listener.catch_up(news_piece(one, mark_behind(one.pk, asked.mark, until).text()) for one in past)

    async def _pour(self, listener: Listener, send: Send) -> None:
        while not listener.is_gone:
            await listener.wake.wait()
            listener.wake.clear()
            whole = listener.take(self.hall.order.text())
            if whole and not listener.is_gone:
                listener.busy_since = monotonic()
                await send(_part(whole))
                listener.busy_since = 0.0
            if listener.is_ending and not listener.waiting:
                return

    async def _ping(self) -> None:
        while True:
            await asyncio.sleep(PING_SECONDS)
            for _pause in self.hall.ping():
                await asyncio.sleep(0)

    async def _ask_all_again(self) -> None:
        while True:
            await asyncio.sleep(ASK_AGAIN_SECONDS + random.random())
            await self._ask_again(list(self.hall.listeners))

    def _ask_again_soon(self, listeners: list[Listener]) -> None:
        self._spawn(self._ask_again(listeners))

    async def _ask_again(self, listeners: list[Listener]) -> None:
        """Whoever lost a right is told which channels it was, and the stream ends; the browser asks for the others."""
        for start in range(0, len(listeners), ASK_AGAIN_AT_ONCE):
            some = listeners[start : start + ASK_AGAIN_AT_ONCE]
            questions = [(one.session, one.member_id, one.channels) for one in some]
            try:
                lost = await self.threads.ask_door(partial(decide_all, questions))
            except Exception:
                logger.exception("Who may still listen could not be asked; the next time will be soon enough.")
                continue
            for listener, channels in zip(some, lost, strict=True):
                if channels:
                    listener.end(piece("revoked", {"channels": sorted(channels)}))

    def _spawn(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def _mind_signals(self) -> None:
        """The server waits for open answers before it tells us that it ends, and ours never end by themselves.

        It set its own handlers after we started, so this happens with the first stream. Ours stand before them: the
        loop hears of signals by another way.
        """
        if self.minds_signals:
            return
        self.minds_signals = True
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            before = signal.getsignal(number)

            def told(received: int, frame: Any, before: Any = before) -> None:
                loop.call_soon_threadsafe(self.close)
                if callable(before):
                    before(received, frame)

            # Only the main thread may; elsewhere the server ends us less gently.
            with suppress(ValueError):
                signal.signal(number, told)


def missed_by(asked: Asked, channels: frozenset[str], until: Mark) -> tuple[list[queries.News], bool]:
    """And whether that is all of it."""
    if asked.is_lost or asked.age_seconds > AGE_SECONDS_MAX:
        return [], False
    mark, since = asked.mark, None
    if asked.age_seconds:
        since = timezone.now() - timedelta(seconds=asked.age_seconds + AGE_MARGIN_SECONDS)
    if mark is not None:
        oldest, newest = queries.span()
        if not oldest - 1 <= mark.last <= newest:
            # Forgotten meanwhile, or from a database that is no longer ours.
            return [], False
    found = queries.news_for(
        channels,
        last=mark.last if mark else None,
        gaps=mark.gaps if mark else (),
        since=since,
        until=until,
        limit=REPLAY_MAX + 1,
    )
    return (found, True) if len(found) <= REPLAY_MAX else ([], False)


def mark_behind(number: int, heard: Mark | None, until: Mark) -> Mark:
    """While the past is told: whoever breaks off behind this number goes on there, and misses no gap that is open."""
    last = max(number, heard.last if heard else 0)
    still = {gap for gap in (heard.gaps if heard else ()) if gap > number}
    return Mark(last, frozenset(still | {gap for gap in until.gaps if gap < last}))


def _part(body: bytes) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": True}


async def _watch(listener: Listener, receive: Receive) -> None:
    """What else the visitor says is of no interest, until they go."""
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.go()


async def _refuse(send: Send, refusal: Refusal) -> None:
    text = f"{refusal.sentence}\n".encode("ascii")
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(text)).encode("ascii")),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        *refusal.headers,
    ]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
