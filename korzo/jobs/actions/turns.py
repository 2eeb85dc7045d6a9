"""Whose turn it is towards a destination that bears only so many calls a minute."""

import logging
from datetime import datetime, timedelta

from dj_queue.models import ClaimedExecution, Job, ScheduledExecution
from dj_queue.operations.concurrency import release_concurrency_slot
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from korzo.jobs.actions.declare import declaration_of
from korzo.jobs.models import Destination, Turn

logger = logging.getLogger("korzo.jobs")

MINUTE = timedelta(minutes=1)
NAME_LENGTH_MAX = 200


def take_turn(destination: str, *, per_minute: int, holder: str) -> datetime | None:
    """None: start now, and it counts. Otherwise when to ask again: the place in the line is kept until a minute later.

    `holder` is who asks, such as "mail:17". Never more than `per_minute` starts in any sixty
    seconds, over all processes.
    """
    with transaction.atomic():
        # Writing the row locks it: whoever holds it decides alone.
        (line,) = Destination.objects.bulk_create(
            [Destination(name=destination[:NAME_LENGTH_MAX])],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["name"],
        )
        now = timezone.now()
        turns = Turn.objects.filter(destination=line)
        turns.filter(at__lte=now - MINUTE).delete()
        mine = turns.filter(holder=holder, is_taken=False).first()
        if mine is not None and mine.at > now:
            return mine.at
        is_next = mine is not None or not turns.filter(is_taken=False).exists()
        taken = list(turns.filter(is_taken=True).order_by("-at", "-pk").values_list("at", flat=True)[:per_minute])
        if is_next and len(taken) < per_minute:
            _write(mine, line, holder, at=now, is_taken=True)
            return None
        # One that was promised a turn comes before all later promises, even where starts before it were late.
        times = taken if mine is not None else _newest(turns, per_minute)
        at = times[-1] + MINUTE if len(times) >= per_minute else times[0]
        _write(mine, line, holder, at=max(at, now), is_taken=False)
        return max(at, now)


def _newest(turns: QuerySet[Turn], per_minute: int) -> list[datetime]:
    return list(turns.order_by("-at", "-pk").values_list("at", flat=True)[:per_minute])


def _write(mine: Turn | None, line: Destination, holder: str, *, at: datetime, is_taken: bool) -> None:
    if mine is None:
        Turn.objects.create(destination=line, holder=holder, at=at, is_taken=is_taken)
    else:
        Turn.objects.filter(pk=mine.pk).update(at=at, is_taken=is_taken)


def put_off(job: Job) -> bool:
    """Whether a job that a worker took must wait for its turn: then it is planned anew, in one transaction."""
    limit = _limit_of(job)
    if limit is None:
        return False
    destination, per_minute = limit
    with transaction.atomic():
        at = take_turn(destination, per_minute=per_minute, holder=f"job:{job.pk}")
        if at is None:
            return False
        claimed, _by_model = ClaimedExecution.objects.filter(job_id=job.pk).delete()
        if claimed:
            job.scheduled_at = at
            job.save(update_fields=["scheduled_at", "updated_at"])
            ScheduledExecution.objects.create(
                job=job, backend_alias=job.backend_alias, queue_name=job.queue_name, priority=job.priority,
                scheduled_at=at,
            )  # fmt: skip
            release_concurrency_slot(job)
    # Where the claim is gone, this worker counted as dead meanwhile, and the job is somebody else's.
    return True


def _limit_of(job: Job) -> tuple[str, int] | None:
    declared = declaration_of(job.task_path)
    if declared is None or declared.limit is None or declared.limit.per_minute is None:
        return None
    try:
        return declared.destination(job.payload["args"], job.payload["kwargs"]), declared.limit.per_minute
    except (TypeError, ValueError, LookupError, AttributeError):
        # Arguments of an older version: the call itself fails by them, and that is told on the staff page.
        logger.exception("Nobody can tell whose limit job %s counts for.", job.pk)
        return None


def forget_turns() -> int:
    """Destinations that nobody called for a minute; the first call brings them back."""
    now = timezone.now()
    Turn.objects.filter(at__lte=now - MINUTE).delete()
    count, _by_model = Destination.objects.filter(turns__isnull=True).delete()
    return count
