"""Background work of the contests."""

from django.utils.translation import gettext_lazy as _

from korzo.contests import actions
from korzo.jobs.actions import Priority, job


@job(
    title=_("Opening, closing and counting contests"),
    idempotent=True,
    every="1 minute",
    unique="contests.keep_time",
    duplicates="drop",
)
def keep_time() -> int:
    return actions.keep_time()


@job(
    title=_("Looking whether the results of contests are still the published ones"),
    idempotent=True,
    priority=Priority.BULK,
    cron="19 3 * * *",
    unique="contests.check_results",
    duplicates="drop",
)
def check_results() -> int:
    return actions.check_results()
