"""The work that keeps the other work going."""

from django.utils.translation import gettext_lazy as _

from korzo.jobs import actions
from korzo.jobs.actions import Priority, job


@job(
    title=_("Trying again what failed"),
    idempotent=True,
    attempts_max=2,
    priority=Priority.URGENT,
    every="10 seconds",
    unique="jobs.plan_retries",
    duplicates="drop",
)
def plan_retries() -> int:
    return actions.plan_retries()


@job(title=_("Tidying up the notes of old jobs"), idempotent=True, priority=Priority.BULK, cron="17 3 * * *")
def forget_plans() -> int:
    return actions.forget_plans() + actions.forget_progress() + actions.forget_turns()
