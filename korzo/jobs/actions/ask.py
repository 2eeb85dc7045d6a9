"""How a room asks for work that it declared."""

from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Any

from korzo.jobs.actions.declare import AnyTask
from korzo.kit import bell

# One statement of each kind for so many; on SQLite everybody else waits until they are written.
BATCH = 500

type Call = tuple[AnyTask, list[Any], dict[str, Any]]


def enqueue_on_commit(declared: AnyTask, *args: Any, **kwargs: Any) -> None:
    """Ask for the work once the current transaction holds; at once where there is none.

    The job is a row of that same transaction, so that no crash between the two can lose it.
    """
    declared.enqueue(*args, **kwargs)
    bell.ring_on_commit()


def enqueue_many(calls: Iterable[Call]) -> int:
    """Many jobs at about half the price of one by one. Outside a transaction each batch of 500 holds by itself."""
    count = 0
    for batch in _batches(calls):
        backend: Any = batch[0][0].get_backend()
        backend.enqueue_all(batch)
        count += len(batch)
    if count:
        bell.ring_on_commit()
    return count


def _batches(calls: Iterable[Call]) -> Iterator[list[Call]]:
    return (list(batch) for batch in batched(calls, BATCH))
