"""NodeBB on Redis, read through a connection: what we need of it is written into a file, one object a line.

The file is what `mongoexport` would have written, so everything else goes on as with MongoDB, and a broken-off import
needs no second look at the server. Nothing there is changed.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from korzo.exchange.reading.nodebb_objects import is_wanted
from korzo.kit.errors import Refused

if TYPE_CHECKING:
    from redis import Redis

SCHEMES = ("redis://", "rediss://", "unix://")
# Keys that one look brings; each is asked for in the same journey.
_AT_ONCE = 500
_SECONDS = 30
_TELL_EVERY = 5_000

type Listener = Callable[[int], None]


def is_address(text: str) -> bool:
    return text.startswith(SCHEMES)


def name_of(address: str) -> str:
    """Without the password that stands in it."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def write_objects(address: str, path: Path, listener: Listener | None = None) -> int:
    """How many objects there were. Refused with a sentence where the server cannot be read."""
    # Only here: an installation without Redis does not load its client.
    from redis import Redis  # noqa: PLC0415
    from redis.exceptions import RedisError  # noqa: PLC0415

    count = 0
    try:
        with (
            Redis.from_url(address, socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS) as server,
            path.open("w", encoding="utf-8") as file,
        ):
            for some in _keys(server):
                count += _write(server, some, file)
                if listener and count % _TELL_EVERY < len(some):
                    listener(count)
    except (RedisError, ValueError, OSError) as error:
        words = _("The server at %(address)s cannot be read: %(fault)s")
        raise Refused(words % {"address": name_of(address), "fault": str(error)[:200]}) from None
    path.chmod(0o600)
    return count


def _keys(server: "Redis") -> Iterator[list[bytes]]:
    """A look through all keys may bring one twice; the second is left where it is known."""
    kept: list[bytes] = []
    for key in server.scan_iter(count=_AT_ONCE):
        if is_wanted(key.decode("utf-8", "replace")):
            kept.append(key)
        if len(kept) >= _AT_ONCE:
            yield kept
            kept = []
    yield kept


def _write(server: "Redis", keys: list[bytes], file: IO[str]) -> int:
    types = server.pipeline(transaction=False)
    for key in keys:
        types.type(key)
    asked = server.pipeline(transaction=False)
    known = [(key, kind) for key, kind in zip(keys, types.execute(), strict=True) if kind in _ASKS]
    for key, kind in known:
        _ASKS[kind](asked, key)
    for (key, kind), answer in zip(known, asked.execute(), strict=True):
        for data in _objects(key.decode("utf-8", "replace"), kind, answer):
            file.write(json.dumps(data, ensure_ascii=False) + "\n")
    return len(known)


_ASKS: dict[bytes, Callable[[Any, bytes], Any]] = {
    b"hash": lambda line, key: line.hgetall(key),
    b"set": lambda line, key: line.smembers(key),
    b"zset": lambda line, key: line.zrange(key, 0, -1, withscores=True),
}


def _objects(key: str, kind: bytes, answer: Any) -> Iterator[dict[str, Any]]:
    if kind == b"hash":
        yield {"_key": key} | {_words(name): _words(value) for name, value in answer.items()}
    elif kind == b"set":
        yield {"_key": key, "members": sorted(_words(one) for one in answer)}
    else:
        for value, score in answer:
            yield {"_key": key, "value": _words(value), "score": score}


def _words(value: bytes) -> str:
    return value.decode("utf-8", "replace")
