"""Brings the database up to date, and lets a person see that it goes on: the first time takes some seconds."""

import sys
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from tqdm import tqdm

from korzo.kit import env
from korzo.project.carry.arrival import settle
from korzo.project.carry.stores import home_of

LABEL = "Preparing the database"

# PostgreSQL's word for a lock that was not to be had in time.
LOCK_NOT_AVAILABLE = "55P03"
LOCK_TRIES_MAX = 20
LOCK_PAUSE_SECONDS = 3.0


class QuietMigrate(Migrate):
    """Django's own migrate, with one line of progress instead of three hundred."""

    def __init__(self, tell: Callable[[int], object]) -> None:
        super().__init__()
        self.tell = tell

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        if action == "apply_success":
            self.tell(1)


def prepare() -> int:
    """Apply what is missing; says how much that was."""
    done = settle(home_of(env.secret("KORZO_DATABASE"), Path(settings.KORZO_DATA)), Path(settings.KORZO_DATA))
    if done:
        sys.stderr.write(f"{done}\n")
    # The server of static files says at every start that it misses the folder where it looks first.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    missing = missing_migrations()
    if missing:
        # Without a terminal, as in a log, a line every few seconds is enough.
        with tqdm(total=missing, desc=LABEL, unit="step", dynamic_ncols=True, mininterval=0.5) as progress:
            migrate_patiently(QuietMigrate(progress.update))
    # A house that cannot be opened is found out here, with its reason, and not by a web server that dies for ever.
    call_command("check", stdout=StringIO())
    return missing


def migrate_patiently(command: Migrate) -> None:
    """A migration that waits for a table gives up after seconds, for others pile up behind it; then it tries again."""
    for tries_left in reversed(range(LOCK_TRIES_MAX)):
        try:
            call_command(command, interactive=False, verbosity=0)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) != LOCK_NOT_AVAILABLE:
                raise
            if not tries_left:
                raise CommandError(
                    "A table was in use all the time. Please try again when less is going on."
                ) from error
            time.sleep(LOCK_PAUSE_SECONDS)
        else:
            return


def missing_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
