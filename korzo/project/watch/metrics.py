"""The figures of this host for Prometheus, on a port of their own: one process serves what all of them counted.

Usually that is the worker. A host that runs `korzo web` alone has it done by one of its web processes; whoever ends is
followed by another within seconds.
"""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from socketserver import TCPServer
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.db import Error, close_old_connections, connection
from prometheus_client import make_wsgi_app
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector, CollectorRegistry

from korzo import __version__
from korzo.activity import queries as activity
from korzo.jobs import queries as jobs
from korzo.kit import generations, meters
from korzo.kit.meter_files import COUNTER, DAY_LABEL, GAUGE, Living, Reading
from korzo.project import lifeline
from korzo.project.watch import house

logger = logging.getLogger("korzo.metrics")

# Several collectors, or one that hurries, ask the database no more often than this.
HOUSE_KEPT_SECONDS = 5.0
# A port that somebody holds may be free later: of the process before us, or of another one that ended.
TRY_AGAIN_SECONDS = 5.0
# One scraper at a time is served, and none may hold up the others for long.
SILENCE_SECONDS_MAX = 5.0


def families() -> Iterator[Metric]:
    """Everything that a scrape is told."""
    found = meters.read()
    for reading in found.readings.values():
        # Figures by day are for our own page: Prometheus has its own memory.
        if DAY_LABEL not in reading.definition.labels:
            yield _family(reading)
    yield from _processes(found.living)
    yield GaugeMetricFamily(
        "korzo_page_cache_usable", "1 while stored pages may be served.", value=float(generations.is_usable())
    )
    yield from _house.families()
    version = GaugeMetricFamily(
        "korzo_version_info", "Always 1; the label says which version runs.", labels=["version"]
    )
    version.add_metric([__version__], 1.0)
    yield version


def _family(reading: Reading) -> Metric:
    one = reading.definition
    family: CounterMetricFamily | GaugeMetricFamily | HistogramMetricFamily
    if one.kind == COUNTER:
        family = CounterMetricFamily(one.name, one.help, labels=one.labels)
        for labels, row in sorted(reading.rows.items()):
            family.add_metric(labels, row[0])
    elif one.kind == GAUGE:
        family = GaugeMetricFamily(one.name, one.help, labels=one.labels)
        for labels, row in sorted(reading.rows.items()):
            family.add_metric(labels, row[0])
    else:
        family = HistogramMetricFamily(one.name, one.help, labels=one.labels)
        for labels, row in sorted(reading.rows.items()):
            family.add_metric(labels, _bars(one.bounds, row), sum_value=row[-1])
    return family


def _bars(bounds: tuple[float, ...], row: list[float]) -> list[tuple[str, float]]:
    """Prometheus wants each bar to hold all that are lower."""
    below, bars = 0.0, []
    for bound, count in zip([*(str(bound) for bound in bounds), "+Inf"], row[:-1], strict=True):
        below += count
        bars.append((bound, below))
    return bars


def _processes(living: list[Living]) -> Iterator[Metric]:
    count = GaugeMetricFamily("korzo_processes", "Processes that count, by their part.", labels=["process"])
    for role in sorted({one.role for one in living}):
        count.add_metric([role], sum(one.role == role for one in living))
    yield count
    memory = GaugeMetricFamily("korzo_process_memory_bytes", "Resident memory, by part.", labels=["process"])
    for role, size in sorted(house.memory_bytes(living).items()):
        memory.add_metric([role], size)
    yield memory


@dataclass
class _House:
    """What is asked of database and disk, kept for some seconds."""

    kept: list[Metric] = field(default_factory=list)
    asked_at: float = float("-inf")

    def families(self) -> list[Metric]:
        if time.monotonic() - self.asked_at > HOUSE_KEPT_SECONDS:
            self.kept, self.asked_at = list(_ask_house()), time.monotonic()
        return self.kept


_house = _House()


def _ask_house() -> Iterator[Metric]:
    """A question that finds no answer is left out, and `korzo_database_up` says why."""
    is_up = True
    try:
        close_old_connections()
        yield from _ask_database()
    except Error:
        is_up = False
        connection.close()
    yield GaugeMetricFamily("korzo_database_up", "1 while the database answers.", value=float(is_up))
    try:
        free = house.disk_free_bytes()
    except OSError:
        return
    yield GaugeMetricFamily("korzo_disk_free_bytes", "Free where the data folder lies.", value=free)


def _ask_database() -> Iterator[Metric]:
    def gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
        return GaugeMetricFamily(name, words, value=value)

    size = house.database_size()
    yield gauge("korzo_database_bytes", "Size of the database.", size.database_bytes)
    yield gauge("korzo_database_wal_bytes", "Size of SQLite's write-ahead log.", size.wal_bytes)
    seconds = activity.oldest_open_delivery_seconds()
    yield gauge("korzo_oldest_delivery_seconds", "How long the oldest delivery or sending waits.", seconds)
    states = activity.counts_by_state()
    yield _by_state(
        "korzo_deliveries", "Deliveries that are not done.", {"open": states["open"], "failed": states["failed"]}
    )
    outgoing = {"waiting": states["waiting_to_send"], "failed": states["not_sent"]}
    yield _by_state("korzo_outgoing", "Letters and other sendings that are not out.", outgoing)
    counts = jobs.counts()
    queue = {
        "ready": counts.ready,
        "scheduled": counts.scheduled,
        "running": counts.running,
        "blocked": counts.blocked,
        "retrying": counts.retrying,
        "failed": counts.failed,
    }
    yield _by_state("korzo_jobs", "Jobs that are not done.", queue)
    yield gauge(
        "korzo_oldest_job_seconds", "How long the oldest job waits that could run.", jobs.oldest_ready_seconds()
    )
    yield gauge("korzo_worker_up", "1 while a worker gives signs of life.", float(jobs.is_worker_alive()))


def _by_state(name: str, words: str, counts: dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, words, labels=["state"])
    for state, count in counts.items():
        family.add_metric([state], count)
    return family


class Figures(Collector):
    def collect(self) -> Iterable[Metric]:
        return families()


class _Scrape(WSGIRequestHandler):
    timeout = SILENCE_SECONDS_MAX

    def log_message(self, format: str, *args: object) -> None:
        """Every few seconds a line about ourselves would be read by nobody."""

    def address_string(self) -> str:
        return "scraper"


class _Server(WSGIServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A scraper that goes away in the middle is no matter of ours."""
        logger.debug("A scrape broke off.", exc_info=True)

    def server_bind(self) -> None:
        """As in the standard library, but the network is not asked for our name."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])
        self.setup_environ()


class _ServerOnIPv6(_Server):
    address_family = socket.AF_INET6


def make(bind: tuple[str, int]) -> WSGIServer:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures())
    kind = _ServerOnIPv6 if ":" in bind[0] else _Server
    return make_server(*bind, make_wsgi_app(registry), kind, _Scrape)


def serve_for_this_host() -> None:
    """Begin to serve, if somebody collects figures. Called in the worker, and by web processes without supervisor."""
    bind = settings.KORZO_METRICS_BIND
    if bind is not None:
        threading.Thread(target=_keep_serving, args=(bind,), name="metrics", daemon=True).start()


def serve_where_no_worker_is() -> None:
    """For web processes: beside a worker under the same supervisor there is nothing to do."""
    if lifeline.supervisor_pid() is None:
        serve_for_this_host()


def _keep_serving(bind: tuple[str, int], sleep: Callable[[float], None] = time.sleep) -> None:
    was_told = False
    while True:
        try:
            with make(bind) as server:
                server.serve_forever()
        except OSError as error:
            # Among several web processes one serves, and the others stand by.
            level = logging.DEBUG if was_told else logging.INFO
            logger.log(level, "The figures are not served here: %s", error.strerror)
            was_told = True
        sleep(TRY_AGAIN_SECONDS)
