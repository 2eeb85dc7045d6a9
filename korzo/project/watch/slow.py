"""Counts the queries of each request or piece of work, and logs slow ones: their shape, never their values."""

import logging
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from types import FrameType
from typing import Any

from django.conf import settings
from django.db import connections

from korzo.kit import meters

logger = logging.getLogger("korzo.slow_queries")

SLOW = meters.counter("korzo_slow_queries", "Queries that took longer than KORZO_SLOW_QUERY_MS.", "route")

SHAPE_LENGTH_MAX = 1_000
# More shapes than this being slow means that everything is; the first ones tell as much as all.
SHAPES_MAX = 200
# A database in trouble must not fill the disk with lines about it.
SILENCE_SECONDS = 10.0

# Where `korzo/…` begins.
HOME = f"{Path(__file__).resolve().parents[3]}/"
# Who only passes questions on: this file, and the database's own door.
_NOT_ASKERS = (__file__, f"{HOME}korzo/project/sqlite/")

_LITERAL = re.compile(r"\$(\w*)\$.*?\$\1\$|'(?:[^']|'')*(?:'|$)|%\(\w+\)s|%s|(?<![\w.\"])\d+(?:\.\d+)?\b", re.DOTALL)
_LIST = re.compile(r"\(\s*\?(?:\s*,\s*\?)+\s*\)")
_ROWS = re.compile(r"\(\?…?\)(?:\s*,\s*\(\?…?\))+")
_SPACES = re.compile(r"\s+")

type Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


@dataclass
class Tally:
    """What the queries of one request or piece of work came to. `route` is asked only when something was slow."""

    route: Callable[[], str]
    count: int = 0
    seconds: float = 0.0


@dataclass
class _Known:
    times: int = 0
    told_at: float = float("-inf")


@dataclass
class _Shapes:
    """Slow shapes that this process met."""

    known: dict[str, _Known] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def note(self, shape: str) -> int | None:
        """How often this shape was slow so far; None while its last line is fresh."""
        now = time.monotonic()
        with self.lock:
            one = self.known.get(shape)
            if one is None:
                if len(self.known) >= SHAPES_MAX:
                    self.known.clear()
                one = self.known[shape] = _Known()
            one.times += 1
            if now - one.told_at < SILENCE_SECONDS:
                return None
            one.told_at = now
            return one.times


_tally: ContextVar[Tally | None] = ContextVar("korzo_query_tally", default=None)
_shapes = _Shapes()


@contextmanager
def counting(route: Callable[[], str]) -> Iterator[Tally]:
    """Count what this thread asks of its databases inside."""
    observe_connections()
    tally = Tally(route)
    token = _tally.set(tally)
    try:
        yield tally
    finally:
        _tally.reset(token)


def observe_connections() -> None:
    """Once for each connection of this thread; the first place, because others take away the last."""
    for connection in connections.all():
        if observed not in connection.execute_wrappers:
            connection.execute_wrappers.insert(0, observed)


def observed(execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    tally = _tally.get()
    if tally is None:
        return execute(sql, params, many, context)
    began = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        seconds = time.perf_counter() - began
        tally.count += 1
        tally.seconds += seconds
        if seconds * 1000 >= settings.KORZO_SLOW_QUERY_MS:
            _tell(str(sql), seconds, tally)


def _tell(sql: str, seconds: float, tally: Tally) -> None:
    route, shape = tally.route(), shape_of(sql)
    SLOW.add(route)
    times = _shapes.note(shape)
    if times is None:
        return
    told = {
        "route": route,
        "ms": round(seconds * 1000, 1),
        "sql": shape,
        "place": place_of_caller(),
        "queries": tally.count,
        "times": times,
    }
    logger.warning("A query took %.0f ms at %s.", seconds * 1000, told["place"], extra=told)


def shape_of(sql: str) -> str:
    """The query with `?` for every value, and one `?…` for a list, so that the same question looks the same."""
    text = _LITERAL.sub("?", sql[: SHAPE_LENGTH_MAX * 20])
    text = _LIST.sub("(?…)", text)
    text = _ROWS.sub("(?…)", text)
    text = _SPACES.sub(" ", text).strip()
    return text if len(text) <= SHAPE_LENGTH_MAX else text[:SHAPE_LENGTH_MAX] + "…"


def place_of_caller() -> str:
    """File and line of the innermost function of ours, such as `korzo/discussions/queries/topics.py:41`."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(f"{HOME}korzo/") and not name.startswith(_NOT_ASKERS):
            return f"{name.removeprefix(HOME)}:{frame.f_lineno}"
        frame = frame.f_back
    return "-"
