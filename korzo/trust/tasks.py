"""Background work of trust."""

from django.utils.translation import gettext_lazy as _

from korzo.jobs.actions import Priority, job
from korzo.trust import actions


@job(
    title=_("Looking whom to trust more"),
    idempotent=True,
    priority=Priority.BULK,
    cron="41 4 * * *",
    unique="trust.recount",
    duplicates="drop",
    lease_seconds=3600,
)
def recount_all() -> int:
    return actions.recount_everybody()


@job(
    title=_("Looking whom to trust more, among newcomers"),
    idempotent=True,
    priority=Priority.BULK,
    every="15 minutes",
    unique="trust.recount_newcomers",
    duplicates="drop",
)
def recount_newcomers() -> int:
    return actions.recount_newcomers()
