"""The stored pages, and the renderings under way: of many who ask for the same cold page, one lets Django work."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import NamedTuple

from korzo.edge.memory import Kept, Memory
from korzo.edge.outgoing import Answer
from korzo.edge.page import COMPRESS_BYTES_MIN, Rendered, StoredPage
from korzo.kit import generations
from korzo.kit.generations import Seen

PAGES_BYTES_MAX = 48 * 1024 * 1024
# That there is no page for everybody is believed for a while, and only while what Django looked at stays the same.
REFUSAL_SECONDS = 60.0
# Whoever waits longer for another one's rendering is told to come again.
WAIT_SECONDS_MAX = 5.0


class PageKey(NamedTuple):
    """All that may make two answers differ. Nothing else of a request reaches the rendering."""

    scheme: str
    host: bytes
    path: str
    query: str
    language: str
    theme: str
    is_fragment: bool


@dataclass(slots=True)
class Found:
    """A page, or the knowledge that there is none for everybody; then `answer` is what Django said instead, for the
    one who asked."""

    page: StoredPage | None
    seen: Seen = ()
    answer: Answer | None = None


class TookTooLong(Exception):
    """Somebody else's rendering of the same page did not come to an end."""


class RenderingFailed(Exception):
    """Somebody else's rendering broke off, or its visitor went away."""


type Render = Callable[[], Awaitable[Rendered]]


@dataclass
class Shelf:
    threads: Executor
    memory: Memory = field(default_factory=lambda: Memory(PAGES_BYTES_MAX))
    flights: dict[PageKey, asyncio.Future[Found]] = field(default_factory=dict)

    def find(self, key: PageKey) -> Found | None:
        kept = self.memory.get(key)
        if kept is None:
            return None
        page: StoredPage | None = kept.thing
        if page and kept.hits > 1 and not page.is_compressing and len(page.plain) >= COMPRESS_BYTES_MIN:
            page.is_compressing = True
            self._compress(key, kept)
        return Found(page)

    async def fetch(self, key: PageKey, render: Render) -> Found:
        """The page, rendered by us or by somebody who began before.

        Whoever comes after a write must not get a rendering from before it: a flight that turns out stale is only
        good for those who were there when it began.
        """
        while (flight := self.flights.get(key)) is not None:
            try:
                found = await asyncio.wait_for(asyncio.shield(flight), WAIT_SECONDS_MAX)
            except TimeoutError:
                raise TookTooLong from None
            except RenderingFailed:
                # Whoever rendered tells of it; we try for ourselves.
                continue
            if generations.are_current(found.seen):
                return Found(found.page)
        return await self._render(key, render)

    async def _render(self, key: PageKey, render: Render) -> Found:
        flight: asyncio.Future[Found] = asyncio.get_running_loop().create_future()
        # Nobody may be waiting; then an error is only ours.
        flight.add_done_callback(lambda done: done.cancelled() or done.exception())
        self.flights[key] = flight
        try:
            rendered = await render()
        except BaseException:
            flight.set_exception(RenderingFailed())
            raise
        finally:
            del self.flights[key]
        found = Found(rendered.page, rendered.seen, rendered.answer)
        if rendered.is_certain and generations.is_usable():
            self._keep(key, rendered)
        flight.set_result(found)
        return found

    def _keep(self, key: PageKey, rendered: Rendered) -> None:
        if rendered.page is not None:
            kept = Kept(rendered.page, rendered.seen, rendered.good_until, rendered.page.size())
        else:
            kept = Kept(None, rendered.seen, time.monotonic() + REFUSAL_SECONDS, 0)
        self.memory.put(key, kept)

    def _compress(self, key: PageKey, kept: Kept) -> None:
        page: StoredPage = kept.thing
        done = asyncio.get_running_loop().run_in_executor(self.threads, page.compress)
        done.add_done_callback(lambda one: self.memory.grow(key, kept, one.result()))
