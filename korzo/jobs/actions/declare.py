"""How a room declares background work: what becomes of it when it fails, what goes first, what may run beside it."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from importlib import import_module
from typing import Any, Literal

from dj_queue.api import concurrency
from dj_queue.cron import is_valid_cron
from django.conf import settings
from django.tasks import Task, task
from django.utils.functional import Promise

type AnyTask = Task[..., Any]

# More than ten a second needs no brake here, and the line of one destination stays short enough to look through.
PER_MINUTE_MAX = 600


class Priority(IntEnum):
    """What a free thread of the worker takes first. Equals go in the order in which they were asked for."""

    # Somebody looks at a page and waits for it.
    URGENT = 50
    NORMAL = 0
    # May take minutes or hours: imports, building the search anew, tidying up. One thread stays free of it, so
    # that nothing else ever waits for it.
    BULK = -50


# The settings give the first queue a thread of its own; rooms speak of priorities only.
DEFAULT_QUEUE = "default"
BULK_QUEUE = "bulk"


@dataclass(frozen=True)
class Policy:
    """What to do when a job fails. Only jobs that bear being run twice are retried without a person."""

    idempotent: bool
    attempts_max: int
    backoff_seconds: int


# A task that nobody declared through us is never retried by itself.
NO_POLICY = Policy(idempotent=False, attempts_max=1, backoff_seconds=0)


@dataclass(frozen=True)
class Limit:
    """How much one destination bears, counted over all workers. What is over it waits, and holds no thread."""

    # A host, an API, an account: "push:{host}" is filled from the arguments. Works of one destination share its limit.
    destination: str
    # Starts in any sixty seconds.
    per_minute: int | None = None
    at_once: int | None = None

    def __post_init__(self) -> None:
        if self.per_minute is None and self.at_once is None:
            raise ValueError(f"The limit of {self.destination} limits nothing.")
        if self.per_minute is not None and not 1 <= self.per_minute <= PER_MINUTE_MAX:
            raise ValueError(f"{self.destination}: per_minute is 1 to {PER_MINUTE_MAX}.")

    def destination_for(self, arguments: Mapping[str, Any]) -> str:
        return self.destination.format(**arguments)


@dataclass(frozen=True)
class Declaration:
    """Everything that a room said about one task."""

    function: Callable[..., Any]
    policy: Policy
    title: str | Promise
    limit: Limit | None
    # In the words of the queue; None for work that is only done when asked for.
    schedule: str | None
    queue: str
    priority: int

    def destination(self, args: list[Any], kwargs: dict[str, Any]) -> str:
        """Whose limit a call with these arguments counts for."""
        if self.limit is None:
            return ""
        bound = inspect.signature(self.function).bind(*args, **kwargs)
        bound.apply_defaults()
        return self.limit.destination_for(bound.arguments)


_declarations: dict[str, Declaration] = {}


def job(
    *,
    title: str | Promise = "",
    idempotent: bool = False,
    attempts_max: int = 5,
    backoff_seconds: int = 10,
    priority: Priority = Priority.NORMAL,
    every: str | None = None,
    cron: str | None = None,
    unique: str | None = None,
    duplicates: Literal["wait", "drop"] = "wait",
    limit: Limit | None = None,
    lease_seconds: int = 180,
) -> Callable[[Callable[..., Any]], AnyTask]:
    """Declare a function at the top of a `tasks.py` as background work. Its arguments must be JSON (ids, not rows).

    `title` says on the staff page what it is. `every` ("10 seconds") or `cron` ("17 3 * * *", in the community's time
    zone) does it by the clock, without arguments. `unique` is a key such as "render:{picture_id}": one at a time for
    each value, and further ones wait, or are dropped where one is waiting or running already. `lease_seconds` is how
    long one that is unique, or limited `at_once`, takes at most.
    """
    if unique is not None and limit is not None and limit.at_once is not None:
        raise ValueError(f"{unique}: work is either unique or limited at once.")

    def wrap(function: Callable[..., Any]) -> AnyTask:
        conflict: Literal["block", "discard"] = "discard" if duplicates == "drop" else "block"
        if unique is not None:
            function = concurrency(key=unique, limit=1, duration=lease_seconds, on_conflict=conflict)(function)
        elif limit is not None and limit.at_once is not None:
            key = f"limit:{limit.destination}"
            function = concurrency(key=key, limit=limit.at_once, duration=lease_seconds)(function)
        queue = BULK_QUEUE if priority <= Priority.BULK else DEFAULT_QUEUE
        declared = task(queue_name=queue, priority=int(priority))(function)
        _declarations[declared.module_path] = Declaration(
            function=function,
            policy=Policy(idempotent, attempts_max, backoff_seconds),
            title=title,
            limit=limit,
            schedule=_schedule(every, cron),
            queue=queue,
            priority=int(priority),
        )
        return declared

    return wrap


def _schedule(every: str | None, cron: str | None) -> str | None:
    if every is not None and cron is not None:
        raise ValueError("Work is done every so often or by the clock, not both.")
    if every is None and cron is None:
        return None
    # Without a zone the queue would count in UTC, and the night of a community is not there.
    schedule = f"every {every}" if every is not None else f"{cron} {settings.TIME_ZONE}"
    if not is_valid_cron(schedule):
        raise ValueError(f"Nobody can tell when {schedule!r} is.")
    return schedule


def declaration_of(task_path: str) -> Declaration | None:
    """What the room declared for this task; its module is loaded where this process has not met it yet."""
    if task_path not in _declarations:
        try:
            import_module(task_path.rpartition(".")[0])
        except (ImportError, ValueError):
            # The task went away with an update while its job was waiting.
            return None
    return _declarations.get(task_path)


def policy_of(task_path: str) -> Policy:
    declared = declaration_of(task_path)
    return declared.policy if declared else NO_POLICY


def declarations() -> Mapping[str, Declaration]:
    """By task path, as far as this process has met them."""
    return _declarations
