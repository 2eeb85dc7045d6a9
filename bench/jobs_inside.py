"""The part of `bench.jobs` that runs inside the installation: `python -m bench.jobs_inside 1000`."""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "korzo.project.settings")
django.setup()

from django.db import connection  # noqa: E402

from bench.jobs_nothing import noted, nothing  # noqa: E402
from korzo.jobs.actions import enqueue_many, enqueue_on_commit  # noqa: E402
from korzo.jobs.runner import Queue  # noqa: E402

POLL_SECONDS = 0.005


@dataclass(frozen=True)
class Spent:
    seconds: float
    cpu_seconds: float

    def per_second(self, count: int) -> float:
        return count / self.seconds

    def cpu_ms(self, count: int) -> float:
        return 1000 * self.cpu_seconds / count


def spent(work: Callable[[], object]) -> Spent:
    began, cpu_began = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - began, time.process_time() - cpu_began)


def bare(count: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_bare (id integer PRIMARY KEY, payload text, state text)")
        for number in range(count):
            cursor.execute("INSERT INTO bench_bare VALUES (%s, %s, 'waiting')", [number, '{"args": [], "kwargs": {}}'])
        for number in range(count):
            cursor.execute("UPDATE bench_bare SET state = 'done' WHERE id = %s", [number])
        cursor.execute("DROP TABLE bench_bare")


def ask(count: int) -> None:
    for _turn in range(count):
        enqueue_on_commit(nothing)


def drain(count: int) -> None:
    """All jobs by a worker of this process, from its start to the last one."""
    queue = Queue()
    thread = Thread(target=queue.run)
    thread.start()
    while len(noted) < count:
        time.sleep(POLL_SECONDS)
    queue.request_stop()
    thread.join()


def main(count: int) -> None:
    bare_loop = spent(lambda: bare(count))
    one_by_one = spent(lambda: ask(count))
    at_once = spent(lambda: enqueue_many((nothing, [], {}) for _turn in range(count)))
    drained = spent(lambda: drain(2 * count))
    found = {
        "database": connection.vendor,
        "jobs": count,
        "bare_per_second": bare_loop.per_second(count),
        "enqueue_per_second": one_by_one.per_second(count),
        "enqueue_many_per_second": at_once.per_second(count),
        # By when the jobs themselves ran: starting and stopping a worker takes seconds and is no part of the work.
        "drain_per_second": (2 * count - 1) / (noted[-1] - noted[0]),
        "bare_cpu_ms": bare_loop.cpu_ms(count),
        "enqueue_cpu_ms": one_by_one.cpu_ms(count),
        "enqueue_many_cpu_ms": at_once.cpu_ms(count),
        "drain_cpu_ms": drained.cpu_ms(2 * count),
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]))
