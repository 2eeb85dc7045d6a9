import json
from datetime import timedelta

import pytest
from dj_queue.models import Process
from django.db import DatabaseError, connection
from django.test import RequestFactory
from django.utils import timezone

from korzo import __version__
from korzo.activity.actions import send_out
from korzo.activity.models import Outgoing
from korzo.project.health import health


def look() -> tuple[int, dict[str, object]]:
    response = health(RequestFactory().get("/health/"))
    assert "no-store" in response["Cache-Control"]
    return response.status_code, json.loads(response.content)


def heartbeat() -> None:
    Process.objects.create(kind="Worker", pid=1, hostname="lamp", name="worker-1", last_heartbeat_at=timezone.now())


@pytest.mark.django_db
def test_it_is_well_with_a_database_and_a_worker() -> None:
    heartbeat()
    assert look() == (
        200,
        {"status": "ok", "database": True, "worker": True, "oldest_delivery_seconds": 0.0, "version": __version__},
    )


@pytest.mark.django_db
def test_it_is_ill_without_a_worker() -> None:
    status, found = look()
    assert (status, found["status"], found["worker"], found["database"]) == (503, "ill", False, True)


@pytest.mark.django_db
def test_it_tells_how_long_the_oldest_delivery_waits_and_stays_well() -> None:
    heartbeat()
    send_out("lamp", key="lamp-1", payload={})
    Outgoing.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    status, found = look()
    assert status == 200
    assert 119 < float(str(found["oldest_delivery_seconds"])) < 130


@pytest.mark.django_db
def test_it_is_ill_without_a_database() -> None:
    def no_database(*_anything: object) -> None:
        raise DatabaseError("gone")

    heartbeat()
    with connection.execute_wrapper(no_database):
        status, found = look()
    assert (status, found["database"], found["oldest_delivery_seconds"]) == (503, False, None)


@pytest.mark.django_db
def test_it_only_answers_questions() -> None:
    assert health(RequestFactory().post("/health/")).status_code == 405
