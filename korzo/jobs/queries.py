"""How the background work is doing: for the staff page and for /health/."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from dj_queue.config import load_backend_config
from dj_queue.models import (
    BlockedExecution,
    ClaimedExecution,
    FailedExecution,
    Job,
    Process,
    ReadyExecution,
    ScheduledExecution,
)
from django.db.models import Count, F, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from korzo.jobs.actions import declaration_of, policy_of
from korzo.jobs.models import Progress, RetryPlan

# A page of the back office; whoever has more trouble than this first mends what causes it.
LISTED_MAX = 100
# Work that is at it reports every few seconds; this long without a word, it is not at it any more.
STILL_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Counts:
    ready: int
    scheduled: int
    running: int
    blocked: int
    # Failed, with another try planned.
    retrying: int
    # Failed, and nobody but a person tries again.
    failed: int


@dataclass(frozen=True)
class JobLine:
    """One job that is waiting or running."""

    job_id: UUID
    task_path: str
    queue: str
    since: datetime
    # When it is to start; None where it starts as soon as a worker is free.
    due_at: datetime | None

    @property
    def name(self) -> str:
        return short_name(self.task_path)

    @property
    def title(self) -> str:
        return title_of(self.task_path)


@dataclass(frozen=True)
class FailedJob:
    job_id: UUID
    task_path: str
    queue: str
    # Name and message of the exception in one line, then the whole report.
    error: str
    detail: str
    failed_at: datetime
    attempts: int
    # None once it waits for a person.
    retry_at: datetime | None
    idempotent: bool

    @property
    def name(self) -> str:
        return short_name(self.task_path)

    @property
    def title(self) -> str:
        return title_of(self.task_path)


def short_name(task_path: str) -> str:
    """The room and the work, as a person would say it: `jobs.plan_retries`."""
    return task_path.removeprefix("korzo.").replace(".tasks.", ".")


def title_of(task_path: str) -> str:
    """What the room calls this work, in the reader's language; its short name where it says nothing."""
    declared = declaration_of(task_path)
    return str(declared.title) if declared and declared.title else short_name(task_path)


def counts() -> Counts:
    failed = FailedExecution.objects.all()
    return Counts(
        ready=ReadyExecution.objects.count(),
        scheduled=ScheduledExecution.objects.count(),
        running=ClaimedExecution.objects.count(),
        blocked=BlockedExecution.objects.count(),
        retrying=failed.filter(retry_at__isnull=False).count(),
        failed=failed.filter(retry_at__isnull=True).count(),
    )


def oldest_ready_seconds() -> float:
    """How long the oldest job waits that could run at once; 0 when none waits."""
    since = ReadyExecution.objects.aggregate(at=Min("created_at"))["at"]
    return max(0.0, (timezone.now() - since).total_seconds()) if since else 0.0


def failed_jobs() -> list[FailedJob]:
    """The newest first, those that wait for a person before those that will be tried again."""
    rows = FailedExecution.objects.select_related("job")
    listed = [
        *rows.filter(retry_at__isnull=True).order_by("-created_at", "-pk")[:LISTED_MAX],
        *rows.filter(retry_at__isnull=False).order_by("retry_at", "pk")[:LISTED_MAX],
    ][:LISTED_MAX]
    plans = RetryPlan.objects.filter(job_id__in=[row.job_id for row in listed])
    attempts = dict(plans.values_list("job_id", "attempts"))
    return [
        FailedJob(
            job_id=row.job_id,
            task_path=row.job.task_path,
            queue=row.job.queue_name,
            error=f"{row.exception_class.rpartition('.')[2]}: {row.message}".rstrip(": "),
            detail=row.traceback,
            failed_at=row.created_at,
            attempts=attempts.get(row.job_id, 1),
            retry_at=row.retry_at,
            idempotent=policy_of(row.job.task_path).idempotent,
        )
        for row in listed
    ]


def failed_kinds() -> dict[str, int]:
    """How many failed, by task path."""
    rows = FailedExecution.objects.values_list("job__task_path").annotate(number=Count("pk")).order_by("-number")
    return dict(rows)


def failed_ids(task_path: str) -> list[UUID]:
    return list(FailedExecution.objects.filter(job__task_path=task_path).values_list("job_id", flat=True))


def running_jobs() -> list[JobLine]:
    rows = ClaimedExecution.objects.select_related("job").order_by("created_at", "pk")
    return [_line(row.job, row.created_at) for row in rows[:LISTED_MAX]]


def waiting_jobs() -> list[JobLine]:
    """What could run now, then what stands behind another job, then what has its time."""
    ready = _oldest(ReadyExecution.objects.select_related("job"))
    blocked = _oldest(BlockedExecution.objects.select_related("job"))
    scheduled = ScheduledExecution.objects.select_related("job").order_by("scheduled_at", "pk")
    lines = [_line(row.job, row.created_at) for row in [*ready, *blocked]]
    lines += [_line(row.job, row.created_at, row.scheduled_at) for row in scheduled[:LISTED_MAX]]
    return lines[:LISTED_MAX]


def _oldest(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by("created_at", "pk")[:LISTED_MAX]


def _line(job: Job, since: datetime, due_at: datetime | None = None) -> JobLine:
    return JobLine(job_id=job.pk, task_path=job.task_path, queue=job.queue_name, since=since, due_at=due_at)


def is_worker_alive() -> bool:
    """Whether a worker of any host gave a sign of life lately."""
    silence_max = timedelta(seconds=load_backend_config().process_alive_threshold)
    alive = Process.objects.filter(kind="Worker", last_heartbeat_at__gte=timezone.now() - silence_max)
    return bool(alive.exists())


@dataclass(frozen=True)
class ProgressLine:
    """Where one piece of long work stands."""

    key: str
    # In the reader's language.
    words: str
    done: int
    # None while nobody knows how much there is.
    total: int | None
    cursor: str
    started_at: datetime
    moved_at: datetime
    finished_at: datetime | None

    @property
    def share(self) -> int | None:
        """How much of it is done, in whole percent; what is unfinished never says 100."""
        if self.finished_at is not None:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else None

    @property
    def is_still(self) -> bool:
        """Whether it said nothing for so long that it waits for its next try, or for a person."""
        return self.finished_at is None and timezone.now() - self.moved_at > STILL_AFTER


def progress() -> list[ProgressLine]:
    """All long work that we know of: what is under way first, then what was finished lately."""
    rows = Progress.objects.order_by(F("finished_at").desc(nulls_first=True), "-moved_at", "key")
    return [_progress_line(row) for row in rows[:LISTED_MAX]]


def progress_of(key: str) -> ProgressLine | None:
    row = Progress.objects.filter(key=key).first()
    return _progress_line(row) if row else None


def cursor_of(key: str) -> str:
    """Where the work goes on; empty where it begins, because it never began or was finished."""
    cursor: str | None = Progress.objects.filter(key=key, finished_at=None).values_list("cursor", flat=True).first()
    return cursor or ""


def _progress_line(row: Progress) -> ProgressLine:
    return ProgressLine(
        key=row.key,
        words=gettext(row.words) if row.words else row.key,
        done=row.done,
        total=row.total,
        cursor=row.cursor,
        started_at=row.started_at,
        moved_at=row.moved_at,
        finished_at=row.finished_at,
    )
