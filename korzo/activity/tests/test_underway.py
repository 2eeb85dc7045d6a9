"""Workers that are killed within a delivery: each such death counts as a try that failed."""

import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from django.utils import timezone
from pytest_django import Settings

from korzo.activity import activities as spine
from korzo.activity.actions import record
from korzo.activity.activities import Kind
from korzo.activity.deliveries import DELIVERY_ATTEMPTS_MAX, WORKER_ENDED_WITHIN, count_deaths, deliver_next
from korzo.activity.models import Activity, Delivery
from korzo.activity.underway import Note, of_the_dead

pytestmark = pytest.mark.django_db
DIES = """
import os, signal, sys
from pathlib import Path
from django.conf import settings
settings.configure(KORZO_DATA=Path(sys.argv[1]))
from korzo.activity.underway import Note
note = Note()
note.set(int(sys.argv[2]))
if sys.argv[3] == "done":
    note.set(0)
os.kill(os.getpid(), signal.SIGKILL)
"""


@dataclass(frozen=True, kw_only=True)
class LampLit(Kind):
    verb: ClassVar[str] = "testing.lamp_lit"
    sentence: ClassVar[str] = "lit a lamp"


@pytest.fixture(autouse=True)
def _house(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KORZO_DATA = tmp_path
    monkeypatch.setattr(spine, "_registry", spine._Registry())
    spine.register(LampLit)

    @spine.bookkeeper(LampLit)
    def see(activity: Activity) -> None:
        del activity


def die(folder: Path, number: int, *, when: str = "within") -> None:
    command = [sys.executable, "-c", DIES, str(folder), str(number), when]
    assert subprocess.run(command, check=False, cwd=Path(__file__).parents[3]).returncode == -9


def test_what_always_ends_its_process_is_given_up(tmp_path: Path) -> None:
    activity = record(LampLit())
    assert activity is not None
    delivery = activity.deliveries.get()
    for death in range(1, DELIVERY_ATTEMPTS_MAX + 1):
        assert delivery.state == "open"
        die(tmp_path, delivery.pk)
        assert count_deaths() == 1
        delivery.refresh_from_db()
        assert (delivery.attempts, delivery.error) == (death, WORKER_ENDED_WITHIN)
    assert delivery.state == "failed"
    assert count_deaths() == 0


def test_who_was_done_or_lives_is_not_counted(tmp_path: Path) -> None:
    activity = record(LampLit())
    assert activity is not None
    delivery = activity.deliveries.get()
    note = Note()
    note.set(delivery.pk)
    die(tmp_path, delivery.pk, when="done")
    assert count_deaths() == 0

    # Killed after the commit, before its note said so.
    assert deliver_next(note)
    die(tmp_path, delivery.pk)
    assert count_deaths() == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("done", 1)


def test_where_nothing_can_be_written_the_work_goes_on(settings: Settings, tmp_path: Path) -> None:
    settings.KORZO_DATA = tmp_path / "file"
    settings.KORZO_DATA.write_text("no folder")
    assert of_the_dead() == []
    record(LampLit())
    Delivery.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    assert deliver_next(Note())
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert not Delivery.objects.filter(state="open").exists()
