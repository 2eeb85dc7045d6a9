"""Brings the database up to date, and lets a person see that it goes on: the first time takes some seconds."""

from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.migrate import Command as Migrate
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from tqdm import tqdm

LABEL = "Preparing the database"


class QuietMigrate(Migrate):
    """Django's own migrate, with one line of progress instead of three hundred."""

    def __init__(self, progress: "tqdm[Any]") -> None:
        super().__init__()
        self.progress = progress

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        if action == "apply_success":
            self.progress.update()


def prepare() -> int:
    """Apply what is missing; says how much that was."""
    # The server of static files says at every start that it misses the folder where it looks first.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    missing = missing_migrations()
    if missing:
        # Without a terminal, as in a log, a line every few seconds is enough.
        with tqdm(total=missing, desc=LABEL, unit="step", dynamic_ncols=True, mininterval=0.5) as progress:
            call_command(QuietMigrate(progress), interactive=False, verbosity=0)
    # A house that cannot be opened is found out here, with its reason, and not by a web server that dies for ever.
    call_command("check", stdout=StringIO())
    return missing


def missing_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
