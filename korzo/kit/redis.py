"""The line to Redis or Valkey, for installations on more than one host. Without KORZO_REDIS nothing of it is loaded."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from redis import Redis
    from redis.asyncio import Redis as AsyncRedis

# Redis answers within a millisecond, or something is wrong: a visitor's request must not wait for finding out.
TIMEOUT_SECONDS = 0.5


def is_configured() -> bool:
    return bool(settings.KORZO_REDIS)


def name(part: str) -> str:
    """Of a key or a channel: channels are common to all databases of a server, so every name begins with ours."""
    return f"{settings.KORZO_REDIS_PREFIX}:{part}"


def failures() -> tuple[type[Exception], ...]:
    """What a call raises while Redis is away."""
    return (import_module("redis.exceptions").RedisError, OSError)


def open_client(*, timeout_seconds: float = TIMEOUT_SECONDS) -> "Redis":
    """Connects with the first command. Never tries again by itself: each caller knows what it does without Redis."""
    made: Redis = import_module("redis").Redis.from_url(settings.KORZO_REDIS, **_options("redis", timeout_seconds))
    return made


def open_async_client(*, timeout_seconds: float = TIMEOUT_SECONDS) -> "AsyncRedis":
    """The same for the loop of the edge."""
    made: AsyncRedis = import_module("redis.asyncio").Redis.from_url(
        settings.KORZO_REDIS, **_options("redis.asyncio", timeout_seconds)
    )
    return made


def _options(module: str, timeout_seconds: float) -> dict[str, Any]:
    retry = import_module(f"{module}.retry").Retry(import_module("redis.backoff").NoBackoff(), 0)
    return {
        "socket_timeout": timeout_seconds,
        "socket_connect_timeout": timeout_seconds,
        "socket_keepalive": True,
        "health_check_interval": 30,
        "retry": retry,
        "client_name": "korzo",
    }
