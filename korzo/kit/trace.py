"""Who is at work, and on what: what log lines and meters of every room carry along.

A request, a delivery or a job says its id for as long as it runs; whatever is logged meanwhile carries it, and what it
sets going is noted with it.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

# Set by whoever starts a process; the installation's other variables are about the whole of it.
PART_VARIABLE = "KORZO_PART"

# A request that sets more than this going is a mass action, and the first ones say which.
CAUSED_MAX = 20

type Observer = Callable[[str], AbstractContextManager[None]]


@dataclass
class Work:
    """One request or piece of work."""

    id: str
    # Ids of what it set going, such as `activity-812`: the worker's lines about them carry these.
    caused: list[str] = field(default_factory=list)


_observers: list[Observer] = []
_work: ContextVar[Work | None] = ContextVar("korzo_trace_work", default=None)


def process_role() -> str:
    """`web`, `worker`, or the name of a command."""
    return os.environ.get(PART_VARIABLE) or "command"


def current() -> Work | None:
    """What runs here; None between two pieces of work."""
    return _work.get()


@contextmanager
def tracing(identity: str) -> Iterator[Work]:
    """Inside, every log line carries this id."""
    work = Work(identity)
    token = _work.set(work)
    try:
        yield work
    finally:
        _work.reset(token)


def caused(identity: str) -> None:
    """Note what was set going, so that its lines can be found from here."""
    now = _work.get()
    if now is not None and len(now.caused) < CAUSED_MAX:
        now.caused.append(identity)


def observe_work(observer: Observer) -> None:
    """Let somebody above measure each piece of work; the observer is given its name."""
    if observer not in _observers:
        _observers.append(observer)


@contextmanager
def working_on(identity: str, name: str) -> Iterator[None]:
    """Around one delivery or job, such as `activity-812` for `notifications.tell`."""
    with tracing(identity), ExitStack() as stack:
        for observer in _observers:
            stack.enter_context(observer(name))
        yield
