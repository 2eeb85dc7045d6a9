"""What the worker has not done yet, and what went wrong: jobs, deliveries, and what should have left the house."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from korzo.activity import actions as activity
from korzo.activity import queries as activity_queries
from korzo.activity.models import Delivery, Outgoing
from korzo.jobs import actions as jobs
from korzo.jobs import queries as jobs_queries
from korzo.kit.errors import Missing
from korzo.members.models import Member
from korzo.members.permissions import check_can, person_of
from korzo.project.permissions import SEE_JOBS

# More failures than this have one cause, which is seen in the first few.
LISTED_MAX = 100


@dataclass(frozen=True)
class JobsPage:
    """Everything that the template shows."""

    worker_is_alive: bool
    oldest_delivery_seconds: float
    oldest_job_seconds: float
    counts: jobs_queries.Counts
    deliveries: dict[str, int]
    failed_jobs: list[jobs_queries.FailedJob]
    running_jobs: list[jobs_queries.JobLine]
    waiting_jobs: list[jobs_queries.JobLine]
    failed_deliveries: list["Failure[Delivery]"]
    failed_outgoing: list["Failure[Outgoing]"]

    @property
    def has_failures(self) -> bool:
        return bool(self.failed_jobs or self.failed_deliveries or self.failed_outgoing)


@dataclass(frozen=True)
class Failure[Row: (Delivery, Outgoing)]:
    """A row that failed, and the last line of its report, which names what went wrong."""

    row: Row

    @property
    def reason(self) -> str:
        lines = self.row.error.strip().splitlines()
        return lines[-1].strip() if lines else ""


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    check_can(_person(request), SEE_JOBS)
    shown = JobsPage(
        worker_is_alive=jobs_queries.is_worker_alive(),
        oldest_delivery_seconds=activity_queries.oldest_open_delivery_seconds(),
        oldest_job_seconds=jobs_queries.oldest_ready_seconds(),
        counts=jobs_queries.counts(),
        deliveries=activity_queries.counts_by_state(),
        failed_jobs=jobs_queries.failed_jobs(),
        running_jobs=jobs_queries.running_jobs(),
        waiting_jobs=jobs_queries.waiting_jobs(),
        failed_deliveries=[Failure(row) for row in activity_queries.failed_deliveries()[:LISTED_MAX]],
        failed_outgoing=[Failure(row) for row in activity_queries.failed_outgoing()[:LISTED_MAX]],
    )
    return render(request, "project/jobs/page.html", {"page": shown, "page_title": _("Jobs"), "header_icon": "cogs"})


@require_POST
def retry_job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    check_can(_person(request), SEE_JOBS)
    jobs.retry_now(job_id)
    return _back(request, _("It will be tried again now."))


@require_POST
def discard_job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    check_can(_person(request), SEE_JOBS)
    jobs.discard(job_id)
    return _back(request, _("The job was dropped."))


@require_POST
def retry_delivery(request: HttpRequest, pk: int) -> HttpResponse:
    check_can(_person(request), SEE_JOBS)
    delivery = activity_queries.failed_deliveries().filter(pk=pk).first()
    if delivery is None:
        raise Missing(str(pk))
    activity.retry_delivery(delivery)
    return _back(request, _("It will be tried again now."))


@require_POST
def retry_outgoing(request: HttpRequest, pk: int) -> HttpResponse:
    check_can(_person(request), SEE_JOBS)
    outgoing = activity_queries.failed_outgoing().filter(pk=pk).first()
    if outgoing is None:
        raise Missing(str(pk))
    activity.retry_outgoing(outgoing)
    return _back(request, _("It will be tried again now."))


def _person(request: HttpRequest) -> Member | None:
    return person_of(request)


def _back(request: HttpRequest, sentence: str) -> HttpResponseRedirect:
    messages.success(request, sentence)
    return HttpResponseRedirect(reverse("staff_jobs"))


urls = [
    path("jobs/", page, name="staff_jobs"),
    path("jobs/<uuid:job_id>/retry/", retry_job, name="staff_job_retry"),
    path("jobs/<uuid:job_id>/discard/", discard_job, name="staff_job_discard"),
    path("jobs/deliveries/<int:pk>/retry/", retry_delivery, name="staff_delivery_retry"),
    path("jobs/outgoing/<int:pk>/retry/", retry_outgoing, name="staff_outgoing_retry"),
]
