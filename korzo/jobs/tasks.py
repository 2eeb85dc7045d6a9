"""The work that keeps the other work going. The settings say how often."""

from korzo.jobs import actions
from korzo.jobs.actions import job


@job(idempotent=True, attempts_max=2)
def plan_retries() -> int:
    return actions.plan_retries()


@job(idempotent=True)
def forget_plans() -> int:
    return actions.forget_plans()
