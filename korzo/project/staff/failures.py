"""All that failed and waits for a person: jobs, deliveries and what should have left the house, told the same way."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from korzo.activity import actions as activity
from korzo.activity import queries as activity_queries
from korzo.activity.activities import UnknownVerb
from korzo.activity.models import Activity, Delivery, Outgoing
from korzo.jobs import actions as jobs
from korzo.jobs import queries as jobs_queries
from korzo.kit.errors import Missing
from korzo.project.staff.plain_words import last_line, reason

# More failures than this have one cause, which is seen in the first few; the buttons for all reach the rest too.
LISTED_MAX = 100
# As many digits as an id of the database may have.
KEY_DIGITS_MAX = 18


class Sort(StrEnum):
    JOB = "job"
    DELIVERY = "delivery"
    OUTGOING = "outgoing"


@dataclass(frozen=True)
class Failure:
    """One thing that did not go well."""

    key: str
    # What happened, for deliveries; empty where the group says it all.
    what: str
    why: str
    # For whoever mends it: the last line of the report, and the report.
    error: str
    detail: str
    since: datetime
    attempts: int
    # When it is tried again by itself; None where it waits for a person.
    retry_at: datetime | None = None


@dataclass(frozen=True)
class Group:
    """Failures of one kind, which probably have one cause."""

    sort: Sort
    name: str
    title: str
    count: int
    failures: list[Failure]
    # A part of it may be done: a person has to look before it is done again.
    is_delicate: bool = False

    @property
    def unlisted_count(self) -> int:
        return max(0, self.count - len(self.failures))


def groups() -> list[Group]:
    """The largest first, jobs before deliveries before sendings."""
    return [*_job_groups(), *_delivery_groups(), *_outgoing_groups()]


def retry(sort: Sort, name: str, keys: list[str] | None) -> int:
    """Try these again, or all of the kind where `keys` is None; says how many there were."""
    if sort is Sort.JOB:
        return jobs.retry_jobs(_job_ids(name, keys))
    if sort is Sort.DELIVERY:
        return activity.retry_deliveries(_picked(activity_queries.failed_deliveries().filter(subscriber=name), keys))
    return activity.retry_outgoing(_picked(activity_queries.failed_outgoing().filter(sender=name), keys))


def drop(sort: Sort, name: str, keys: list[str] | None) -> int:
    """Never try these again; says how many there were."""
    if sort is Sort.JOB:
        return jobs.discard_jobs(_job_ids(name, keys))
    if sort is Sort.DELIVERY:
        return activity.drop_deliveries(_picked(activity_queries.failed_deliveries().filter(subscriber=name), keys))
    return activity.drop_outgoing(_picked(activity_queries.failed_outgoing().filter(sender=name), keys))


def count_of(sort: Sort, name: str, keys: list[str] | None) -> int:
    if keys is not None:
        return len(keys)
    known = {
        Sort.JOB: jobs_queries.failed_kinds,
        Sort.DELIVERY: activity_queries.failed_by_subscriber,
        Sort.OUTGOING: activity_queries.failed_by_sender,
    }
    return known[sort]().get(name, 0)


def title_of(sort: Sort, name: str) -> str:
    if sort is Sort.JOB:
        return jobs_queries.title_of(name)
    return activity_queries.sender_title(name) if sort is Sort.OUTGOING else name


def _job_ids(name: str, keys: list[str] | None) -> list[UUID]:
    """Only what failed and is of this kind, whatever a form may ask for."""
    known = jobs_queries.failed_ids(name)
    if keys is None:
        return known
    return [job_id for job_id in known if str(job_id) in keys]


def _picked[Row: (Delivery, Outgoing)](rows: QuerySet[Row], keys: list[str] | None) -> QuerySet[Row]:
    if keys is None:
        return rows
    if not all(key.isdecimal() and len(key) <= KEY_DIGITS_MAX for key in keys):
        raise Missing(str(keys))
    return rows.filter(pk__in=keys)


def _job_groups() -> list[Group]:
    listed = _by_name((one.task_path, one) for one in jobs_queries.failed_jobs())
    return [
        Group(
            sort=Sort.JOB,
            name=path,
            title=jobs_queries.title_of(path),
            count=count,
            failures=[_job_failure(one) for one in listed[path]],
            is_delicate=not jobs.policy_of(path).idempotent,
        )
        for path, count in jobs_queries.failed_kinds().items()
    ]


def _job_failure(job: jobs_queries.FailedJob) -> Failure:
    return Failure(
        key=str(job.job_id),
        what="",
        why=reason(job.error),
        error=job.error,
        detail=job.detail,
        since=job.failed_at,
        attempts=job.attempts,
        retry_at=job.retry_at,
    )


def _delivery_groups() -> list[Group]:
    rows = activity_queries.failed_deliveries()[:LISTED_MAX]
    listed = _by_name((one.subscriber, one) for one in rows)
    return [
        Group(
            sort=Sort.DELIVERY,
            name=name,
            title=name,
            count=count,
            failures=[
                Failure(
                    key=str(one.pk),
                    what=_what_happened(one.activity),
                    why=reason(one.error),
                    error=last_line(one.error),
                    detail=one.error,
                    since=one.activity.recorded_at,
                    attempts=one.attempts,
                )
                for one in listed[name]
            ],
        )
        for name, count in activity_queries.failed_by_subscriber().items()
    ]


def _what_happened(fact: Activity) -> str:
    try:
        return str(fact.kind.sentence)
    except (UnknownVerb, TypeError):
        # Written by a version that knew more of it than this one.
        return fact.verb


def _outgoing_groups() -> list[Group]:
    listed = _by_name((one.sender, one) for one in activity_queries.failed_outgoing()[:LISTED_MAX])
    return [
        Group(
            sort=Sort.OUTGOING,
            name=name,
            title=activity_queries.sender_title(name),
            count=count,
            failures=[
                Failure(
                    key=str(one.pk),
                    what="",
                    why=reason(one.error),
                    error=last_line(one.error),
                    detail=one.error,
                    since=one.created_at,
                    attempts=one.attempts,
                )
                for one in listed[name]
            ],
        )
        for name, count in activity_queries.failed_by_sender().items()
    ]


def _by_name[Row](pairs: Iterable[tuple[str, Row]]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for name, row in pairs:
        found[name].append(row)
    return found
