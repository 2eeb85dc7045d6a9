"""Housework of the whole installation. The settings say how often."""

import logging

from django.db import connection
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from korzo.jobs.actions import Priority, finish_progress, job, report_progress
from korzo.search import actions as search
from korzo.search import queries as search_queries
from korzo.search.models import Rebuilding

logger = logging.getLogger("korzo.project")

# While the checkpoint waits for readers, writers wait for the checkpoint.
CHECKPOINT_WAIT_MS = 3_000
SEARCH_KEY = "project.search"
BUILDING = gettext_noop("Building the index of the search")


@job(idempotent=True, unique="project.checkpoint")
def checkpoint() -> bool:
    """Shorten SQLite's log, which a reader that is never quite done lets grow. Whether that worked."""
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        usual_ms = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {CHECKPOINT_WAIT_MS}")
        try:
            is_busy, _frames, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual_ms)}")
    if is_busy:
        logger.warning("The log of the database could not be shortened, because somebody kept reading.")
    return not is_busy


@job(
    title=_("Building the index of the search"),
    idempotent=True,
    priority=Priority.BULK,
    every="5 minutes",
    unique="project.search",
    duplicates="drop",
    lease_seconds=3600,
)
def keep_search_current() -> bool:
    """After an update that reads words in another way, or a database that was carried over. Whether there was need."""
    if search_queries.is_current():
        return False
    search.rebuild(progress=_tell_progress)
    finish_progress(SEARCH_KEY)
    return True


def _tell_progress(run: Rebuilding) -> None:
    report_progress(SEARCH_KEY, run.done, max(run.done, run.total), BUILDING)


@job(title=_("Housekeeping of the search"), idempotent=True, priority=Priority.BULK, cron="12 4 * * *")
def tend_search() -> int:
    """Learn the words that people began to use, and put the index in order."""
    search.tidy()
    return search.learn_words()
