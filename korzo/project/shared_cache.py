"""The cache that all hosts share, on Redis; while Redis is away each host counts by itself.

Without the second half a visitor would get an error page, or a limit on tries would be off, whenever Redis rests.
"""

import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache

from korzo.kit import redis

# A host that cannot be reached costs one time-out a second and not one for each question.
AWAY_SECONDS = 1.0


class SharedCache(BaseCache):
    """LOCATION is the address of Redis; OPTIONS["folder"] is where this host keeps what it counts alone."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        options = dict(params.get("OPTIONS", {}))
        folder = options.pop("folder")
        self.shared = RedisCache(server, {**params, "OPTIONS": options})
        self.alone = FileBasedCache(str(folder), {**params, "OPTIONS": {"MAX_ENTRIES": 20_000}})
        self.away_until = 0.0

    def _ask[T](self, shared: Callable[[], T], alone: Callable[[], T]) -> T:
        if time.monotonic() >= self.away_until:
            try:
                return shared()
            except redis.failures():
                self.away_until = time.monotonic() + AWAY_SECONDS
        return alone()

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._ask(
            lambda: self.shared.add(key, value, timeout, version), lambda: self.alone.add(key, value, timeout, version)
        )

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask(lambda: self.shared.get(key, default, version), lambda: self.alone.get(key, default, version))

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._ask(
            lambda: self.shared.set(key, value, timeout, version), lambda: self.alone.set(key, value, timeout, version)
        )

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._ask(
            lambda: self.shared.touch(key, timeout, version), lambda: self.alone.touch(key, timeout, version)
        )

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._ask(lambda: self.shared.delete(key, version), lambda: self.alone.delete(key, version))

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return self._ask(lambda: self.shared.has_key(key, version), lambda: self.alone.has_key(key, version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """ValueError where there is nothing to add to, on Redis as in the folder."""
        return self._ask(lambda: self.shared.incr(key, delta, version), lambda: self.alone.incr(key, delta, version))

    def clear(self) -> None:
        self._ask(self.shared.clear, self.alone.clear)
        self.alone.clear()
