"""Installations and browsers for the journeys."""

import os
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journey.browser import browser, chromium
from tests.journey.installation import CREATE_OWNER, Installation, installation, prepared


@pytest.fixture(scope="session")
def empty_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Taking a database through all its steps is dear, so it happens once; installations begin with a copy."""
    check_that_a_journey_can_begin()
    own = tmp_path_factory.getbasetemp()
    return prepared(own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own)


def check_that_a_journey_can_begin() -> None:
    if os.environ.get("KORZO_DATABASE"):
        pytest.skip("The journeys walk on SQLite, once.")
    if chromium() is None:
        missing = "Chromium is not installed here"
        if os.environ.get("CI"):
            pytest.fail(f"{missing}.")
        warnings.warn(f"{missing}: the journeys are SKIPPED.", stacklevel=1)
        pytest.skip(missing)


@pytest.fixture(scope="module")
def opened(empty_data: Path) -> Iterator[Browser]:
    """For one module and no longer: while it is open, Django thinks that this thread must not wait for a database."""
    with browser() as one:
        yield one


@pytest.fixture(scope="module")
def house(empty_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An empty community with its owner."""
    with installation(tmp_path_factory.mktemp("house") / "data", CREATE_OWNER, like=empty_data) as one:
        yield one


@pytest.fixture(scope="session")
def promenade(empty_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A community with a little of everything, see fill.py. Who changes it leaves it usable for the others."""
    data = tmp_path_factory.mktemp("promenade") / "data"
    with installation(data, CREATE_OWNER, ["tests.journey.fill"], like=empty_data) as one:
        yield one


@pytest.fixture(scope="session")
def square(empty_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """People of each role, polls, an idea and a survey, see fill_square.py."""
    data = tmp_path_factory.mktemp("square") / "data"
    with installation(data, CREATE_OWNER, ["tests.journey.fill_square"], like=empty_data) as one:
        yield one
