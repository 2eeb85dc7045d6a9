"""Background work: how a room declares it, asks for it, and what becomes of it when it fails.

The queue behind it is known to this room only.
"""

import logging
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

from dj_queue.api import concurrency, discard_failed_job, retry_failed_job, schedule_failed_job_retry
from dj_queue.api import enqueue_on_commit as _enqueue_on_commit
from dj_queue.models import FailedExecution
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.tasks import Task, task
from django.utils import timezone

from korzo.jobs.models import RetryPlan
from korzo.kit.errors import Missing

logger = logging.getLogger("korzo.jobs")

type AnyTask = Task[..., Any]

# One look takes this many failures; the next look, ten seconds later, takes the rest.
SWEEP_SIZE_MAX = 200
# However often it failed: somebody mends the mail server within hours, and then the work should not wait for days.
BACKOFF_SECONDS_MAX = 3600
# The queue drops failed jobs after 30 days (settings); their plans go a little later.
PLAN_KEPT = timedelta(days=32)


@dataclass(frozen=True)
class Policy:
    """What to do when a job fails. Only jobs that bear being run twice are retried without a person."""

    idempotent: bool
    attempts_max: int
    backoff_seconds: int


# A task that nobody declared through us is never retried by itself.
NO_POLICY = Policy(idempotent=False, attempts_max=1, backoff_seconds=0)

_policies: dict[str, Policy] = {}


def job(
    *,
    idempotent: bool = False,
    attempts_max: int = 5,
    backoff_seconds: int = 10,
    queue: str = "default",
    priority: int = 0,
    unique: str | None = None,
    lease_seconds: int = 180,
) -> Callable[[Callable[..., Any]], AnyTask]:
    """Declare a function at the top of a room's `tasks.py` as background work.

    Arguments must be JSON (ids, not rows). `unique` is a key such as `"render:{picture_id}"`: one at a time for each
    value, further ones wait; `lease_seconds` is how long one may take at most.
    """

    def wrap(function: Callable[..., Any]) -> AnyTask:
        if unique is not None:
            function = concurrency(key=unique, limit=1, duration=lease_seconds)(function)
        declared = task(queue_name=queue, priority=priority)(function)
        _policies[declared.module_path] = Policy(idempotent, attempts_max, backoff_seconds)
        return declared

    return wrap


def policy_of(task_path: str) -> Policy:
    """What the room declared for this task; its module is loaded where this process has not met it yet."""
    if task_path not in _policies:
        try:
            import_module(task_path.rpartition(".")[0])
        except (ImportError, ValueError):
            # The task went away with an update while its job was waiting.
            return NO_POLICY
    return _policies.get(task_path, NO_POLICY)


def enqueue_on_commit(declared: AnyTask, *args: Any, **kwargs: Any) -> None:
    """Ask for the work once the current transaction holds; at once where there is none."""
    _enqueue_on_commit(declared, *args, **kwargs)


def enqueue_many(calls: Iterable[tuple[AnyTask, list[Any], dict[str, Any]]]) -> int:
    """Many jobs in one go: about half the price of one by one."""
    listed = list(calls)
    if not listed:
        return 0
    backend: Any = listed[0][0].get_backend()
    backend.enqueue_all(listed)
    return len(listed)


def plan_retries() -> int:
    """Look at what failed since the last look: plan another try, or leave it for a person."""
    given_up = RetryPlan.objects.filter(given_up_at__isnull=False).values("job_id")
    waiting = FailedExecution.objects.filter(retry_at__isnull=True).exclude(job_id__in=given_up).order_by("created_at")
    count = 0
    for job_id in list(waiting.values_list("job_id", flat=True)[:SWEEP_SIZE_MAX]):
        try:
            count += _plan_retry(job_id)
        except Exception:
            # One odd row must not keep all others from their next try.
            logger.exception("No plan could be made for job %s.", job_id)
    return count


def _plan_retry(job_id: UUID) -> bool:
    """One failure, counted once, however many sweeps look at it at the same time."""
    with transaction.atomic():
        failed = (
            FailedExecution.objects.select_for_update(of=("self",))
            .select_related("job")
            .filter(job_id=job_id, retry_at__isnull=True)
            .first()
        )
        if failed is None:
            return False
        plan, _is_new = RetryPlan.objects.get_or_create(job_id=job_id)
        if plan.given_up_at is not None:
            return False
        policy = policy_of(failed.job.task_path)
        plan.attempts += 1
        plan.planned_at = timezone.now()
        if policy.idempotent and plan.attempts < policy.attempts_max:
            schedule_failed_job_retry(job_id, retry_at=plan.planned_at + backoff(policy, plan.attempts))
        else:
            plan.given_up_at = plan.planned_at
        plan.save(update_fields=["attempts", "planned_at", "given_up_at"])
    return plan.given_up_at is None


def backoff(policy: Policy, attempts: int) -> timedelta:
    """Twice as long each time, at most an hour, with some jitter so that a crowd does not come back together."""
    seconds = min(policy.backoff_seconds * 2 ** (attempts - 1), BACKOFF_SECONDS_MAX)
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))


def retry_now(job_id: UUID) -> None:
    """Staff let a failed job try again; from here it has all its attempts anew."""
    with transaction.atomic():
        try:
            retry_failed_job(job_id)
        except ObjectDoesNotExist:
            raise Missing(str(job_id)) from None
        RetryPlan.objects.filter(job_id=job_id).delete()


def discard(job_id: UUID) -> None:
    """Staff say that a failed job need not be done any more."""
    with transaction.atomic():
        if not discard_failed_job(job_id):
            raise Missing(str(job_id))
        RetryPlan.objects.filter(job_id=job_id).delete()


def forget_plans(before: datetime | None = None) -> int:
    """Plans of jobs that the queue dropped long ago, or that went well in the end."""
    count, _by_model = RetryPlan.objects.filter(planned_at__lt=before or timezone.now() - PLAN_KEPT).delete()
    return count
