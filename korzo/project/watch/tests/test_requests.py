import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from korzo.kit import meters, trace
from korzo.project.watch import requests
from korzo.project.watch.lines import JsonLines, PlainLines
from tests.cast import Cast, signed_in

MADE = re.compile(r"[0-9a-f]{16}")


class Log(logging.Handler):
    """Everything that is logged, written in both forms at the moment it is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.json: list[dict[str, Any]] = []
        self.plain: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.json.append(json.loads(JsonLines().format(record)))
        self.plain.append(PlainLines().format(record))

    def of(self, logger: str = "korzo.requests") -> list[dict[str, Any]]:
        return [line for line in self.json if line["logger"] == logger]


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Iterator[Log]:
    log = Log()
    logging.getLogger().addHandler(log)
    with caplog.at_level(logging.INFO, logger="korzo.requests"):
        yield log
    logging.getLogger().removeHandler(log)


def ids(settings: Any, proxies: int, said: str) -> tuple[str, str]:
    """The id in the answer, and the one that what is logged meanwhile carries."""
    settings.KORZO_TRUSTED_PROXIES = proxies
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        now = trace.current()
        seen.append(now.id if now else "")
        return HttpResponse()

    answer = requests.watched(view)(RequestFactory().get("/", headers={"X-Request-ID": said} if said else {}))
    return str(answer["X-Request-ID"]), seen[0]


def test_each_request_has_an_id_of_its_own(settings: Any) -> None:
    first, second = ids(settings, 0, ""), ids(settings, 0, "")
    assert first[0] == first[1]
    assert MADE.fullmatch(first[0])
    assert first[0] != second[0]
    assert trace.current() is None


@pytest.mark.parametrize(
    "said", ["0123456789abcdef0123456789abcdef", "1-5759e988-bd862e3fe1be46a994272793", "a.b_c-d=e"]
)
def test_a_proxy_that_we_trust_may_name_it(settings: Any, said: str) -> None:
    assert ids(settings, 1, said) == (said, said)
    assert ids(settings, 0, said)[0] != said


@pytest.mark.parametrize(
    "said",
    [
        "short", "x" * 129, "tea@shop.example", "a b c d e f g", "with\ttab-inside", "éèàùéèàùéèàù", "<script>alert(1)",
        '","admin":true,"', "-starts-with-a-dash", "line1%0d%0aline2", "'; DROP TABLE x", "\u202eabcdefgh",
    ],
)  # fmt: skip
def test_a_hostile_id_is_not_taken(settings: Any, said: str) -> None:
    found, inside = ids(settings, 1, said)
    assert found == inside
    assert MADE.fullmatch(found)


def test_a_line_says_how_it_went_and_not_who_it_was(cast: Cast, told: Log) -> None:
    answer = signed_in(cast.tea).get("/members/tea/?token=verysecret", headers={"User-Agent": "Curious"})
    [line] = told.of()
    assert set(line) == {
        "time", "level", "logger", "message", "process", "pid", "request", "route", "status", "ms", "cpu_ms", "queries",
    }  # fmt: skip
    assert (line["route"], line["status"], line["request"]) == ("web:member", 200, answer["X-Request-ID"])
    assert line["message"] == "GET web:member 200"
    assert line["queries"] > 0
    assert line["ms"] >= line["cpu_ms"] * 0.5
    whole = json.dumps(line)
    for personal in ("tea", "127.0.0.1", "verysecret", "Curious", "session"):
        assert personal not in whole


def test_it_counts_the_queries(cast: Cast, told: Log, django_assert_num_queries: Any) -> None:
    client = signed_in(cast.tea)
    client.get("/notices/")
    before = len(connection.queries_log)
    connection.force_debug_cursor = True
    client.get("/notices/")
    connection.force_debug_cursor = False
    asked = [entry for entry in list(connection.queries_log)[before:] if "SAVEPOINT" not in entry["sql"]]
    assert told.of()[-1]["queries"] == len(asked)


def test_an_invented_method_is_not_written_down(db: None, told: Log) -> None:
    Client().generic("TEA\u2028tea@shop.example", "/")
    assert told.of()[0]["message"].startswith("- ")


@pytest.mark.parametrize(
    "path", ["/members/tea@shop.example/", "/accounts/password/reset/key/1-abcdef0123456789abcdef/", "/x/secret/"]
)
def test_an_address_that_leads_nowhere_is_not_repeated(db: None, told: Log, path: str) -> None:
    Client().get(path)
    whole = "\n".join([json.dumps(told.json), *told.plain])
    for part in ("tea", "abcdef0123", "secret"):
        assert part not in whole


def test_a_page_that_breaks_is_told_without_its_secrets(cast: Cast, told: Log) -> None:
    def broken(*_anything: object) -> None:
        raise ValueError("password=hunter22 of tea@kamzo.example at 10.1.2.3")

    client = Client()
    client.raise_request_exception = False
    with connection.execute_wrapper(broken):
        answer = client.get("/members/tea/")
    assert answer.status_code == 500
    [line] = told.of("django.request")
    assert line["message"] == "Internal Server Error: web:member"
    assert line["request"] == answer["X-Request-ID"]
    assert "ValueError: password=… of …@… at …" in line["exception"]
    assert "Traceback" in line["exception"]
    assert told.of()[0]["status"] == 500


def test_a_plain_line_is_for_reading(db: None, told: Log) -> None:
    answer = Client().get("/health/")
    words = r" INFO korzo\.requests GET health 200 in \d+\.\d ms, \d+\.\d of it CPU, 0 queries "
    assert re.search(words + re.escape(f"[{answer['X-Request-ID']}]"), told.plain[0])


def test_nobody_can_write_a_line_of_their_own() -> None:
    record = logging.LogRecord("korzo.x", logging.WARNING, "", 0, "%s", ("a\n2025-01-01 ERROR forged\r\x1b[31m",), None)
    assert len(PlainLines().format(record).splitlines()) == 2
    assert PlainLines().format(record).splitlines()[1].startswith("    ")
    assert "\x1b" not in PlainLines().format(record)
    assert len(JsonLines().format(record).splitlines()) == 1


def test_any_record_becomes_a_line() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "\ud800 %s", (object,), None)
    record.sql = object()
    record.address = "10.0.0.1"
    line = JsonLines().format(record)
    line.encode("ascii")
    assert "10.0.0.1" not in line


def test_what_was_set_going_is_named(settings: Any, told: Log) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        for number in range(30):
            trace.caused(f"activity-{number}")
        return HttpResponse()

    requests.watched(view)(RequestFactory().get("/"))
    assert told.of()[0]["caused"] == [f"activity-{number}" for number in range(trace.CAUSED_MAX)]
    trace.caused("nothing-listens")


def test_the_figures_grow(db: None) -> None:
    def answered() -> float:
        reading = meters.read().readings.get("korzo_requests")
        return reading.rows.get(("health", "2xx"), [0.0])[0] if reading else 0.0

    before = answered()
    Client().get("/health/")
    Client().get("/health/")
    assert answered() == before + 2


def test_a_piece_of_work_carries_its_id(told: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    def done() -> float:
        reading = meters.read().readings.get("korzo_work_seconds")
        return sum(reading.rows.get(("lamp.light",), [0.0])[:-1]) if reading else 0.0

    monkeypatch.setattr(trace, "_observers", [requests.observed_work])
    before = done()
    with trace.working_on("activity-7", "lamp.light"):
        logging.getLogger("korzo.lamp").warning("It is dark.")
    [line] = told.of("korzo.lamp")
    assert (line["request"], line["message"]) == ("activity-7", "It is dark.")
    assert done() == before + 1
