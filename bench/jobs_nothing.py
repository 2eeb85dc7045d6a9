"""A job that does nothing, in a module of its own so that the worker can find it by its name."""

import time

from korzo.jobs.actions import job

noted: list[float] = []
"""When each one ran, by the clock that never jumps."""


@job()
def nothing() -> None:
    noted.append(time.perf_counter())
