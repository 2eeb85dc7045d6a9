"""Background work of this room."""

from django.utils.translation import gettext_lazy as _

from korzo.jobs.actions import job
from korzo.reactions import actions


@job(
    title=_("Reminding members of what they saved"),
    idempotent=True,
    # Days begin somewhere in the world at every quarter of an hour.
    every="15 minutes",
    unique="reactions.remind",
    duplicates="drop",
)
def remind() -> int:
    return actions.remind_due()
