import json
from datetime import timedelta
from typing import Any

import pytest
from dj_queue.models import Process
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory
from django.utils import timezone

from korzo import __version__
from korzo.activity.actions import send_out
from korzo.activity.models import Outgoing
from korzo.project.health import health, ready
from korzo.project.watch import house
from tests.cast import Cast, signed_in


def look(client: Client | None = None) -> tuple[int, dict[str, Any]]:
    response = (client or Client()).get("/ready/")
    assert "no-store" in response["Cache-Control"]
    return response.status_code, json.loads(response.content)


def heartbeat(age_seconds: float = 0) -> None:
    at = timezone.now() - timedelta(seconds=age_seconds)
    Process.objects.create(kind="Worker", pid=1, hostname="lamp", name="worker-1", last_heartbeat_at=at)


def no_database(*_anything: object) -> None:
    raise DatabaseError("gone")


def test_it_lives_whatever_else_is_wrong(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0), connection.execute_wrapper(no_database):
        answer = Client().get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_it_is_ready_with_a_database_and_a_worker() -> None:
    heartbeat()
    assert look() == (200, {"status": "ready", "missing": [], "notes": []})


@pytest.mark.django_db
@pytest.mark.parametrize("age_seconds", [None, 31, 3600])
def test_it_is_not_ready_without_a_sign_of_the_worker(age_seconds: float | None) -> None:
    if age_seconds is not None:
        heartbeat(age_seconds)
    assert look() == (503, {"status": "not ready", "missing": ["worker"], "notes": []})


@pytest.mark.django_db
def test_it_tells_that_a_delivery_is_late_and_stays_ready(cast: Cast) -> None:
    heartbeat()
    send_out("lamp", key="lamp-1", payload={})
    Outgoing.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    assert look() == (200, {"status": "ready", "missing": [], "notes": ["late"]})
    status, found = look(signed_in(cast.sara))
    assert status == 200
    assert 359 < found["oldest_delivery_seconds"] < 370


@pytest.mark.django_db
def test_details_are_for_the_team(cast: Cast) -> None:
    heartbeat()
    details = {"oldest_delivery_seconds", "disk_free_bytes", "version"}
    for person in (cast.sara, cast.mira):
        found = look(signed_in(person))[1]
        assert found["version"] == __version__
        assert found["disk_free_bytes"] > 0
        assert details <= set(found)
    for other in (cast.nada, cast.luka, cast.tea, cast.ivo):
        assert set(look(signed_in(other))[1]) == {"status", "missing", "notes"}


@pytest.mark.django_db
def test_it_is_not_ready_without_a_database(cast: Cast) -> None:
    heartbeat()
    client = signed_in(cast.mira)
    with connection.execute_wrapper(no_database):
        status, found = look(client)
    assert (status, found["missing"]) == (503, ["database"])


@pytest.mark.django_db
def test_it_is_not_ready_on_an_old_database(monkeypatch: pytest.MonkeyPatch) -> None:
    heartbeat()
    monkeypatch.setattr(house, "_schema", house._Schema())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'loyalty'")
    assert look() == (503, {"status": "not ready", "missing": ["migrations"], "notes": []})
    assert look()[0] == 503


@pytest.mark.django_db
def test_it_asks_about_migrations_once(monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any) -> None:
    heartbeat()
    monkeypatch.setattr(house, "_schema", house._Schema())
    look()
    with django_assert_max_num_queries(4):
        look()


@pytest.mark.django_db
def test_it_is_not_ready_on_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    heartbeat()
    monkeypatch.setattr(house, "DISK_BYTES_LEAST", 2**62)
    assert look() == (503, {"status": "not ready", "missing": ["disk"], "notes": []})


@pytest.mark.django_db
def test_a_folder_that_is_gone_has_no_disk_to_speak_of(settings: Any) -> None:
    heartbeat()
    settings.KORZO_DATA = "/nowhere/at/all"
    assert look()[0] == 200


@pytest.mark.django_db
@pytest.mark.parametrize("view", [health, ready])
def test_it_only_answers_questions(view: Any) -> None:
    assert view(RequestFactory().post("/")).status_code == 405
