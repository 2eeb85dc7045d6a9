"""The stored pages, and the renderings under way: of many who ask for the same cold page, one lets Django work."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field

from korzo.edge.memory import Kept, Memory
from korzo.edge.page import COMPRESS_BYTES_MIN, Rendered, StoredPage
from korzo.kit import generations
from korzo.kit.generations import Seen

PAGES_BYTES_MAX = 48 * 1024 * 1024
# A page that a guest may not have is asked about again after a while, and at once when anything was bumped.
REFUSAL_SECONDS = 60.0
REFUSALS_MAX = 10_000
# Whoever waits longer for another one's rendering is told to come again.
WAIT_SECONDS_MAX = 5.0


@dataclass(frozen=True)
class PageKey:
    """All that may make two answers differ. Nothing else of a request reaches the rendering."""

    scheme: str
    host: bytes
    path: str
    query: str
    language: str
    theme: str
    is_fragment: bool


@dataclass(frozen=True)
class Waited:
    """What came of a rendering: a page, or the knowledge that there is none for everybody."""

    page: StoredPage | None
    seen: Seen


class TookTooLong(Exception):
    """Somebody else's rendering of the same page did not come to an end."""


class RenderingFailed(Exception):
    """Somebody else's rendering broke off, or its visitor went away."""


type Render = Callable[[], Awaitable[Rendered | None]]


@dataclass
class Shelf:
    threads: Executor
    memory: Memory = field(default_factory=lambda: Memory(PAGES_BYTES_MAX))
    flights: dict[PageKey, asyncio.Future[Waited]] = field(default_factory=dict)
    # Keys without a page for everybody: until when we believe it, and the number of all bumps at that time.
    refused: dict[PageKey, tuple[float, int]] = field(default_factory=dict)

    def find(self, key: PageKey) -> StoredPage | None:
        kept = self.memory.get(key)
        if kept is None:
            return None
        page: StoredPage = kept.thing
        if kept.hits > 1 and not page.is_compressing and len(page.plain) >= COMPRESS_BYTES_MIN:
            page.is_compressing = True
            self._compress(key, kept)
        return page

    def is_refused(self, key: PageKey) -> bool:
        until, bumps = self.refused.get(key, (0.0, 0))
        if until < time.monotonic() or bumps != _all_bumps():
            self.refused.pop(key, None)
            return False
        return True

    async def fetch(self, key: PageKey, render: Render) -> StoredPage | None:
        """The page, rendered by us or by somebody who began before; None where it is not for everybody.

        Whoever comes after a write must not get a rendering from before it: a flight that turns out stale is only
        good for those who were there when it began.
        """
        while (flight := self.flights.get(key)) is not None:
            try:
                waited = await asyncio.wait_for(asyncio.shield(flight), WAIT_SECONDS_MAX)
            except TimeoutError:
                raise TookTooLong from None
            except RenderingFailed:
                # Whoever rendered tells of it; we try for ourselves.
                continue
            if waited.page is None or generations.are_current(waited.seen):
                return waited.page
        return await self._render(key, render)

    async def _render(self, key: PageKey, render: Render) -> StoredPage | None:
        flight: asyncio.Future[Waited] = asyncio.get_running_loop().create_future()
        # Nobody may be waiting; then an error is only ours.
        flight.add_done_callback(lambda done: done.cancelled() or done.exception())
        self.flights[key] = flight
        bumps = _all_bumps()
        try:
            rendered = await render()
        except BaseException as error:
            flight.set_exception(
                RuntimeError("The rendering failed.") if isinstance(error, Exception) else TookTooLong()
            )
            raise
        finally:
            del self.flights[key]
        if rendered is None:
            self._refuse(key, bumps)
            flight.set_result(Waited(None, ()))
            return None
        page = rendered.page
        if generations.is_usable():
            self.memory.put(key, Kept(page, rendered.seen, rendered.good_until, page.size()))
        flight.set_result(Waited(page, rendered.seen))
        return page

    def _refuse(self, key: PageKey, bumps: int) -> None:
        if len(self.refused) >= REFUSALS_MAX:
            self.refused.clear()
        self.refused[key] = (time.monotonic() + REFUSAL_SECONDS, bumps)

    def _compress(self, key: PageKey, kept: Kept) -> None:
        page: StoredPage = kept.thing
        done = asyncio.get_running_loop().run_in_executor(self.threads, page.compress)
        done.add_done_callback(lambda one: self.memory.grow(key, kept, one.result()))


def _all_bumps() -> int:
    return generations.counters().numbers[generations.ANY_SLOT]
