"""Two real PostgreSQL servers, one following the other: what may be read from the copy, and what never is."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import override_settings
from django.urls import path

from korzo.community.models import Community
from korzo.kit import reading
from korzo.members.models import Member
from korzo.project import replica_watch, replicas
from korzo.project.database import databases
from korzo.project.replica_watch import LAG_SECONDS_MAX, Copy, Positions
from korzo.project.replicas import ReplicaRouter, reads_from_replicas
from tests.cast import Cast, make_cast, signed_in
from tests.installation import wait_for
from tests.postgres import Replica, replica_of

postgres_only = pytest.mark.skipif(not os.environ.get("KORZO_DATABASE"), reason="PostgreSQL's own")


def named(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{Community.objects.get().name} {Community.objects.db}")


def kept(_request: HttpRequest) -> HttpResponse:
    with reading.read_from_primary():
        return HttpResponse(f"{Community.objects.get().name} {Community.objects.db}")


def careful(_request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        return HttpResponse(f"{Community.objects.get().name} {Community.objects.db}")


def changed(_request: HttpRequest) -> HttpResponse:
    Community.objects.update(name="Changed")
    return named(_request)


urlpatterns = [path("named/", named), path("kept/", kept), path("careful/", careful), path("changed/", changed)]


def ensure_connection(wrapper: BaseDatabaseWrapper) -> None:
    """Django's tests know the databases of the settings only; this one came later."""
    if wrapper.connection is None:
        with wrapper.wrap_database_errors:
            wrapper.connect()


@pytest.fixture
def copy(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Replica]:
    """The test's own database, with a copy beside it, and a house that reads from both."""
    monkeypatch.setattr(type(connections["default"]), "ensure_connection", ensure_connection)
    Community.objects.all().delete()
    Community.objects.create(name="First")
    known = connection.settings_dict
    address = f"postgres://{known['USER']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
    with replica_of(address) as made:
        connections.settings["replica1"] = connections.configure_settings(
            databases(address, [made.address], Path(), "")
        )["replica1"]
        watch = replicas.watch
        replicas.watch = replica_watch.Watch()
        routers = router.routers
        router.routers = [*routers, ReplicaRouter()]
        try:
            with override_settings(
                ROOT_URLCONF=__name__, MIDDLEWARE=["korzo.project.replicas.reads_from_replicas"], HTTPS=False
            ):
                wait_for(replicas.watch.choose, "a copy that is up to date")
                yield made
        finally:
            replicas.watch.stop()
            replicas.watch, router.routers = watch, routers
            connections["replica1"].close()
            del connections["replica1"]
            del connections.settings["replica1"]


def said(address: str, client: Client | None = None, **headers: str) -> str:
    answer = (client or Client()).get(
        address, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    assert answer.status_code == 200
    return answer.content.decode()


@postgres_only
def test_pages_are_read_from_the_copy_and_what_is_kept_or_careful_is_not(copy: Replica) -> None:
    assert said("/named/") == "First replica1"
    copy.pause(paused=True)
    Community.objects.update(name="Second")
    assert said("/named/") == "First replica1"
    assert [said("/kept/"), said("/careful/")] == ["Second default", "Second default"]
    # Fragments follow something that has just happened, and programs keep no cookie.
    assert said("/named/", HX_Request="true") == "Second default"
    assert said("/named/", Authorization="Bearer x") == "Second default"
    assert Client().post("/named/").content == b"Second default"
    # Outside of a page there is no copy at all, as in the worker.
    assert Community.objects.get().name == "Second"

    # It stays behind, and is left out. When it has caught up it is asked again.
    wait_for(lambda: said("/named/") == "Second default", "the copy being left out", LAG_SECONDS_MAX + 20)
    copy.pause(paused=False)
    wait_for(lambda: said("/named/") == "Second replica1", "the copy being back")


@postgres_only
def test_whoever_wrote_reads_what_they_wrote(copy: Replica) -> None:
    copy.pause(paused=True)
    writer = Client()
    assert writer.post("/changed/").content == b"Changed default"
    assert said("/named/", writer) == "Changed default"
    assert said("/named/") == "First replica1"
    # A cookie that we did not make means nothing.
    stranger = Client()
    stranger.cookies[replicas.WROTE_COOKIE] = "x"
    assert said("/named/", stranger) == "First replica1"
    # A page that writes while it is read shows what it wrote.
    guest = Client()
    assert said("/changed/", guest) == "Changed default"
    assert replicas.WROTE_COOKIE not in guest.cookies
    guest.cookies["korzo_session"] = "somebody"
    assert said("/changed/", guest) == "Changed default"
    assert said("/named/", guest) == "Changed default"


@postgres_only
def test_a_copy_that_dies_costs_nobody_a_page(copy: Replica) -> None:
    assert said("/named/") == "First replica1"
    copy.kill()
    # The very next request still believes in it.
    assert said("/named/") == "First default"
    wait_for(lambda: replicas.watch.choose() is None, "the copy being left out")
    assert said("/named/") == "First default"
    assert replicas.watch.choose() is None


def test_who_somebody_is_is_always_asked_of_the_primary() -> None:
    with reading.read_from("replica1"):
        assert [ReplicaRouter().db_for_read(model) for model in (Member, Community)] == ["default", "replica1"]
        assert ReplicaRouter().db_for_write(Community) == "default"
        assert ReplicaRouter().db_for_read(Community) == "default"
    assert ReplicaRouter().db_for_read(Community) == "default"
    assert ReplicaRouter().allow_migrate("replica1", "community") is False


def test_without_a_copy_everything_is_as_ever(cast: Cast) -> None:
    request = RequestFactory().get("/")
    answer = reads_from_replicas(lambda _request: HttpResponse(str(reading.replica())))(request)
    assert answer.content == b"None"  # type: ignore[attr-defined]
    assert "Set-Cookie" not in answer.headers
    assert signed_in(cast.tea).get("/").status_code == 200


def test_a_copy_is_behind_by_the_time_since_it_had_read_everything() -> None:
    positions = Positions()
    assert positions.reached_at(100) == float("-inf")
    positions.kept.extend([(1.0, 10), (2.0, 10), (3.0, 20), (4.0, 30)])
    assert [positions.reached_at(there) for there in (5, 10, 15, 20, 30, 99)] == [
        float("-inf"),
        2.0,
        2.0,
        3.0,
        4.0,
        4.0,
    ]

    watch, now = replica_watch.Watch(), time.monotonic()
    watch.positions.kept.extend([(now - 60, 10), (now - 1, 20)])
    assert watch.lag_seconds(Copy("one")) == float("inf")
    assert watch.lag_seconds(Copy("one", 10, now)) >= 60
    assert watch.lag_seconds(Copy("one", 20, now)) < 60
    assert watch.lag_seconds(Copy("one", 20, now - 60)) == float("inf")


def test_the_cast_is_the_same_in_every_copy(transactional_db: None) -> None:
    """Rows that were read from a copy can be written together with others."""
    cast = make_cast()
    cast.tea._state.db = "replica1"
    assert ReplicaRouter().allow_relation(cast.tea, cast.ivo)
