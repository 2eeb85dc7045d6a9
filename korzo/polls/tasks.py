"""Background work of the polls."""

from django.utils.translation import gettext_lazy as _

from korzo.jobs.actions import job
from korzo.polls import actions


@job(
    title=_("Closing polls and surveys whose time has come"),
    idempotent=True,
    every="1 minute",
    unique="polls.close_due",
    duplicates="drop",
)
def close_due() -> int:
    return actions.close_due_polls() + actions.close_due_surveys()
