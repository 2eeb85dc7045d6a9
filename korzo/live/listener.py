"""One open stream, and the hall in which all streams of this process sit."""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from time import monotonic

from korzo.kit import meters
from korzo.live.marks import NOTHING, Mark, Order
from korzo.live.models import Event
from korzo.live.queries import News

# Somebody who is that far behind is told to look at the page anew; what they missed is dropped.
WAITING_MAX = 100
# A line that took nothing for so long is cut, for it would hold its place for ever.
STUCK_SECONDS_MAX = 60.0

PING = b": ping\n\n"

DELIVERED = meters.counter("korzo_live_delivered", "Events written to streams.")
RELOADS = meters.counter("korzo_live_reloads", "Streams that were told to look at the page anew.")


def piece(kind: str, data: object, mark: str = "") -> bytes:
    """An event of the protocol. News have no kind, so that one listener in the browser hears all of them."""
    lines = [f"event: {kind}"] if kind else []
    if mark:
        lines.append(f"id: {mark}")
    lines.append(f"data: {json.dumps(data, separators=(',', ':'))}")
    return ("\n".join(lines) + "\n\n").encode("ascii")


def news_piece(news: News, mark: str) -> bytes:
    return piece("", {"id": news.pk, "on": news.channel, "name": news.name, "data": news.data}, mark)


@dataclass(eq=False, slots=True)
class Listener:
    channels: frozenset[str]
    member_id: int | None
    session: str
    waiting: deque[bytes] = field(default_factory=deque)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    # How far they heard elsewhere: another process may have been a moment ahead of this one.
    heard: Mark = NOTHING
    # What comes while the past is still being read; None afterwards.
    held: list[bytes] | None = field(default_factory=list)
    told: int = 0
    is_behind: bool = False
    is_ending: bool = False
    is_gone: bool = False
    busy_since: float = 0.0
    task: "asyncio.Task[None] | None" = None

    def offer(self, number: int, event: bytes) -> None:
        if number <= self.heard.last and number not in self.heard.gaps:
            return
        self.told = max(self.told, number)
        if self.held is None:
            self.put(event)
        elif len(self.held) < WAITING_MAX:
            self.held.append(event)
        else:
            self.is_behind = True

    def put(self, event: bytes) -> None:
        if len(self.waiting) >= WAITING_MAX:
            self.is_behind = True
            self.waiting.clear()
        if not self.is_behind:
            self.waiting.append(event)
        self.wake.set()

    def catch_up(self, past: Iterable[bytes]) -> None:
        """First what was missed, then what came meanwhile, and from now on whatever comes."""
        self.waiting.extend(past)
        self.waiting.extend(self.held or ())
        self.held = None
        self.wake.set()

    def take(self, mark: str) -> bytes:
        """All that waits, in one piece."""
        if self.is_behind:
            self.is_behind = False
            self.waiting.clear()
            RELOADS.add()
            return piece("reload", {}, mark)
        whole = b"".join(self.waiting)
        self.waiting.clear()
        return whole

    def end(self, last_words: bytes = b"") -> None:
        """The stream closes once what waits is written."""
        if last_words:
            self.put(last_words)
        self.is_ending = True
        self.wake.set()

    def go(self) -> None:
        """The other side is gone."""
        self.is_gone = self.is_ending = True
        self.wake.set()

    def is_stuck(self, now: float) -> bool:
        return bool(self.busy_since) and now - self.busy_since > STUCK_SECONDS_MAX


@dataclass
class Hall:
    """All listeners of this process. Everything here happens on the loop and nothing waits."""

    order: Order = field(default_factory=Order)
    listeners: set[Listener] = field(default_factory=set)
    by_channel: dict[str, set[Listener]] = field(default_factory=dict)
    on_revoked: Callable[[list[Listener]], None] | None = None

    def join(self, listener: Listener) -> None:
        self.listeners.add(listener)
        for channel in listener.channels:
            self.by_channel.setdefault(channel, set()).add(listener)

    def leave(self, listener: Listener) -> None:
        self.listeners.discard(listener)
        for channel in listener.channels:
            there = self.by_channel.get(channel)
            if there is not None:
                there.discard(listener)
                if not there:
                    del self.by_channel[channel]

    def hand_on(self, news: Collection[News]) -> None:
        """Each event once, to those who listen to its channel."""
        for one in news:
            if not self.order.meet(one.pk):
                continue
            if one.name == Event.REVOKED:
                self._ask_again(one.channel)
                continue
            there = self.by_channel.get(one.channel)
            if there:
                event = news_piece(one, self.order.text())
                for listener in there:
                    listener.offer(one.pk, event)
                DELIVERED.add(by=len(there))

    def _ask_again(self, channel: str) -> None:
        there = set(self.by_channel.get(channel, ()))
        kind, _colon, number = channel.partition(":")
        if kind == "member" and number:
            there |= {one for one in self.listeners if one.member_id == int(number)}
        if there and self.on_revoked is not None:
            self.on_revoked(list(there))

    def tell(self, channel: str, event: bytes) -> None:
        """Something that is only true now, and that nobody needs to hear later."""
        for listener in self.by_channel.get(channel, ()):
            if listener.held is None:
                listener.put(event)

    def ping(self) -> Iterator[None]:
        """A sign of life, with the mark where it moved, so that a quiet stream goes on from today's. Pauses between."""
        mark, now = self.order.text(), monotonic()
        moved = piece("mark", {}, mark)
        for place, listener in enumerate(list(self.listeners)):
            if listener.is_stuck(now) and listener.task is not None:
                listener.go()
                listener.task.cancel()
            elif listener.held is None and not listener.waiting:
                listener.put(moved if listener.told < self.order.last else PING)
                listener.told = self.order.last
            if place % WAITING_MAX == WAITING_MAX - 1:
                yield
