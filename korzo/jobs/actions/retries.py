"""What becomes of work that failed: another try, or a person who looks at it."""

import logging
import random
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import batched
from uuid import UUID

from dj_queue.api import discard_failed_jobs, retry_failed_jobs, schedule_failed_job_retry
from dj_queue.models import FailedExecution
from django.db import transaction
from django.utils import timezone

from korzo.jobs.actions.declare import Policy, policy_of
from korzo.jobs.models import RetryPlan
from korzo.kit import bell
from korzo.kit.errors import Missing

logger = logging.getLogger("korzo.jobs")

# One look takes this many failures; the next look, ten seconds later, takes the rest.
SWEEP_SIZE_MAX = 200
# However often it failed: somebody mends the mail server within hours, and then the work should not wait for days.
BACKOFF_SECONDS_MAX = 3600
# The queue drops failed jobs after 30 days (settings); their plans go a little later.
PLAN_KEPT = timedelta(days=32)
BATCH = 500


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
    if not retry_jobs([job_id]):
        raise Missing(str(job_id))


def discard(job_id: UUID) -> None:
    """Staff say that a failed job need not be done any more."""
    if not discard_jobs([job_id]):
        raise Missing(str(job_id))


def retry_jobs(job_ids: Iterable[UUID]) -> int:
    """All of them at once; those that meanwhile went well or went away are left out. How many try again."""
    return _in_batches(retry_failed_jobs, job_ids)


def discard_jobs(job_ids: Iterable[UUID]) -> int:
    return _in_batches(discard_failed_jobs, job_ids)


def _in_batches(act: Callable[..., int], job_ids: Iterable[UUID]) -> int:
    count = 0
    for batch in batched(job_ids, BATCH):
        with transaction.atomic():
            count += act(job_ids=batch, batch_size=BATCH)
            RetryPlan.objects.filter(job_id__in=batch).delete()
            bell.ring_on_commit()
    return count


def forget_plans(before: datetime | None = None) -> int:
    """Plans of jobs that the queue dropped long ago, or that went well in the end."""
    count, _by_model = RetryPlan.objects.filter(planned_at__lt=before or timezone.now() - PLAN_KEPT).delete()
    return count
