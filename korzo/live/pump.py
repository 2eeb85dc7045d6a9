"""One task of each process: looks for what was told, and hands it to the streams that wait for it."""

import asyncio
import logging
from dataclasses import dataclass, field
from functools import partial
from time import monotonic

from korzo.kit import generations
from korzo.live import queries
from korzo.live.actions import SLOT
from korzo.live.listener import Hall
from korzo.live.threads import Threads

logger = logging.getLogger("korzo.live")

# A glance at the counter file costs a microsecond.
GLANCE_SECONDS = 0.03
# While nobody listens.
GLANCE_SECONDS_WHEN_EMPTY = 0.5
# Without a word from the file: somebody may have died between the commit and the word.
LOOK_SECONDS = 5.0
# Where no file is shared by all processes, or the line to the other hosts is down, the table is all there is.
LOOK_SECONDS_ALONE = 0.5
NEWS_AT_ONCE_MAX = 500
SECONDS_AFTER_FAILURE = 1.0


@dataclass
class Pump:
    hall: Hall
    threads: Threads
    # Set when the first listener comes, so that it does not wait for the slow glance.
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    has_begun: bool = False
    # Monotonic; for whoever asks whether we are alive.
    looked_at: float = 0.0

    async def run(self) -> None:
        while True:
            try:
                await self._begin()
                await self._go_on()
            except Exception:
                # Whatever a look runs into, such as a database that restarts: the streams must go on after it.
                logger.exception("The news could not be read; trying again in %s s.", SECONDS_AFTER_FAILURE)
                await asyncio.sleep(SECONDS_AFTER_FAILURE)

    async def _begin(self) -> None:
        if not self.has_begun:
            self.hall.order.begin(await self.threads.ask_news(queries.where_we_are))
            self.has_begun = True

    async def _go_on(self) -> None:
        slot = generations.slot_of(SLOT)
        known, look_at = None, 0.0
        while True:
            # Read before the look: what is told during it changes the number once more.
            number = generations.counters().numbers[slot]
            if number != known or monotonic() >= look_at:
                known = number
                while await self._look():
                    pass
                look_at = monotonic() + self._patience()
            await self._pause()

    async def _look(self) -> bool:
        """Whether there may be more."""
        order = self.hall.order
        ask = partial(queries.news_since, order.last, tuple(order.gaps), limit=NEWS_AT_ONCE_MAX)
        found = await self.threads.ask_news(ask)
        self.hall.hand_on(found)
        order.close_gaps()
        self.looked_at = monotonic()
        return len(found) == NEWS_AT_ONCE_MAX

    def _patience(self) -> float:
        generations.keep_mapped()
        return LOOK_SECONDS if generations.is_usable() else LOOK_SECONDS_ALONE

    async def _pause(self) -> None:
        if self.hall.listeners:
            await asyncio.sleep(GLANCE_SECONDS)
            return
        self.wake.clear()
        try:
            await asyncio.wait_for(self.wake.wait(), GLANCE_SECONDS_WHEN_EMPTY)
        except TimeoutError:
            return
