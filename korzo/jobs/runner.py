"""The queue's own loops, made ready to run inside a process of ours."""

import logging
import os
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from threading import Event
from typing import Any

from dj_queue.models import Job
from dj_queue.operations.claiming import ClaimedJob
from dj_queue.runtime.base import BaseRunner, app_executor
from dj_queue.runtime.supervisor import AsyncSupervisor
from dj_queue.runtime.topology import runner_definitions
from dj_queue.runtime.worker import Worker
from django.apps import apps
from django.conf import settings
from django.db import Error, close_old_connections

from korzo.jobs.actions import declarations, put_off
from korzo.kit import trace

logger = logging.getLogger("korzo.jobs")

PAUSE_AFTER_ERROR_SECONDS = 3.0
# Other apps declare nothing through us, and looking through their folders would take a while.
OUR_ROOMS = ("korzo.", "tests.")


class PoliteWorker(Worker):  # type: ignore[misc]  # The queue carries no types.
    """Before it starts a job, it looks whether the job's destination bears one more."""

    def _execute_job(self, claimed: ClaimedJob) -> Job:
        with app_executor():
            if put_off(claimed.job):
                return claimed.job
        with trace.working_on(f"job-{claimed.job.pk}", claimed.job.task_path):
            return super()._execute_job(claimed)


class Loops(AsyncSupervisor):  # type: ignore[misc]  # The queue carries no types.
    """Workers, dispatcher and scheduler as threads of this process; whoever starts them also minds the signals."""

    def should_continue(self) -> bool:
        # A loop that met a database which was away may have ended for good, and nobody else would notice.
        return all(thread.is_alive() for thread in self.runner_threads) and bool(super().should_continue())

    def stop(self) -> None:
        """Where the database is away, the first loop that cannot say goodbye must not keep the others from stopping."""
        try:
            super().stop()
        except Error:
            for runner in self.runners:
                with suppress(Error):
                    runner.stop()
            with suppress(Error):
                BaseRunner.stop(self)
            raise

    def wake(self) -> None:
        for runner in self.runners:
            if isinstance(runner, Worker):
                runner.sleeper.wake_up()

    def _build_runners(self) -> list[BaseRunner]:
        return [
            (PoliteWorker if one.runner_class is Worker else one.runner_class)(
                one.config,
                backend_config=self.backend_config,
                backend_alias=self.backend_alias,
                name=one.name,
                pid=self.pid,
                hostname=self.hostname,
                heartbeat_interval=self.config.process_heartbeat_interval,
                process_alive_threshold=self.config.process_alive_threshold,
                supervisor=self.process,
            )
            for one in runner_definitions(self.config)
        ]


class Queue:
    """Runs the loops until it is told to stop. A database that is away is waited for."""

    def __init__(self) -> None:
        self._stop = Event()
        self._loops: Loops | None = None

    def run(self) -> None:
        turn = 0
        while not self._stop.is_set():
            turn += 1
            # The rows of loops that the database took down stay until they count as dead: a name is used once.
            name = f"queue-{os.getpid()}-{turn}"
            try:
                self._loops = Loops.from_backend_config(name=name, tasks_settings=queue_settings(), standalone=False)
                if not self._stop.is_set():
                    self._loops.run()
            except Error as error:
                logger.warning("The queue lost its database and tries again: %s", error)
            close_old_connections()
            self._stop.wait(PAUSE_AFTER_ERROR_SECONDS)

    def request_stop(self) -> None:
        """Begin nothing new; `run` returns once what is being done is finished."""
        self._stop.set()
        if self._loops is not None:
            self._loops.request_stop()

    def wake(self) -> None:
        """Somebody asked for work."""
        if self._loops is not None:
            self._loops.wake()


def queue_settings() -> dict[str, Any]:
    """The settings, with the schedules that rooms declare beside their tasks."""
    known = settings.TASKS["default"]
    recurring = {**scheduled(), **known["OPTIONS"].get("recurring", {})}
    return {**settings.TASKS, "default": {**known, "OPTIONS": {**known["OPTIONS"], "recurring": recurring}}}


def scheduled() -> dict[str, dict[str, Any]]:
    """All that is done by the clock, as the queue wants to be told of it."""
    load_tasks()
    return {
        path: {"task_path": path, "schedule": one.schedule, "queue_name": one.queue, "priority": one.priority}
        for path, one in sorted(declarations().items())
        if one.schedule is not None
    }


def load_tasks() -> None:
    """Every `tasks.py` of every room, for a schedule is only known once its module is."""
    for app in apps.get_app_configs():
        root = Path(app.path)
        found = sorted(root.rglob("tasks.py")) if app.name.startswith(OUR_ROOMS) else []
        for path in found:
            import_module(".".join([app.name, *path.relative_to(root).with_suffix("").parts]))
