"""Real processes, ended in the middle of what they do: nothing is lost, nothing happens twice."""

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.installation import Place, children_of, command_of, is_running, memory_kib, place, wait_for

MEMORY_KIB_MAX = 350 * 1024
# Jobs that one worker does at the same time, as the settings say, and more than that.
THREADS = 3
MANY = 8


@pytest.fixture
def here(transactional_db: None, tmp_path: Path) -> Iterator[Place]:
    with place(tmp_path / "here") as made:
        yield made


def test_a_delivery_whose_worker_is_killed_has_its_effect_exactly_once(here: Place) -> None:
    here.hold()
    worker = here.start("worker")
    here.ask("light")
    wait_for(lambda: here.noted("delivery-began"), "the first delivery")
    worker.kill()
    worker.wait()
    found = here.report()
    assert (found["bright"], found["deliveries"]) == ([], ["open", "open", "open"])

    here.let_go()
    here.start("worker")
    wait_for(lambda: here.report()["deliveries"] == ["done", "done", "done"], "all deliveries")
    found = here.report()
    # The try that its worker did not survive counts as one.
    assert (found["bright"], found["attempts"]) == ([1, 2, 3], 4)
    assert len(here.noted("delivery-began")) == 4


def test_a_job_whose_worker_is_killed_is_repeated_only_if_it_may(here: Place) -> None:
    here.hold()
    worker = here.start("worker")
    here.ask("work")
    wait_for(lambda: here.noted("repeatable-began") and here.noted("unrepeatable-began"), "both jobs")
    worker.kill()
    worker.wait()

    here.let_go()
    here.start("worker")
    wait_for(lambda: here.noted("repeatable-done"), "the job that may be repeated")
    # As long as it takes to see that the other one is not tried again either.
    time.sleep(4)
    assert (len(here.noted("repeatable-began")), len(here.noted("repeatable-done"))) == (2, 1)
    assert (len(here.noted("unrepeatable-began")), here.noted("unrepeatable-done")) == (1, [])
    assert here.report()["failed"] == [
        ["tests.slow_work.tasks.unrepeatable", "ProcessPrunedError: process heartbeat expired", False]
    ]


def test_a_worker_that_is_asked_to_stop_finishes_what_it_does(here: Place) -> None:
    here.hold()
    worker = here.start("worker")
    here.ask("work")
    wait_for(lambda: here.noted("repeatable-began") and here.noted("unrepeatable-began"), "both jobs")
    worker.send_signal(signal.SIGTERM)
    time.sleep(1)
    assert worker.poll() is None
    here.let_go()
    assert worker.wait(30) == 0
    assert (len(here.noted("repeatable-done")), len(here.noted("unrepeatable-done"))) == (1, 1)
    found = here.report()
    assert (found["failed"], found["running"]) == ([], 0)


@pytest.mark.stress
def test_a_letter_whose_worker_is_killed_is_sent_again_and_never_lost(here: Place) -> None:
    here.hold()
    worker = here.start("worker")
    here.ask("send")
    wait_for(lambda: here.noted("sending-began"), "the sending")
    worker.kill()
    worker.wait()
    assert here.report()["outgoing"] == [["waiting", 1]]

    here.let_go()
    here.start("worker")
    # As long as it takes to see that nobody touches it while the lease lasts.
    time.sleep(4)
    assert len(here.noted("sending-began")) == 1
    here.ask("age")
    wait_for(lambda: here.report()["outgoing"] == [["sent", 2]], "the second sending")
    assert (len(here.noted("sending-began")), len(here.noted("sending-done"))) == (2, 1)


@pytest.mark.stress
def test_a_worker_that_stops_begins_nothing_new_and_the_next_one_finds_the_rest(here: Place) -> None:
    here.hold()
    worker = here.start("worker")
    here.ask("many")
    wait_for(lambda: len(here.noted("many-began")) == THREADS, "as many jobs as there are threads")
    worker.send_signal(signal.SIGTERM)
    time.sleep(1)
    here.let_go()
    assert worker.wait(30) == 0
    assert (len(here.noted("many-began")), len(here.noted("many-done"))) == (THREADS, THREADS)
    found = here.report()
    assert (found["ready"], found["running"], found["failed"]) == (MANY - THREADS, 0, [])

    here.start("worker")
    wait_for(lambda: len(here.noted("many-done")) == MANY, "the rest of the jobs")
    assert len(here.noted("many-began")) == MANY


@pytest.mark.stress
def test_two_workers_share_the_work_and_one_takes_over_what_the_other_left(here: Place) -> None:
    here.hold()
    workers = [here.start("worker"), here.start("worker")]
    here.ask("many")
    wait_for(lambda: len(here.noted("many-began")) == 2 * THREADS, "jobs on all threads of both")
    assert set(here.noted("many-began")) == {str(worker.pid) for worker in workers}
    workers[0].kill()
    workers[0].wait()
    here.let_go()
    # Its three jobs are done once more by the other, all others once.
    wait_for(lambda: len(here.noted("many-done")) == MANY, "all jobs")
    assert len(here.noted("many-began")) == MANY + THREADS
    assert set(here.noted("many-done")) == {str(workers[1].pid)}
    assert all(len(here.noted(f"many-{number}-began")) in {1, 2} for number in range(MANY))


@pytest.mark.stress
@pytest.mark.once
def test_an_installation_that_stops_answers_who_asked_before(here: Place) -> None:
    supervisor = here.up()
    here.hold()
    here.ask("many")
    with ThreadPoolExecutor(1) as pool:
        page = pool.submit(read, f"{here.url}/slow/")
        wait_for(lambda: here.noted("page-began") and here.noted("many-began"), "a request and jobs under way")
        supervisor.send_signal(signal.SIGTERM)
        time.sleep(1)
        here.let_go()
        assert page.result(30) == "whole"
    assert supervisor.wait(35) == 0
    assert len(here.noted("many-began")) == len(here.noted("many-done")) == THREADS


@pytest.mark.stress
@pytest.mark.once
def test_a_worker_that_is_restarted_under_its_supervisor_loses_nothing(here: Place) -> None:
    supervisor = here.up()
    here.hold()
    here.ask("many")
    wait_for(lambda: len(here.noted("many-began")) == THREADS, "as many jobs as there are threads")
    worker = int(here.noted("many-began")[0])
    os.kill(worker, signal.SIGTERM)
    time.sleep(1)
    here.let_go()
    wait_for(lambda: len(here.noted("many-done")) == MANY, "all jobs, the rest by the next worker")
    assert len(here.noted("many-began")) == MANY
    assert len(set(here.noted("many-began"))) == 2
    assert supervisor.poll() is None
    assert here.report()["failed"] == []


@pytest.mark.stress
def test_what_takes_longer_than_half_a_minute_is_left_for_the_next_worker(here: Place) -> None:
    here.hold()
    worker = here.start("worker")
    here.ask("work")
    wait_for(lambda: here.noted("repeatable-began") and here.noted("unrepeatable-began"), "both jobs")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(35) == 1
    here.let_go()
    here.start("worker")
    wait_for(lambda: here.noted("repeatable-done"), "the job that may be repeated")
    assert [path for path, *_rest in here.report()["failed"]] == ["tests.slow_work.tasks.unrepeatable"]
    assert len(here.noted("unrepeatable-began")) == 1


def read(url: str) -> str:
    with urlopen(url, timeout=40) as answer:
        text: str = answer.read().decode()
        return text


def replaced(supervisor: int, killed: int, part: str) -> bool:
    below = [pid for pid in children_of(supervisor) if pid != killed and is_running(pid)]
    return any(part in command_of(pid) for pid in below)


@pytest.mark.once
def test_an_installation_comes_up_survives_and_ends(here: Place) -> None:
    supervisor = here.up()
    assert here.log().count("Ready: ") == 1
    assert (here.data / "korzo.pid").read_text().strip() == str(supervisor.pid)
    assert memory_kib([supervisor.pid, *children_of(supervisor.pid)]) < MEMORY_KIB_MAX

    # The same data, then the same port: both are refused with a sentence, and what runs goes on.
    again = here.run("up")
    assert (again.returncode, "already runs with the data in" in again.stderr) == (2, True)
    other = here.run("up", KORZO_DATA=str(here.folder / "other"))
    assert (other.returncode, f"127.0.0.1:{here.port}" in other.stderr) == (2, True)

    for part in ("korzo.project.cli worker", "-m granian"):
        killed = next(pid for pid in children_of(supervisor.pid) if part in command_of(pid))
        os.kill(killed, signal.SIGKILL)
        wait_for(partial(replaced, supervisor.pid, killed, part), f"another {part}")
        wait_for(here.health, f"health after the death of {part}")
    assert here.log().count("Ready: ") == 1

    below = children_of(supervisor.pid)
    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(35) == 0
    assert [pid for pid in below if is_running(pid)] == []
    assert not (here.data / "korzo.pid").exists()


@pytest.mark.once
def test_nothing_runs_on_without_its_supervisor(here: Place) -> None:
    supervisor = here.up()
    below = children_of(supervisor.pid)
    assert len(below) == 3
    supervisor.kill()
    supervisor.wait()
    wait_for(lambda: not [pid for pid in below if is_running(pid)], "web and worker to end", seconds_max=20)


@pytest.mark.stress
@pytest.mark.once
def test_two_installations_live_side_by_side(here: Place, tmp_path: Path) -> None:
    with place(tmp_path / "there") as there:
        here.up()
        there.up()
        here.ask("light")
        wait_for(lambda: here.report()["deliveries"] == ["done", "done", "done"], "the deliveries here")
        assert there.report()["deliveries"] == []
        assert (here.data / "secret-key").read_text() != (there.data / "secret-key").read_text()
        assert here.health()
        assert there.health()


@pytest.mark.once
def test_a_part_that_cannot_start_ends_the_whole_with_a_sentence(here: Place) -> None:
    done = here.run("up", DJANGO_SETTINGS_MODULE="tests.slow_work.nowhere")
    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert not (here.data / "korzo.pid").exists()
