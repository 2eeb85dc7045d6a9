import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from pytest_django import Settings

from korzo.kit import kept_files
from korzo.kit.kept_files import KeptFiles, TooBusy

NAME = "ab" * 20


@pytest.fixture
def kept(settings: Settings, tmp_path: Path) -> KeptFiles:
    settings.KORZO_DATA = tmp_path
    return KeptFiles("pictures", files_in_folder_max=3)


def made_once(asked: list[str], data: bytes = b"data") -> Callable[[], bytes]:
    def make() -> bytes:
        asked.append("made")
        return data

    return make


def files(kept: KeptFiles) -> list[str]:
    return sorted(one.name for one in kept.root.rglob("*") if one.is_file() and one.name != "lock")


def test_it_is_made_once(kept: KeptFiles) -> None:
    asked: list[str] = []
    assert [kept.get(NAME, made_once(asked)) for _ in range(3)] == [b"data"] * 3
    assert (asked, files(kept)) == (["made"], [NAME])


def test_many_at_once_make_it_once(kept: KeptFiles) -> None:
    asked: list[str] = []
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _n: kept.get(NAME, made_once(asked)), range(40)))
    assert (set(found), asked) == ({b"data"}, ["made"])


def test_the_place_is_bounded_and_the_oldest_goes(kept: KeptFiles) -> None:
    names = [f"ab{number:038d}" for number in range(10)]
    for number, name in enumerate(names):
        kept.get(name, lambda: b"x")
        os.utime(kept.root / "ab" / name, (number, number))
    assert files(kept) == names[-3:]
    # What was asked for again is no longer the oldest.
    kept.get(names[7], lambda: b"never made")
    kept.get("ab" + "f" * 38, lambda: b"x")
    assert files(kept) == sorted([names[7], names[9], "ab" + "f" * 38])


def test_whoever_would_wait_too_long_is_told(kept: KeptFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_files, "WAIT_SECONDS_MAX", 0.05)
    begun, done = Event(), Event()

    def slow() -> bytes:
        begun.set()
        done.wait(20)
        return b"slow"

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(kept.get, NAME, slow)
        begun.wait(20)
        with pytest.raises(TooBusy):
            kept.get("cd" * 20, lambda: b"other")
        done.set()
        assert first.result() == b"slow"
    assert kept.get("cd" * 20, lambda: b"other") == b"other"


def test_what_cannot_be_made_leaves_nothing_behind(kept: KeptFiles) -> None:
    def broken() -> bytes:
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        kept.get(NAME, broken)
    assert files(kept) == []
    assert kept.get(NAME, lambda: b"data") == b"data"


def test_a_disk_that_takes_nothing_is_no_reason_to_show_nothing(kept: KeptFiles) -> None:
    kept.root.mkdir()
    (kept.root / "ab").write_text("in the way")
    assert kept.get(NAME, lambda: b"data") == b"data"


def _die_while_making(folder: str) -> None:
    from django.conf import settings  # noqa: PLC0415 (in the child alone)

    settings.KORZO_DATA = folder
    KeptFiles("pictures", files_in_folder_max=3).get(NAME, lambda: os._exit(9))


def test_a_process_that_dies_lets_go(kept: KeptFiles, tmp_path: Path) -> None:
    child = multiprocessing.get_context("fork").Process(target=_die_while_making, args=(str(tmp_path),))
    child.start()
    child.join(30)
    assert child.exitcode == 9
    assert kept.get(NAME, lambda: b"data") == b"data"
