"""Background work: how a room declares it and asks for it. The queue behind it is known to this room only."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.tasks import Task, task
from django.tasks.backends.base import BaseTaskBackend
from dj_queue.api import concurrency
from dj_queue.api import enqueue_on_commit as _enqueue_on_commit


@dataclass(frozen=True)
class Policy:
    """What to do when a job fails. Only jobs that bear being run twice are retried without a person."""

    idempotent: bool
    attempts_max: int
    backoff_seconds: int


_policies: dict[str, Policy] = {}


def job(
    *,
    idempotent: bool = False,
    attempts_max: int = 5,
    backoff_seconds: int = 10,
    queue: str = "default",
    priority: int = 0,
    unique: str | None = None,
    lease_seconds: int = 180,
) -> Callable[[Callable[..., Any]], Task]:
    """Declare a function at the top of a room's `tasks.py` as background work.

    Arguments must be JSON (ids, not rows). `unique` is a key such as `"render:{picture_id}"`: one at a time for each
    value, further ones wait; `lease_seconds` is how long one may take at most.
    """

    def wrap(function: Callable[..., Any]) -> Task:
        if unique is not None:
            function = concurrency(key=unique, limit=1, duration=lease_seconds)(function)
        declared = task(queue_name=queue, priority=priority)(function)
        _policies[declared.module_path] = Policy(idempotent, attempts_max, backoff_seconds)
        return declared

    return wrap


def policy_of(task_path: str) -> Policy:
    """A task that nobody declared through us is never retried by itself."""
    return _policies.get(task_path, Policy(idempotent=False, attempts_max=1, backoff_seconds=0))


def enqueue_on_commit(declared: Task, *args: Any, **kwargs: Any) -> None:
    """Ask for the work once the current transaction holds; at once where there is none."""
    _enqueue_on_commit(declared, *args, **kwargs)


def enqueue_many(calls: Iterable[tuple[Task, list[Any], dict[str, Any]]]) -> int:
    """Many jobs in one go: about half the price of one by one."""
    listed = list(calls)
    if not listed:
        return 0
    backend: BaseTaskBackend = listed[0][0].get_backend()
    backend.enqueue_all(listed)
    return len(listed)
