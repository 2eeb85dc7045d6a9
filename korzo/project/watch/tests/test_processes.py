"""Figures of a whole installation with real processes, some of which are killed."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from tests.installation import Place, children_of, command_of, free_port, place, wait_for

pytestmark = pytest.mark.stress


@pytest.fixture
def here(transactional_db: None, tmp_path: Path) -> Iterator[Place]:
    with place(tmp_path / "here") as made:
        yield made


def scrape(port: int) -> dict[str, Metric]:
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        return {family.name: family for family in text_string_to_metric_families(answer.read().decode())}


def value(port: int, family: str, **labels: str) -> float | None:
    """None while nobody serves."""
    try:
        found = scrape(port)
    except (URLError, OSError):
        return None
    samples = found[family].samples if family in found else []
    return sum(
        one.value for one in samples if labels.items() <= one.labels.items() and not one.name.endswith("_created")
    )


def visits(port: int) -> float | None:
    return value(port, "korzo_requests", route="health")


def visit(here: Place, times: int) -> None:
    for _turn in range(times):
        with urlopen(f"{here.url}/health/", timeout=10) as answer:
            assert answer.status == 200


def lives(here: Place) -> bool:
    try:
        visit(here, 1)
    except OSError:
        return False
    return True


def started(here: Place, *arguments: str, port: int, **more: str) -> "subprocess.Popen[str]":
    return here.start(*arguments, KORZO_METRICS_BIND=str(port), KORZO_LOG_FORMAT="json", KORZO_LOG_LEVEL="INFO", **more)


def child(pid: int, part: str) -> int:
    return next(one for one in children_of(pid) if part in command_of(one))


def test_the_figures_of_all_processes_survive_their_deaths(here: Place) -> None:
    port = free_port()
    supervisor = started(here, "up", port=port, KORZO_WEB_PROCESSES="2")
    wait_for(lambda: "Ready: " in here.log(), "the line `Ready:`")
    wait_for(lambda: value(port, "korzo_processes", process="web") == 2, "both web processes")
    before = visits(port) or 0.0
    visit(here, 60)
    assert visits(port) == before + 60
    assert (value(port, "korzo_process_memory_bytes", process="worker") or 0) > 10_000_000

    granian = child(supervisor.pid, "-m granian")
    os.kill(children_of(granian)[0], signal.SIGKILL)
    wait_for(lambda: value(port, "korzo_process_starts", process="web") == 3, "another web process")
    assert visits(port) == before + 60
    visit(here, 20)
    assert visits(port) == before + 80

    killed = child(supervisor.pid, "cli worker")
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: value(port, "korzo_process_starts", process="worker") == 2, "another worker to serve the figures")
    assert visits(port) == before + 80

    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(40) == 0
    lines = [json.loads(line) for line in here.log().splitlines() if line.startswith("{")]
    asked = [line for line in lines if line.get("route") == "health"]
    assert len(asked) == 80
    assert {line["process"] for line in asked} == {"web"}
    assert len({line["request"] for line in asked}) == 80
    assert "127.0.0.1" not in json.dumps(asked)


def was_started_since(port: int, starts: float) -> bool:
    return (value(port, "korzo_process_starts") or 0.0) > starts


def test_web_processes_alone_serve_them_one_after_the_other(here: Place) -> None:
    port = free_port()
    web = started(here, "web", port=port, KORZO_WEB_PROCESSES="2")
    wait_for(lambda: value(port, "korzo_processes", process="web") == 2, "two web processes and their figures")
    wait_for(partial(lives, here), "the first answer")
    before = visits(port) or 0.0
    visit(here, 10)
    assert visits(port) == before + 10
    for pid in children_of(web.pid):
        starts = value(port, "korzo_process_starts", process="web") or 0.0
        os.kill(pid, signal.SIGKILL)
        wait_for(partial(was_started_since, port, starts), "another one to serve")
        assert visits(port) == before + 10
