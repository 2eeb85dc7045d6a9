import fcntl
import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from dj_queue.models import Process
from django.db import DatabaseError, connection
from django.utils import timezone, translation

from korzo.activity.actions import send_out
from korzo.activity.models import Outgoing
from korzo.jobs.tests import odd_work
from korzo.kit import meters
from korzo.kit.meter_files import HISTOGRAM, Definition, Reading
from korzo.project.watch import days, house
from korzo.project.watch.backups import last_backup, note_backup
from korzo.project.watch.findings import pages, room, setup, work
from korzo.project.watch.findings.asking import QUESTIONS, answers
from korzo.project.watch.findings.finding import Finding, Light
from korzo.project.watch.house import DatabaseSize
from korzo.search.models import Rebuilding
from korzo.search.words import VERSION

GIB = 1024**3


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.KORZO_DATA = tmp_path
    settings.MEDIA_ROOT, settings.MAIL_FOLDER = tmp_path / "media", tmp_path / "mail"
    return tmp_path


def heartbeat(age_seconds: float = 0) -> None:
    at = timezone.now() - timedelta(seconds=age_seconds)
    Process.objects.create(kind="Worker", pid=1, hostname="lamp", name="worker-1", last_heartbeat_at=at)


def a_letter(age: timedelta, **more: Any) -> None:
    send_out("notifications.mail", key=f"{age}{more}", payload={})
    Outgoing.objects.filter(key=f"{age}{more}").update(created_at=timezone.now() - age, **more)


def light(found: Finding) -> str:
    return {Light.GOOD: "good", Light.LOOK: "look", Light.BAD: "bad"}[found.light]


@pytest.mark.django_db
def test_a_worker_that_lives() -> None:
    heartbeat()
    assert work.worker() == Finding(Light.GOOD, "The worker is alive: what people do reaches everybody it should.")


@pytest.mark.django_db
def test_no_worker_is_bad_only_where_korzo_runs(folder: Path) -> None:
    heartbeat(60)
    assert light(work.worker()) == "look"
    with (folder / "korzo.pid").open("a+") as held:
        assert light(work.worker()) == "look"
        fcntl.flock(held, fcntl.LOCK_EX)
        found = work.worker()
    assert light(found) == "bad"
    assert "Nothing is lost" in found.sentence


@pytest.mark.django_db
def test_letters(settings: Any) -> None:
    settings.MAIL_HOST = ""
    assert (light(work.mail()), work.mail().url) == ("look", "/staff/mail/")
    settings.MAIL_HOST = "mail.shop.example"
    assert work.mail() == Finding(Light.GOOD, "Letters go out.")
    a_letter(timedelta(minutes=5))
    # Planned for later, and nobody tried it yet.
    a_letter(timedelta(hours=9), not_before=timezone.now() + timedelta(hours=1))
    assert light(work.mail()) == "good"
    a_letter(timedelta(hours=2), attempts=3, not_before=timezone.now() + timedelta(hours=1))
    found = work.mail()
    assert (light(found), found.url) == ("bad", "/staff/jobs/")
    assert found.sentence == "3 letters wait to go out. The oldest was written 2 hours ago."


@pytest.mark.django_db
def test_a_worker_that_cannot_keep_up() -> None:
    assert light(work.deliveries()) == "good"
    a_letter(timedelta(minutes=10))
    found = work.deliveries()
    assert light(found) == "look"
    assert "10 minutes ago" in found.sentence


@pytest.mark.django_db
def test_works_that_failed() -> None:
    assert work.failed() == Finding(Light.GOOD, "No work was given up.")
    a_letter(timedelta(minutes=1), state=Outgoing.State.FAILED)
    assert work.failed().sentence == "1 work could not be done and waits for you."
    odd_work.breaks_once.enqueue()
    odd_work.work_off()
    found = work.failed()
    assert (light(found), found.url) == ("bad", "/staff/jobs/")
    assert found.sentence == "2 works could not be done and wait for you."


def reading(**by_day: list[float]) -> dict[str, Reading]:
    made = Reading(Definition(HISTOGRAM, days.NAME, "", ("day",), days.BOUNDS))
    for day, seconds in by_day.items():
        row = [0.0] * made.definition.width
        for one in seconds:
            row[sum(bound < one for bound in days.BOUNDS)] += 1
        made.rows[day.removeprefix("d").replace("_", "-"),] = row
    return {days.NAME: made}


def day(ago: int) -> str:
    return "d" + (timezone.localdate() - timedelta(days=ago)).isoformat().replace("-", "_")


def test_how_quickly_pages_were_made() -> None:
    assert days.pace({}) is None
    assert days.pace(reading(**{day(0): [0.01] * 5})) is None
    found = days.pace(reading(**{day(0): [0.01] * 90 + [2.0] * 10, day(1): [5.0] * 500}))
    assert found is not None
    assert (found.pages, found.is_today) == (100, True)
    assert 0.008 < found.median_seconds < 0.0125
    assert 1.6 < found.slow_seconds < 2.4


def test_a_young_day_asks_yesterday() -> None:
    found = days.pace(reading(**{day(0): [0.01] * 5, day(1): [0.01] * 30}))
    assert found is not None
    assert (found.pages, found.is_today) == (35, False)


@pytest.mark.parametrize("share", [0.5, 0.95])
@pytest.mark.parametrize("seconds", [[0.0001] * 30, [60.0] * 30, [0.004, 0.2] * 20])
def test_a_quantile_stays_within_its_bounds(share: float, seconds: list[float]) -> None:
    row = next(iter(reading(**{day(0): seconds}).values())).rows[day(0).removeprefix("d").replace("_", "-"),]
    assert 0 <= days.quantile(row[:-1], share) <= days.BOUNDS[-1]


@pytest.mark.parametrize(
    ("seconds", "words", "expected"),
    [
        ([0.012] * 40, "today half of them took up to 1", "good"),
        ([0.01] * 30 + [3.0] * 10, "Some pages are slow", "look"),
    ],
)
def test_speed(monkeypatch: pytest.MonkeyPatch, seconds: list[float], words: str, expected: str) -> None:
    readings = reading(**{day(0): seconds})
    monkeypatch.setattr(meters, "read", lambda: type("Found", (), {"readings": readings}))
    found = pages.speed()
    assert (light(found), words in found.sentence) == (expected, True)


@pytest.mark.parametrize(
    ("https", "url", "expected"),
    [(True, "https://a.example", "good"), (False, "http://localhost:8000", "good"), (False, "http://a.example", "bad")],
)
def test_the_address(settings: Any, https: bool, url: str, expected: str) -> None:
    settings.HTTPS, settings.KORZO_URL = https, url
    assert light(pages.address()) == expected


@pytest.mark.django_db
def test_an_old_database() -> None:
    assert light(pages.updates()) == "good"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'notifications'")
    found = pages.updates()
    assert light(found) == "bad"
    assert "korzo prepare" in found.advice


@pytest.mark.parametrize(
    ("free", "database", "expected"),
    [(50 * GIB, GIB, "good"), (GIB, GIB // 9, "look"), (5 * GIB, 6 * GIB, "look"), (GIB // 10, 0, "bad")],
)
def test_the_disk(monkeypatch: pytest.MonkeyPatch, free: int, database: int, expected: str) -> None:
    monkeypatch.setattr(house, "disk_free_bytes", lambda: free)
    monkeypatch.setattr(house, "database_size", lambda: DatabaseSize(database, 0))
    assert light(room.disk()) == expected


@pytest.mark.django_db
def test_the_size(monkeypatch: pytest.MonkeyPatch) -> None:
    assert light(room.database_size()) == "good"
    monkeypatch.setattr(house, "database_size", lambda: DatabaseSize(1536 * 1024**2, GIB))
    found = room.database_size()
    assert light(found) == "look"
    assert "The database takes 1.5 GB, and the log beside it 1 GB" in found.sentence


def test_the_data_folder(folder: Path, settings: Any) -> None:
    assert light(setup.folders()) == "good"
    (folder / "file").write_text("")
    settings.MEDIA_ROOT = folder / "file" / "media"
    found = setup.folders()
    assert light(found) == "bad"
    assert str(folder / "file" / "media") in found.sentence


def test_the_secret_key(folder: Path) -> None:
    assert light(setup.secret()) == "good"
    key = folder / "secret-key"
    key.write_text("secret")
    key.chmod(0o644)
    assert light(setup.secret()) == "bad"
    assert f"chmod 600 {key}" in setup.secret().advice
    key.chmod(0o600)
    assert light(setup.secret()) == "good"
    os.chown(key, 12345, -1)
    assert light(setup.secret()) == "look"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("version", "moved_ago", "is_finished", "expected", "words"),
    [
        (VERSION, 60, True, "good", "finds everything"),
        (VERSION, 60, False, "good", "40 %"),
        (VERSION, 3600, False, "look", "stands still at 40 %"),
        (VERSION - 1, 3600, True, "look", "learnt new words"),
    ],
)
def test_the_search(version: int, moved_ago: int, is_finished: bool, expected: str, words: str) -> None:
    Rebuilding.objects.all().delete()
    moved = timezone.now() - timedelta(seconds=moved_ago)
    Rebuilding.objects.create(
        version=version, kind="topic", done=4, total=10, started_at=moved, moved_at=moved,
        finished_at=moved if is_finished else None,
    )  # fmt: skip
    found = pages.search_index()
    assert (light(found), words in found.sentence) == (expected, True), found


@pytest.mark.django_db
def test_a_search_that_was_never_built() -> None:
    Rebuilding.objects.all().delete()
    assert "korzo reindex" in pages.search_index().advice


@pytest.mark.django_db
def test_no_question_hides_another(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_anything: object) -> None:
        raise DatabaseError("gone")

    with connection.execute_wrapper(gone):
        found = {answer.name: answer.finding for answer in answers()}
    assert len(found) == len(QUESTIONS)
    assert light(found["Database"]) == "bad"
    assert light(found["Worker"]) == light(found["Updates"]) == "look"
    assert light(found["Secret key"]) == "good"


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["en", "sk", "gu", "fa", "it", "uk", "es"])
def test_every_question_is_answered_in_every_language(code: str) -> None:
    with translation.override(code):
        found = answers()
    assert all(answer.name and answer.finding.sentence for answer in found)
    assert all(answer.finding.advice for answer in found if answer.finding.light is not Light.GOOD)


@pytest.mark.django_db
def test_asking_is_cheap(django_assert_max_num_queries: Callable[..., Any]) -> None:
    answers()
    with django_assert_max_num_queries(25):
        answers()


def test_a_backup_is_known_by_its_file(folder: Path) -> None:
    assert light(room.backup()) == "look"
    backups = folder / "backups"
    backups.mkdir()
    (backups / "notes.txt").write_text("")
    assert room.backup().sentence == "There is no backup yet."
    made = backups / "korzo-2026-11-23-031500Z.tar"
    made.write_text("")
    assert light(room.backup()) == "good"
    old = time.time() - 5 * 24 * 3600
    os.utime(made, (old, old))
    assert (light(room.backup()), "5 days ago" in room.backup().sentence) == ("look", True)
    note_backup()
    assert "just now" in room.backup().sentence


def test_a_backup_that_cannot_be_noted_is_still_one(settings: Any, tmp_path: Path) -> None:
    settings.KORZO_DATA = tmp_path / "nowhere"
    note_backup()
    assert last_backup() is None
