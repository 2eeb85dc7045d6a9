"""Counting by several processes, read as one. Each process of a test is a real one with a folder of its own."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from korzo.kit import meter_files, meters
from korzo.kit.meter_files import COUNTER, GAUGE, Definition, Found, Readings, read_all

WORDS = """
import sys, os, threading
from django.conf import settings
settings.configure(KORZO_DATA=sys.argv[1])
from korzo.kit import meters
os.environ["KORZO_PART"] = "web"
ASKED = meters.counter("asked", "Questions.", "outcome")
OPEN = meters.gauge("open", "Streams.")
TOOK = meters.histogram("took", "Seconds.", bounds=(0.1, 1.0))
"""


def run(folder: Path, words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", WORDS + words, str(folder)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def started(folder: Path, words: str) -> "subprocess.Popen[str]":
    """A process that says one line when it has counted, and then waits to be ended."""
    process = subprocess.Popen(
        [sys.executable, "-c", WORDS + words + "\nprint('counted', flush=True)\nsys.stdin.read()", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "counted\n"
    return process


def found_in(folder: Path) -> Found:
    return read_all(folder / meters.FOLDER_NAME)


def rows(readings: Readings) -> dict[str, dict[tuple[str, ...], list[float]]]:
    return {name: reading.rows for name, reading in readings.items()}


def test_it_adds_up_the_living_and_the_dead(tmp_path: Path) -> None:
    run(tmp_path, "ASKED.add('hit', by=3); ASKED.add('miss'); OPEN.set(7); TOOK.observe(0.05); TOOK.observe(9)")
    living = started(tmp_path, "ASKED.add('hit'); OPEN.add(); OPEN.add(); TOOK.observe(0.5)")
    try:
        found = found_in(tmp_path)
        assert rows(found.readings) == {
            "asked": {("hit",): [4.0], ("miss",): [1.0]},
            # The streams of the dead are closed.
            "open": {(): [2.0]},
            "took": {(): [1.0, 1.0, 1.0, 9.55]},
        }
        assert [(one.role, one.pid) for one in found.living] == [("web", living.pid)]
    finally:
        living.communicate(timeout=10)


def test_it_loses_nothing_when_a_process_is_killed(tmp_path: Path) -> None:
    process = started(tmp_path, "ASKED.add('hit', by=5); OPEN.set(3)")
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=10)
    for _look in range(3):
        assert rows(found_in(tmp_path).readings) == {"asked": {("hit",): [5.0]}}
    assert not list((tmp_path / meters.FOLDER_NAME).glob(f"*{meter_files.SUFFIX}"))


def test_a_burial_that_broke_off_counts_nobody_twice(tmp_path: Path) -> None:
    run(tmp_path, "ASKED.add('hit', by=5)")
    folder = tmp_path / meters.FOLDER_NAME
    [path] = folder.glob(f"*{meter_files.SUFFIX}")
    kept = path.read_bytes()
    found_in(tmp_path)
    path.write_bytes(kept)
    assert rows(found_in(tmp_path).readings) == {"asked": {("hit",): [5.0]}}
    assert not path.exists()


def test_a_forked_child_counts_for_itself(tmp_path: Path) -> None:
    words = """
ASKED.add('hit'); OPEN.set(1)
child = os.fork()
if child == 0:
    ASKED.add('hit', by=10); OPEN.set(5); os._exit(0)
os.waitpid(child, 0)
ASKED.add('hit')
print(sorted(meters.read().readings['asked'].rows.items()), meters.read().readings['open'].rows)
"""
    assert run(tmp_path, words) == "[(('hit',), [12.0])] {(): [1.0]}\n"


def test_a_parent_that_ends_before_its_child_counts_as_dead(tmp_path: Path) -> None:
    words = """
OPEN.set(4); ASKED.add('hit')
if os.fork() == 0:
    os.close(1); os.close(2)
    sys.stdin.read()
    os._exit(0)
"""
    read_end, write_end = os.pipe()
    subprocess.run(
        [sys.executable, "-c", WORDS + words, str(tmp_path)], stdin=read_end, timeout=60, check=True, pass_fds=()
    )
    os.close(read_end)
    found = found_in(tmp_path)
    os.close(write_end)
    assert (found.living, rows(found.readings)) == ([], {"asked": {("hit",): [1.0]}})


def test_threads_lose_no_count(tmp_path: Path) -> None:
    words = """
sys.setswitchinterval(1e-6)
def count():
    for _turn in range(20_000):
        ASKED.add('hit'); TOOK.observe(0.5)
threads = [threading.Thread(target=count) for _one in range(4)]
[one.start() for one in threads]; [one.join() for one in threads]
print(meters.read().readings['asked'].rows, meters.read().readings['took'].rows)
"""
    assert run(tmp_path, words) == "{('hit',): [80000.0]} {(): [0.0, 80000.0, 0.0, 40000.0]}\n"


def test_readers_and_writers_meet(tmp_path: Path) -> None:
    writer = started(
        tmp_path, "threading.Thread(target=lambda: [ASKED.add(str(n % 400)) for n in range(300_000)]).start()"
    )
    totals: list[float] = []

    def look() -> None:
        for _turn in range(20):
            asked = found_in(tmp_path).readings.get("asked")
            totals.append(sum(row[0] for row in asked.rows.values()) if asked else 0.0)

    readers = [threading.Thread(target=look) for _one in range(3)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    writer.communicate(timeout=30)
    assert len(totals) == 60
    assert max(totals) <= 300_000
    assert rows(found_in(tmp_path).readings)["asked"][("0",)] == [750.0]


def test_labels_that_somebody_else_chooses_fill_nothing(tmp_path: Path) -> None:
    words = "[ASKED.add('x' * 90 + str(n)) for n in range(5_000)]; print(len(ASKED.places))"
    assert int(run(tmp_path, words)) == meters.ROWS_MAX + 1
    asked = found_in(tmp_path).readings["asked"].rows
    assert asked[(meters.OTHER,)] == [5_000.0 - meters.ROWS_MAX]
    assert sum(row[0] for row in asked.values()) == 5_000.0


def test_a_full_book_goes_on_without_what_is_new(tmp_path: Path) -> None:
    words = """
many = [meters.histogram(f"long{n}", "Long.", "of", bounds=tuple(map(float, range(90)))) for n in range(3)]
for n in range(400):
    for one in many:
        one.observe(1.0, str(n))
ASKED.add('hit')
print(one.places['399',])
"""
    assert int(run(tmp_path, words)) == meters.NOWHERE
    readings = found_in(tmp_path).readings
    assert "asked" not in readings
    assert readings["long0"].rows[("0",)][1] == 1.0


def test_it_counts_in_memory_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / meters.FOLDER_NAME).write_text("not a folder")
    assert run(tmp_path, "ASKED.add('hit'); print(meters.read().readings['asked'].rows)") == "{('hit',): [1.0]}\n"


@pytest.mark.parametrize(
    "content", [b"", b"KMETERS1", b"KMETERS1" + b"\xff" * 200, b"\0" * 5000, b"KMETERS1\x40" + b"\0" * 7 + b"\x08" * 99]
)
def test_a_damaged_file_is_nothing(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / meters.FOLDER_NAME
    folder.mkdir()
    (folder / "web-1-aa.meters").write_bytes(content)
    (folder / "past.json").write_bytes(content)
    assert found_in(tmp_path).readings == {}
    run(tmp_path, "ASKED.add('hit')")
    assert rows(found_in(tmp_path).readings) == {"asked": {("hit",): [1.0]}}


def test_an_update_that_labels_otherwise_begins_anew() -> None:
    whole: Readings = {}
    old = meter_files.Reading(Definition(COUNTER, "asked", "Questions."))
    old.add((), [5.0])
    new = meter_files.Reading(Definition(COUNTER, "asked", "Questions.", ("outcome",)))
    new.add(("hit",), [1.0])
    meter_files.merge(whole, {"asked": old})
    meter_files.merge(whole, {"asked": new})
    assert whole["asked"].rows == {("hit",): [1.0]}


def test_it_keeps_the_last_days_only(tmp_path: Path) -> None:
    run(tmp_path, "days = meters.counter('pages', 'Pages.', 'day'); days.add('2001-01-01'); days.add('2999-01-01')")
    found_in(tmp_path)
    past = json.loads((tmp_path / meters.FOLDER_NAME / "past.json").read_text())
    assert [labels for one in past["meters"] for labels, _row in one["rows"]] == [["2999-01-01"]]


def test_a_meter_is_declared_one_way() -> None:
    first = meters.counter("korzo_test_declared", "One.", "a")
    assert meters.counter("korzo_test_declared", "One.", "a") is first
    with pytest.raises(ValueError, match="otherwise"):
        meters.gauge("korzo_test_declared", "One.", "a")
    with pytest.raises(TypeError, match="labelled by: a"):
        first.add()


def test_the_width_of_a_row() -> None:
    assert Definition(GAUGE, "open", "Streams.").width == 1
    assert Definition("histogram", "took", "Seconds.", (), (0.1, 1.0)).width == 4
