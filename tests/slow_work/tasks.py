"""Work that says when it began and goes on once the test lets it."""

import os
import time
from pathlib import Path

from korzo.activity.actions import record
from korzo.activity.activities import loaded
from korzo.activity.models import Activity, Outgoing
from korzo.jobs.actions import job
from tests.slow_work.activities import LampLit, StreetBright

HOLD_SECONDS_MAX = 60.0


def folder() -> Path:
    return Path(os.environ["SLOW_WORK_FOLDER"])


def note(name: str) -> None:
    with (folder() / name).open("a", encoding="ascii") as file:
        file.write(f"{os.getpid()}\n")


def hold() -> None:
    deadline = time.monotonic() + HOLD_SECONDS_MAX
    while (folder() / "hold").exists() and time.monotonic() < deadline:
        time.sleep(0.02)


def brighten(activity: Activity) -> None:
    lamp = loaded(activity, LampLit).lamp
    record(StreetBright(lamp=lamp))
    note("delivery-began")
    hold()


@job(idempotent=True, backoff_seconds=1)
def repeatable() -> None:
    note("repeatable-began")
    hold()
    note("repeatable-done")


@job()
def unrepeatable() -> None:
    note("unrepeatable-began")
    hold()
    note("unrepeatable-done")


@job(idempotent=True, backoff_seconds=1)
def one_of_many(number: int) -> None:
    note(f"many-{number}-began")
    note("many-began")
    hold()
    note(f"many-{number}-done")
    note("many-done")


def carry(_outgoing: Outgoing) -> None:
    note("sending-began")
    hold()
    note("sending-done")
