"""The counter file, as several processes use it."""

import multiprocessing
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

from korzo.kit import generations


@pytest.fixture(autouse=True)
def own_file(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.KORZO_DATA = tmp_path
    generations.set_trusted(True)
    yield tmp_path / generations.FILE_NAME
    generations.set_trusted(True)


def test_it_makes_what_was_stored_stale() -> None:
    before = generations.seen({"topic:5", "space:2"})
    assert generations.are_current(before)
    generations.bump("topic:5")
    assert not generations.are_current(before)


def test_it_leaves_other_tags_alone() -> None:
    before = generations.seen({"space:2"})
    generations.bump("topic:5")
    assert generations.are_current(before)


def test_it_starts_with_numbers_that_no_earlier_file_had(own_file: Path) -> None:
    before = generations.seen({"topic:5"})
    own_file.unlink()
    generations.reopen()
    assert not generations.are_current(before)


def test_it_finds_a_file_that_was_put_in_its_place(own_file: Path) -> None:
    before = generations.seen({"topic:5"})
    own_file.unlink()
    generations.keep_mapped()
    assert own_file.stat().st_size == generations.FILE_BYTES
    assert not generations.are_current(before)


def test_it_mends_a_file_of_the_wrong_size(own_file: Path) -> None:
    own_file.write_bytes(b"short")
    generations.reopen()
    assert generations.is_usable()
    assert own_file.stat().st_size == generations.FILE_BYTES


def test_it_says_so_where_it_cannot_map(own_file: Path) -> None:
    own_file.mkdir()
    generations.reopen()
    assert not generations.is_usable()
    generations.bump("topic:5")


def test_it_is_not_trusted_while_other_hosts_are_out_of_reach() -> None:
    generations.set_trusted(False)
    assert not generations.is_usable()


def test_it_tells_the_others() -> None:
    heard: list[frozenset[str]] = []
    generations.on_bump(heard.append)
    generations.bump("topic:5", "talk")
    assert heard == [frozenset({"topic:5", "talk"})]
    heard.clear()
    generations.bump_here({"topic:5"})
    assert heard == []


@pytest.mark.django_db(transaction=True)
def test_it_waits_for_the_commit() -> None:
    before = generations.seen({"topic:5"})
    with transaction.atomic():
        generations.bump_on_commit("topic:5")
        assert generations.are_current(before)
    assert not generations.are_current(before)


def _bump_often(folder: str, times: int) -> None:
    counters = generations.open_counters(Path(folder) / generations.FILE_NAME)
    for _turn in range(times):
        counters.numbers[generations.slot_of("topic:5")] = secrets.randbits(64)


def test_it_is_one_file_for_all_processes(own_file: Path) -> None:
    """Started together over no file at all: what one bumps, the others see."""
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_bump_often, args=(str(own_file.parent), 2_000)) for _one in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    mine = generations.reopen().numbers
    other = generations.open_counters(own_file).numbers
    generations.bump("topic:5")
    assert mine[generations.slot_of("topic:5")] == other[generations.slot_of("topic:5")]
