"""Background work of the attention room."""

from django.utils.translation import gettext_lazy as _

from korzo.attention import actions
from korzo.jobs.actions import Priority, job


@job(
    title=_("Shrinking the list of old messages to numbers"),
    idempotent=True,
    priority=Priority.BULK,
    cron="33 3 * * *",
    unique="attention.forget_old",
    duplicates="drop",
)
def forget_old() -> int:
    return actions.forget_old()
