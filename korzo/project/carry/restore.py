"""Brings a community back from one file."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.db import connection

from korzo.kit.env import WrongSetting
from korzo.kit.errors import Refused
from korzo.project.carry.arrival import (
    RUNNING,
    Arrival,
    arrival_at,
    fresh_arriving,
    places_for_files,
    settle,
)
from korzo.project.carry.backup import key_mark
from korzo.project.carry.building import build, check_fits, open_house_at
from korzo.project.carry.progress import Progress
from korzo.project.carry.reading import Archive
from korzo.project.carry.scratch import alone
from korzo.project.carry.stores import Home
from korzo.project.cli.house import open_house
from korzo.project.installation import Installation
from korzo.project.secrets import secret_key
from korzo.project.supervisor import only_one


@dataclass(frozen=True)
class Restored:
    archive: Archive
    # Rows that had to be changed, because the database has no way to keep a sign in them.
    changed_rows: int
    has_other_key: bool


def restore(path: Path, installation: Installation, home: Home, *, replace: bool, progress: Progress) -> Restored:
    """Must run in a process of its own: it opens the house as the one that is being made."""
    archive = opened(path, progress)
    data = installation.data
    with stopped(installation, home), alone(data):
        say_settled(home, data)
        with arrival_at(home, data) as arrival:
            arrival.check_free(replace=replace)
            has_other_key = archive.about.key_mark != key_mark(secret_key(data))
            with house_for(arrival, data):
                changed = bring(archive, arrival, data, progress)
    return Restored(archive, changed, has_other_key)


def opened(path: Path, progress: Progress) -> Archive:
    if not path.is_file():
        raise Refused(f"There is no file {path}.")
    with progress.bar("Checking the file", 2 * path.stat().st_size, "B") as tell:
        return Archive(path, tell)


@contextmanager
def stopped(installation: Installation, home: Home) -> Iterator[None]:
    """As long as we hold the place of `korzo up`, it does not start."""
    with ExitStack() as stack:
        try:
            stack.enter_context(only_one(installation))
        except WrongSetting:
            if os.access(installation.data, os.W_OK):
                raise Refused(RUNNING.format(place=home.shown)) from None
            raise
        yield


def say_settled(home: Home, data: Path) -> None:
    done = settle(home, data)
    if done:
        sys.stderr.write(f"{done}\n")


@contextmanager
def house_for(arrival: Arrival, data: Path) -> Iterator[None]:
    """Opens the house with a data folder and a database that are only being made."""
    with fresh_arriving(data) as folder:
        open_house_at(arrival.home, folder)
        open_house()
        yield


def bring(archive: Archive, arrival: Arrival, data: Path, progress: Progress) -> int:
    """Build what arrives and let it take its place. Whatever goes wrong before, the old stays."""
    check_fits(archive.about)
    arrival.begin([config.label for config in apps.get_app_configs()] + ["django"])
    try:
        changed = build(archive, arrival.home, progress)
        if archive.about.has_files:
            keep_files(archive, data, progress)
    except BaseException:
        connection.close()
        arrival.give_up()
        raise
    arrival.complete()
    return changed


def keep_files(archive: Archive, data: Path, progress: Progress) -> None:
    places = places_for_files(data)
    with progress.bar("Bringing back the files", archive.summary.files, "file") as tell:
        for area, name, changed_at, content in archive.files():
            places[area].keep(name, content, changed_at)
            tell(1)
