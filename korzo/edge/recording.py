"""What a page read: tags are noted beside the queries, with their numbers as they were before the query.

`reads("topic:5")` stands at the beginning of a question that asks about topic 5. While a page or a piece of one is
being made to be kept, the tag and its number are noted; at all other times the call does nothing. An action that
changes topic 5 bumps the tag, and whatever was kept with the old number is made anew.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.utils.translation import get_language

from korzo.edge.memory import Kept, Memory
from korzo.kit import generations, reading
from korzo.kit.generations import Seen

# Pieces of pages: posts, cards, the frame. A post of a topic weighs about two kilobytes.
PIECES_BYTES_MAX = 16 * 1024 * 1024

# Small tuples and numbers; weighing each would cost more than keeping it.
SIZE_OF_OTHERS = 400

pieces = Memory(PIECES_BYTES_MAX)


@dataclass
class Recording:
    """`good_until` is a moment of the monotonic clock, where the page tells something that time alone changes."""

    slots: dict[int, int] = field(default_factory=dict)
    good_until: float = float("inf")

    def note(self, seen: Seen) -> None:
        for slot, number in seen:
            # The oldest number is the true one: what was asked first may have been asked before a change.
            self.slots.setdefault(slot, number)

    @property
    def seen(self) -> Seen:
        return tuple(self.slots.items())


_now_recording: ContextVar[Recording | None] = ContextVar("korzo_edge_recording", default=None)


@contextmanager
def recording() -> Iterator[Recording]:
    """Note what is read inside, from no copy of the database that may be behind. One within another adds to it."""
    outer, inner = _now_recording.get(), Recording()
    token = _now_recording.set(inner)
    try:
        with reading.read_from_primary():
            yield inner
    finally:
        _now_recording.reset(token)
        if outer is not None:
            outer.note(inner.seen)
            outer.good_until = min(outer.good_until, inner.good_until)


def reads(*tags: str) -> None:
    """Say what the next query asks about. Call it before the query, and before a query that finds more tags."""
    now = _now_recording.get()
    if now is not None:
        now.note(generations.seen(tags))


def lasts(seconds: float) -> None:
    """What is being made tells something that changes by itself, such as what is new today."""
    now = _now_recording.get()
    if now is not None:
        now.good_until = min(now.good_until, time.monotonic() + seconds)


def remembered[T](name: str, *key: object, make: Callable[[], T]) -> T:
    """A piece that is the same for everybody who reads this language; made anew when what it read changed.

    Only for what everybody on the page may see: the key must tell apart what looks different. Text, numbers and
    frozen things, for many threads hold them at once.
    """
    return remembered_many(name, [key], lambda _keys: {key: make()})[key]


def remembered_many[K, T](name: str, keys: Iterable[K], make: Callable[[list[K]], Mapping[K, T]]) -> dict[K, T]:
    """The same for all pieces of a page: those that are missing are made together, so that they cost one question."""
    wanted = list(keys)
    if not generations.is_usable():
        return dict(make(wanted))
    language = get_language()
    now = _now_recording.get()
    found: dict[K, T] = {}
    for key in wanted:
        kept = pieces.get((name, language, key))
        if kept is not None:
            found[key] = kept.thing
            if now is not None:
                now.note(kept.seen)
                now.good_until = min(now.good_until, kept.good_until)
    missing = [key for key in wanted if key not in found]
    if missing:
        with recording() as inner:
            made = make(missing)
        for key, thing in made.items():
            size = len(thing.encode()) if isinstance(thing, str) else SIZE_OF_OTHERS
            pieces.put((name, language, key), Kept(thing, inner.seen, inner.good_until, size))
        found.update(made)
    return found
