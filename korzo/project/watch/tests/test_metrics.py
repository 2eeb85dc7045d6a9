import socket
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIServer

import pytest
from dj_queue.models import Process
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone
from prometheus_client import Metric
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_open_metrics
from prometheus_client.parser import text_string_to_metric_families

from korzo.activity.actions import send_out
from korzo.kit import meters
from korzo.kit.env import WrongSetting
from korzo.kit.trace import PART_VARIABLE
from korzo.project.watch import choices, metrics
from korzo.project.watch.metrics import _House, families

HISTOGRAM = meters.histogram("korzo_test_seconds", 'Words with "quotes", \\ and\nlines.', "route", bounds=(0.1, 1.0))


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "_house", _House())
    # A command that another test ran in this process leaves its name.
    monkeypatch.delenv(PART_VARIABLE, raising=False)


@pytest.fixture
def server() -> Iterator[WSGIServer]:
    def serve() -> None:
        made.serve_forever(poll_interval=0.05)
        connection.close()

    with metrics.make(("127.0.0.1", 0)) as made:
        thread = threading.Thread(target=serve)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def scrape(server: WSGIServer) -> dict[str, Metric]:
    with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/metrics", timeout=30) as answer:
        return {family.name: family for family in text_string_to_metric_families(answer.read().decode())}


def value(found: dict[str, Metric], name: str, **labels: str) -> float:
    family = found.get(name.removesuffix("_total").removesuffix("_bucket").removesuffix("_count").removesuffix("_sum"))
    samples = family.samples if family else []
    return next((one.value for one in samples if one.name == name and one.labels == labels), 0.0)


@pytest.mark.django_db(transaction=True)
def test_a_scrape_tells_how_it_stands(server: WSGIServer) -> None:
    Process.objects.create(kind="Worker", pid=1, hostname="x", name="w", last_heartbeat_at=timezone.now())
    send_out("lamp", key="lamp-1", payload={})
    before = scrape(server)
    Client().get("/health/")
    Client().get("/nowhere/at/all/")
    HISTOGRAM.observe(0.5, 'odd "label"\\\n')
    after = scrape(server)
    for labels in ({"route": "health", "status": "2xx"},):
        name = "korzo_requests_total"
        assert value(after, name, **labels) == value(before, name, **labels) + 1
    assert value(after, "korzo_request_seconds_count", route="health") > 0
    assert value(after, "korzo_request_queries_bucket", route="health", le="0.0") > 0
    assert value(after, "korzo_test_seconds_bucket", route='odd "label"\\\n', le="+Inf") >= 1
    assert value(after, "korzo_outgoing", state="waiting") == 1
    assert value(after, "korzo_database_up") == value(after, "korzo_worker_up") == 1
    assert value(after, "korzo_database_bytes") > 10_000
    assert value(after, "korzo_disk_free_bytes") > 0
    assert value(after, "korzo_process_memory_bytes", process="command") > 10_000_000
    assert value(after, "korzo_processes", process="command") >= 1
    assert {"korzo_jobs", "korzo_deliveries", "korzo_oldest_delivery_seconds", "korzo_page_cache_usable"} <= set(after)
    assert "korzo_pages_by_day_seconds" not in after


@pytest.mark.django_db(transaction=True)
def test_bars_hold_all_that_are_lower(server: WSGIServer) -> None:
    for seconds in (0.05, 0.5, 0.5, 7.0):
        HISTOGRAM.observe(seconds, "bars")
    found = scrape(server)["korzo_test_seconds"]
    bars = [one.value for one in found.samples if one.name.endswith("_bucket") and one.labels["route"] == "bars"]
    assert bars == sorted(bars)
    assert len(bars) == 3


@pytest.mark.django_db(transaction=True)
def test_both_forms_can_be_read(server: WSGIServer) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.server_port}/metrics",
        headers={"Accept": "application/openmetrics-text; version=1.0.0"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        found = list(read_open_metrics(answer.read().decode()))  # type: ignore[no-untyped-call]  # It carries no types.
    assert len(found) > 15


@pytest.mark.django_db
def test_without_a_database_the_rest_is_told() -> None:
    def gone(*_anything: object) -> None:
        raise DatabaseError("gone")

    with connection.execute_wrapper(gone):
        found = {family.name: family for family in families()}
    assert value(found, "korzo_database_up") == 0
    assert "korzo_database_up" in found
    assert "korzo_disk_free_bytes" in found
    assert "korzo_jobs" not in found


@pytest.mark.django_db
def test_the_database_is_asked_once_in_some_seconds(django_assert_num_queries: Any) -> None:
    list(families())
    with django_assert_num_queries(0):
        list(families())


@pytest.mark.django_db(transaction=True)
def test_it_is_scraped_while_requests_run(server: WSGIServer) -> None:
    """Nobody waits for the other, and no count is lost."""
    before = value(scrape(server), "korzo_requests_total", route="health", status="2xx")
    failures: list[BaseException] = []

    def visit() -> None:
        try:
            for _turn in range(50):
                assert Client().get("/health/").status_code == 200
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    visitors = [threading.Thread(target=visit) for _one in range(4)]
    for visitor in visitors:
        visitor.start()
    seen = [before]
    while any(visitor.is_alive() for visitor in visitors):
        seen.append(value(scrape(server), "korzo_requests_total", route="health", status="2xx"))
    for visitor in visitors:
        visitor.join()
    assert failures == []
    assert seen == sorted(seen)
    assert value(scrape(server), "korzo_requests_total", route="health", status="2xx") == before + 200


@pytest.mark.django_db(transaction=True)
def test_a_silent_scraper_does_not_hold_up_the_others(server: WSGIServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics._Scrape, "timeout", 0.3)
    with socket.create_connection(("127.0.0.1", server.server_port)) as silent:
        silent.sendall(b"GET /metrics HTT")
        assert "korzo_database_up" in scrape(server)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "request_line", [b"\xff\xfe\r\n\r\n", b"GET\r\n\r\n", b"GET /" + b"a" * 100_000 + b"\r\n\r\n", b"\r\n"]
)
def test_hostile_scrapers_break_nothing(server: WSGIServer, request_line: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as hostile:
        hostile.sendall(request_line)
        # The other side may have hung up in the middle of it.
        with suppress(OSError):
            hostile.shutdown(socket.SHUT_WR)
            hostile.recv(100)
    assert "korzo_database_up" in scrape(server)


@pytest.mark.django_db(transaction=True)
def test_nothing_can_be_written_there(server: WSGIServer) -> None:
    line = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    line.request("POST", "/metrics", body=b"x")
    assert line.getresponse().status == 405
    line.close()


@pytest.mark.parametrize(
    ("said", "bind"),
    [("", None), ("9464", ("127.0.0.1", 9464)), ("0.0.0.0:9464", ("0.0.0.0", 9464)), ("[::1]:9464", ("::1", 9464))],
)
def test_where_figures_are_served(monkeypatch: pytest.MonkeyPatch, said: str, bind: tuple[str, int] | None) -> None:
    monkeypatch.setenv("KORZO_METRICS_BIND", said)
    assert choices.metrics_bind() == bind


@pytest.mark.parametrize("said", ["0", "70000", "localhost", "on", ":", "host:port", "1.2.3.4:99999"])
def test_a_place_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("KORZO_METRICS_BIND", said)
    with pytest.raises(WrongSetting, match="KORZO_METRICS_BIND"):
        choices.metrics_bind()


@pytest.mark.parametrize(("name", "said"), [("KORZO_LOG_FORMAT", "xml"), ("KORZO_LOG_LEVEL", "loud")])
def test_a_log_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, said: str) -> None:
    monkeypatch.setenv(name, said)
    with pytest.raises(WrongSetting, match=f"{name}={said}"):
        choices.logging_settings()


def test_requests_are_told_to_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert choices.logging_settings()["loggers"]["korzo.requests"]["level"] == "WARNING"
    monkeypatch.setenv("KORZO_LOG_FORMAT", "json")
    assert choices.logging_settings()["loggers"]["korzo.requests"]["level"] == "INFO"


def test_nothing_is_served_unless_somebody_asks(settings: Any, tmp_path: Path) -> None:
    settings.KORZO_METRICS_BIND = None
    before = threading.active_count()
    metrics.serve_for_this_host()
    assert threading.active_count() == before
