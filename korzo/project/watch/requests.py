"""The outermost middleware: gives each request an id, and notes how it went, without noting who asked what."""

import logging
import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from korzo.kit import meters, trace
from korzo.project.watch import slow
from korzo.project.watch.days import note_page
from korzo.project.watch.route import route_of

logger = logging.getLogger("korzo.requests")

type GetResponse = Callable[[HttpRequest], HttpResponseBase]

HEADER = "X-Request-ID"
# The ids of the known proxies; no sign in them can end a header or a line.
WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._=:;-]{7,127}")

QUERIES = (0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
CPU_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)

ANSWERED = meters.counter("korzo_requests", "Requests that Django answered.", "route", "status")
TOOK = meters.histogram("korzo_request_seconds", "Time that Django took to answer.", "route")
CPU = meters.histogram("korzo_request_cpu_seconds", "CPU time of an answer.", "route", bounds=CPU_SECONDS)
ASKED = meters.histogram("korzo_request_queries", "Database queries of an answer.", "route", bounds=QUERIES)
WORKED = meters.histogram("korzo_work_seconds", "Time that a delivery or a job took.", "name")


def watched(get_response: GetResponse) -> GetResponse:
    is_behind_proxy = settings.KORZO_TRUSTED_PROXIES > 0

    def middleware(request: HttpRequest) -> HttpResponseBase:
        said = request.META.get("HTTP_X_REQUEST_ID", "") if is_behind_proxy else ""
        identity = said if WELL_FORMED.fullmatch(said) else secrets.token_hex(8)
        route = partial(route_of, request)
        with trace.tracing(identity) as work, slow.counting(route) as tally:
            began, cpu_began = time.perf_counter(), time.thread_time()
            response = get_response(request)
            seconds, cpu_seconds = time.perf_counter() - began, time.thread_time() - cpu_began
            name = route()
            note(name, response.status_code, seconds, cpu_seconds, tally.count)
            if request.method == "GET" and response.get("Content-Type", "").startswith("text/html"):
                note_page(seconds)
            if logger.isEnabledFor(logging.INFO):
                _log(request, name, response.status_code, seconds, cpu_seconds, tally, work)
        response[HEADER] = identity
        return response

    return middleware


def note(route: str, status: int, seconds: float, cpu_seconds: float, queries: int) -> None:
    ANSWERED.add(route, f"{status // 100}xx")
    TOOK.observe(seconds, route)
    CPU.observe(cpu_seconds, route)
    ASKED.observe(queries, route)


def _log(
    request: HttpRequest,
    route: str,
    status: int,
    seconds: float,
    cpu_seconds: float,
    tally: slow.Tally,
    work: trace.Work,
) -> None:
    ms, cpu_ms = round(seconds * 1000, 1), round(cpu_seconds * 1000, 1)
    # Anybody can invent a method, and write something into it.
    method = request.method if request.method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "-"
    told = {"route": route, "status": status, "ms": ms, "cpu_ms": cpu_ms, "queries": tally.count}
    if work.caused:
        told["caused"] = work.caused
    logger.info("%s %s %d", method, route, status, extra=told)


@contextmanager
def observed_work(name: str) -> Iterator[None]:
    """The same care for a delivery or a job of the worker."""
    began = time.perf_counter()
    with slow.counting(lambda: name):
        try:
            yield
        finally:
            WORKED.observe(time.perf_counter() - began, name)
