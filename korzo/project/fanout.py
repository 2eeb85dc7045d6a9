"""Several hosts and one truth: what changed here is told to the other hosts through Redis, and heard from them.

Redis delivers a message once or not at all. So whoever lost the line, for however short, trusts no stored page until it
hears again, and then takes all of them for stale: a lost message costs renderings and never truth.
"""

import json
import logging
import os
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from korzo.kit import bell, generations, redis

if TYPE_CHECKING:
    from redis.client import PubSub

BUMPS = "bumps"
BELL = "bell"

# A line that is cut without a word is found out after a second, and stored pages are not trusted from then on.
PING_INTERVAL_SECONDS = 0.3
SILENCE_SECONDS_MAX = 0.5
PAUSE_SECONDS = 0.1
# More tags than this wait only while Redis is away for long; then "everything" is shorter.
WAITING_TAGS_MAX = 10_000
EVERYTHING = "*"

logger = logging.getLogger("korzo.project")


@dataclass
class Teller:
    """Says what changed. What cannot be said at once is said as soon as Redis is back."""

    # Its own messages need not be heard again by this process.
    sender: str = field(default_factory=lambda: token_hex(8))
    waiting: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    client: Any = None
    pid: int = 0

    def bumped(self, tags: frozenset[str]) -> None:
        if not self._say(BUMPS, sorted(tags)):
            self._keep(tags)

    def rang(self) -> None:
        """A ring that is lost costs the others a second or two, no more."""
        self._say(BELL, [])

    def _say(self, channel: str, tags: list[str]) -> bool:
        message = json.dumps({"from": self.sender, "tags": tags})
        try:
            self._line().publish(redis.name(channel), message)
        except redis.failures() as error:
            logger.debug("Redis did not take a message: %s", error)
            return False
        return True

    def _line(self) -> Any:
        if self.pid != os.getpid():
            # A fork must not speak through the connections of its parent, nor under its name.
            self.client, self.sender, self.pid = redis.open_client(), token_hex(8), os.getpid()
        return self.client

    def _keep(self, tags: Iterable[str]) -> None:
        with self.lock:
            is_first = not self.waiting
            self.waiting.update(tags)
            if len(self.waiting) > WAITING_TAGS_MAX:
                self.waiting = {EVERYTHING}
        if is_first:
            threading.Thread(target=self._say_later, name="fanout-later", daemon=True).start()

    def _say_later(self) -> None:
        while True:
            time.sleep(PAUSE_SECONDS)
            with self.lock:
                tags = set(self.waiting)
            if not self._say(BUMPS, sorted(tags)):
                continue
            with self.lock:
                self.waiting -= tags
                if not self.waiting:
                    return


@dataclass
class Listener:
    """One thread in each process that serves pages or works: hears what changed on other hosts."""

    teller: Teller
    # When we asked whether somebody is still there; None while no answer is awaited.
    asked_at: float | None = None

    def begin(self) -> None:
        threading.Thread(target=self._run, name="fanout", daemon=True).start()

    def _run(self) -> None:
        was_away = False
        while True:
            try:
                self._listen()
            except redis.failures() as error:
                generations.set_trusted(False)
                if not was_away:
                    logger.warning("Redis is away, so no stored pages are served until it is back: %s", error)
                was_away = True
            except Exception:
                # Without this thread pages would stay untrusted until the next start; better it begins anew.
                generations.set_trusted(False)
                logger.exception("Listening to the other hosts broke off.")
            else:
                was_away = False
            time.sleep(PAUSE_SECONDS)

    def _listen(self) -> None:
        """Until the line breaks. A second subscription on the same line means that it was broken meanwhile."""
        client = redis.open_client()
        line = client.pubsub()  # type: ignore[no-untyped-call]  # Its own types leave it out.
        try:
            line.subscribe(redis.name(BUMPS), redis.name(BELL))
            self.asked_at = time.monotonic()
            while True:
                self._hear(line)
        finally:
            generations.set_trusted(False)
            line.close()
            client.close()

    def _hear(self, line: "PubSub") -> None:
        message = line.get_message(timeout=PING_INTERVAL_SECONDS)
        if message is None:
            # Judged only after a look in vain: a process that was held up itself finds its answers waiting.
            self._ask(line)
            return
        self.asked_at = None
        channel = message["channel"].decode() if isinstance(message["channel"], bytes) else message["channel"]
        if message["type"] == "subscribe" and channel == redis.name(BUMPS):
            generations.bump_all()
            generations.set_trusted(True)
        elif message["type"] == "message":
            self.take(channel, message["data"])

    def _ask(self, line: "PubSub") -> None:
        now = time.monotonic()
        if self.asked_at is None:
            line.ping()
            self.asked_at = now
        elif now - self.asked_at > SILENCE_SECONDS_MAX:
            raise TimeoutError("Redis has not answered in time")

    def take(self, channel: str, data: bytes) -> None:
        try:
            said = json.loads(data)
            sender, tags = said["from"], [str(tag) for tag in said["tags"]]
        except (ValueError, TypeError, KeyError):
            logger.warning("A message that nobody of ours wrote came in on %s.", channel)
            return
        if sender == self.teller.sender:
            return
        if channel == redis.name(BELL):
            bell.ring_here()
        elif EVERYTHING in tags:
            generations.bump_all()
        else:
            generations.bump_here(tags)


_teller = Teller()
_listener = Listener(_teller)


def tell_other_hosts() -> None:
    """In every process, for each may change something. Stored pages are trusted only by those that also listen."""
    if redis.is_configured():
        generations.set_trusted(False)
        generations.on_bump(_teller.bumped)
        bell.on_ring(_teller.rang)


def listen_to_other_hosts() -> None:
    """In processes that live: the web server and the worker."""
    if redis.is_configured():
        # The process before this one may have been killed between a commit and its message.
        _teller.bumped(frozenset({EVERYTHING}))
        _listener.begin()
