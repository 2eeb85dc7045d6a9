"""How many listen to a channel that counts its readers, over all processes of the installation.

Each process writes one row for each such channel, and says it again while it lives. Nobody's coming is written down.
"""

import asyncio
import logging
import secrets
from dataclasses import dataclass, field
from functools import partial
from time import monotonic

from korzo.live import actions, queries
from korzo.live.listener import Hall, piece
from korzo.live.permissions import counts_readers
from korzo.live.threads import Threads

logger = logging.getLogger("korzo.live")

# Whoever looks in for a moment should not make the number flicker.
COUNT_SECONDS = 3.0
SAY_AGAIN_SECONDS = 15.0
# The liveliest ones; nobody can tell by the number how the five hundredth is doing.
CHANNELS_MAX = 500


@dataclass
class Presence:
    hall: Hall
    threads: Threads
    process: str = field(default_factory=lambda: secrets.token_hex(8))
    # What we wrote last, and when.
    said: dict[str, int] = field(default_factory=dict)
    said_at: float = 0.0
    # What the readers were told last.
    shown: dict[str, int] = field(default_factory=dict)

    async def run(self) -> None:
        while True:
            await asyncio.sleep(COUNT_SECONDS)
            try:
                await self.count()
            except Exception:
                logger.exception("The readers could not be counted; trying again in %s s.", COUNT_SECONDS)

    async def count(self) -> None:
        here = self._here()
        if not here and not self.said:
            return
        is_due = monotonic() - self.said_at > SAY_AGAIN_SECONDS
        changed = {name: here.get(name, 0) for name in here.keys() | self.said.keys()}
        if here != self.said or is_due:
            await self.threads.ask_news(partial(actions.say_readers, self.process, changed))
            self.said, self.said_at = here, monotonic()
        totals = await self.threads.ask_news(partial(queries.readers_of, list(here)))
        for channel, total in totals.items():
            if self.shown.get(channel) != total:
                self.hall.tell(channel, self.event(channel, total))
        self.shown = totals

    def _here(self) -> dict[str, int]:
        counts = {name: len(there) for name, there in self.hall.by_channel.items() if counts_readers(name)}
        if len(counts) <= CHANNELS_MAX:
            return counts
        return dict(sorted(counts.items(), key=lambda one: -one[1])[:CHANNELS_MAX])

    def event(self, channel: str, total: int) -> bytes:
        return piece("presence", {"on": channel, "n": total})

    def for_newcomer(self, channels: frozenset[str]) -> bytes:
        """What the others know already."""
        known = sorted(channels & self.shown.keys())
        return b"".join(self.event(channel, self.shown[channel]) for channel in known)

    async def end(self) -> None:
        if self.said:
            await self.threads.ask_news(partial(actions.forget_process, self.process))
