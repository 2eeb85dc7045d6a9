"""Questions to the database, asked on threads of our own, so that a slow answer keeps no stream waiting."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.db import close_old_connections

# One for the news and the counts, which must never stand behind the other's questions: those of people who come.
NEWS_THREADS = 1
DOOR_THREADS = 2


def _with_living_connection[T](function: Callable[[], T]) -> T:
    close_old_connections()
    try:
        return function()
    finally:
        close_old_connections()


@dataclass
class Threads:
    news: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(NEWS_THREADS, "live-news"))
    door: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(DOOR_THREADS, "live-door"))

    async def ask_news[T](self, function: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.news, _with_living_connection, function)

    async def ask_door[T](self, function: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.door, _with_living_connection, function)

    def end(self) -> None:
        self.news.shutdown(wait=False, cancel_futures=True)
        self.door.shutdown(wait=False, cancel_futures=True)
