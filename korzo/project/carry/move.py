"""Carries the database of a community into another database. Its files stay where they are."""

from dataclasses import dataclass
from pathlib import Path

from korzo.kit.errors import Refused
from korzo.project.carry import sqlite
from korzo.project.carry.arrival import arrival_at
from korzo.project.carry.backup import write_backup
from korzo.project.carry.postgres import connect, is_used_elsewhere
from korzo.project.carry.progress import Progress
from korzo.project.carry.reading import Archive
from korzo.project.carry.restore import bring, house_for, opened, say_settled
from korzo.project.carry.scratch import alone, scratch
from korzo.project.carry.stores import Home


@dataclass(frozen=True)
class Moved:
    archive: Archive
    changed_rows: int
    # The community ran: what it wrote after the beginning is not in the new database.
    was_running: bool


def move(source: Home, target: Home, data: Path, *, replace: bool, progress: Progress) -> Moved:
    """Must run in a process of its own: it opens the house with the new database."""
    if source == target:
        raise Refused(f"The community is in {target.shown} already.")
    with alone(data):
        say_settled(source, data)
        with arrival_at(target, data) as arrival:
            arrival.check_free(replace=replace)
            was_running = is_used(source)
            with house_for(arrival, data), scratch(data) as folder:
                path = folder / "database.tar"
                write_backup(source, data, path, areas=[], secret_key="", progress=progress)
                archive = opened(path, progress)
                changed = bring(archive, arrival, data, progress)
    return Moved(archive, changed, was_running)


def is_used(home: Home) -> bool:
    if not home.address:
        return sqlite.is_open_elsewhere(home.file)
    with connect(home.address) as connection:
        return is_used_elsewhere(connection)
