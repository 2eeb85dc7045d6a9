"""Two hosts with data folders of their own and one Redis between them, which is killed in the middle."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test.utils import override_settings

from korzo.kit.env import WrongSetting
from korzo.project.profile import cache, redis_address
from tests.installation import ROOT, wait_for
from tests.redis_server import RedisServer, needs_redis, redis_server

pytestmark = needs_redis


@dataclass
class Host:
    process: "subprocess.Popen[str]"

    def ask(self, line: str) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def page(self) -> int:
        return int(self.ask("read").split()[1])

    def is_usable(self) -> bool:
        return self.ask("usable") == "True"


def shows(host: Host, number: int) -> bool:
    return host.page() == number


def keeps(host: Host, number: int) -> bool:
    return shows(host, number) and host.ask("read") == f"stored {number}"


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with redis_server(tmp_path_factory.mktemp("redis")) as made:
        yield made


def start(name: str, folder: Path, line: RedisServer) -> Host:
    environment = {"PYTHONPATH": str(ROOT), "KORZO_DATA": str(folder / name), "KORZO_REDIS": line.address}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.far_host", str(folder / "truth")],
        env=os.environ | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    return Host(process)


@pytest.fixture(scope="module")
def running(line: RedisServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Host]]:
    folder = tmp_path_factory.mktemp("hosts")
    (folder / "truth").write_text("0")
    made = [start(name, folder, line) for name in ("a", "b")]
    try:
        yield made
    finally:
        for host in made:
            host.process.kill()
            host.process.wait()


@pytest.fixture
def hosts(running: list[Host]) -> list[Host]:
    """Each test begins with a line that works and a page that is 0."""
    for host in running:
        wait_for(host.is_usable, "the line to Redis")
    running[0].ask("write 0")
    wait_for(lambda: running[1].page() == 0, "the first page")
    return running


def test_a_change_on_one_host_is_seen_on_the_other(hosts: list[Host]) -> None:
    here, there = hosts
    for number in range(1, 51):
        wait_for(partial(keeps, there, number - 1), "a stored page")
        here.ask(f"write {number}")
        assert here.page() == number
        wait_for(partial(shows, there, number), "the change")
        here, there = there, here


def test_no_page_is_stale_after_redis_was_killed_and_came_back(hosts: list[Host], line: RedisServer) -> None:
    here, there = hosts
    for turn in range(3):
        wait_for(lambda: there.ask("read").startswith("stored"), "a stored page")
        line.kill()
        wait_for(lambda: not there.is_usable(), "the loss being noticed")
        lost = 100 * turn + 7
        # Nobody hears of this one; writing works as ever, and what is read is made anew.
        assert here.ask(f"write {lost}") == "ok"
        assert [there.ask("read"), there.ask("read")] == [f"made {lost}", f"made {lost}"]
        line.start()
        read = 0
        while not (there.is_usable() and there.ask("read").startswith("stored")):
            assert there.page() == lost
            read += 1
        assert there.page() == lost
        assert read > 0
        # And the line works again.
        wait_for(here.is_usable, "the line to Redis")
        here.ask(f"write {lost + 1}")
        wait_for(partial(shows, there, lost + 1), "the change")


def test_what_could_not_be_said_is_said_when_redis_is_back(hosts: list[Host], line: RedisServer) -> None:
    here, there = hosts
    line.kill()
    for number in range(20):
        here.ask(f"write {number}")
    line.start()
    wait_for(there.is_usable, "the line to Redis")
    wait_for(here.is_usable, "the line to Redis")
    assert there.page() == 19


def test_a_silent_line_is_found_out(hosts: list[Host], line: RedisServer) -> None:
    """As when a cable is pulled: nobody says goodbye."""
    assert line.process is not None
    line.process.send_signal(signal.SIGSTOP)
    wait_for(lambda: not hosts[1].is_usable(), "the silence being noticed", 10)
    assert hosts[1].ask("read").startswith("made")
    line.process.send_signal(signal.SIGCONT)
    wait_for(hosts[1].is_usable, "the line to Redis")


def test_the_bell_of_one_host_wakes_the_others(hosts: list[Host]) -> None:
    here, there = hosts
    before = there.ask("rung")
    here.ask("ring")
    wait_for(lambda: there.ask("rung") != before, "the bell")


def test_what_is_not_from_us_is_passed_over(hosts: list[Host]) -> None:
    assert hosts[0].ask("junk") == "ok"
    assert hosts[0].is_usable()


def test_counts_are_shared_and_each_host_counts_alone_while_redis_is_away(line: RedisServer, tmp_path: Path) -> None:
    made = {
        "default": cache(line.address, "one", tmp_path / "a"),
        "b": cache(line.address, "one", tmp_path / "b"),
        "other": cache(line.address, "two", tmp_path / "c"),
    }
    with override_settings(CACHES=made):
        here, there = caches["default"], caches["b"]
        assert here.add("tries", 1, timeout=60)
        assert (there.add("tries", 1, timeout=60), there.incr("tries"), here.get("tries")) == (False, 2, 2)
        assert caches["other"].get("tries") is None
        here.set_many({"x": {"one": [1.5]}, "y": "two"}, timeout=60)
        assert there.get_many(["x", "y", "z"]) == {"x": {"one": [1.5]}, "y": "two"}
        assert (there.touch("x", 60), there.has_key("x"), there.delete("x"), "x" in here) == (True, True, True, False)

        line.kill()
        assert here.get("tries") is None
        assert here.add("tries", 5, timeout=60)
        assert (here.incr("tries"), there.get("tries"), here.get_or_set("z", 3)) == (6, None, 3)
        with pytest.raises(ValueError, match="not found"):
            there.incr("tries")
        line.start()
        wait_for(lambda: here.get("tries") is None, "Redis being asked again")
        here.clear()


def test_a_wrong_address_is_refused() -> None:
    assert redis_address("") == ""
    assert redis_address("rediss://:secret@host:6380/1") == "rediss://:secret@host:6380/1"
    with pytest.raises(WrongSetting, match="must begin with redis"):
        redis_address("10.0.0.5:6379")
