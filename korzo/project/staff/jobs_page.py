"""What the worker has not done yet, and what went wrong: jobs, deliveries, and what should have left the house."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from korzo.activity import queries as activity_queries
from korzo.jobs import queries as jobs_queries
from korzo.kit import formats
from korzo.kit.errors import Missing
from korzo.members.permissions import check_can, person_of
from korzo.project.permissions import SEE_JOBS
from korzo.project.staff import failures

# As many as a page shows; whoever means more means all.
MARKS_MAX = 300


@dataclass(frozen=True)
class JobsPage:
    """Everything that the template shows."""

    worker_is_alive: bool
    counts: jobs_queries.Counts
    deliveries: dict[str, int]
    groups: list[failures.Group]
    progress: list[jobs_queries.ProgressLine]
    running_jobs: list[jobs_queries.JobLine]
    waiting_jobs: list[jobs_queries.JobLine]

    @property
    def for_you_count(self) -> int:
        """What nobody but a person sets going again."""
        return self.counts.failed + self.deliveries["failed"] + self.deliveries["not_sent"]

    @property
    def waiting_count(self) -> int:
        return self.counts.ready + self.counts.blocked + self.counts.scheduled

    @property
    def on_the_way_count(self) -> int:
        return self.deliveries["open"] + self.deliveries["waiting_to_send"]


@dataclass(frozen=True)
class Order:
    """What a button of a group asks for."""

    sort: failures.Sort
    name: str
    is_drop: bool
    # None: all of this kind.
    keys: list[str] | None

    @property
    def title(self) -> str:
        return failures.title_of(self.sort, self.name)

    @property
    def count(self) -> int:
        return failures.count_of(self.sort, self.name, self.keys)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    check_can(person_of(request), SEE_JOBS)
    shown = JobsPage(
        worker_is_alive=jobs_queries.is_worker_alive(),
        counts=jobs_queries.counts(),
        deliveries=activity_queries.counts_by_state(),
        groups=failures.groups(),
        progress=jobs_queries.progress(),
        running_jobs=jobs_queries.running_jobs(),
        waiting_jobs=jobs_queries.waiting_jobs(),
    )
    return render(request, "project/jobs/page.html", {"page": shown, "page_title": _("Jobs"), "header_icon": "cogs"})


@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """One, the marked ones, or all of a kind: tried again at once, dropped after one more question."""
    check_can(person_of(request), SEE_JOBS)
    order = _order(request)
    if order.keys == []:
        messages.warning(request, _("Mark at least one of them first."))
        return _back()
    if not order.is_drop:
        count = failures.retry(order.sort, order.name, order.keys)
        messages.success(request, _retried(count))
        return _back()
    if not request.POST.get("sure"):
        shown = {"order": order, "page_title": _("Drop what failed"), "header_icon": "cogs"}
        return render(request, "project/jobs/sure.html", shown)
    count = failures.drop(order.sort, order.name, order.keys)
    messages.success(request, _dropped(count))
    return _back()


def _order(request: HttpRequest) -> Order:
    """The value of the button is `retry` or `drop`, with `:all`, `:` and one key, or alone for the marked ones."""
    verb, _colon, which = request.POST.get("do", "").partition(":")
    sort = request.POST.get("sort", "")
    if verb not in {"retry", "drop"} or sort not in set(failures.Sort):
        raise Missing(sort)
    marked = request.POST.getlist("mark")[:MARKS_MAX]
    keys = None if which == "all" else [which] if which else marked
    return Order(failures.Sort(sort), request.POST.get("name", ""), verb == "drop", keys)


def _retried(count: int) -> str:
    sentence = ngettext("%(number)s will be tried again now.", "%(number)s will be tried again now.", count)
    return sentence % {"number": formats.number(count, get_language())}


def _dropped(count: int) -> str:
    sentence = ngettext("%(number)s was dropped.", "%(number)s were dropped.", count)
    return sentence % {"number": formats.number(count, get_language())}


def _back() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("staff_jobs"))


urls = [
    path("jobs/", page, name="staff_jobs"),
    path("jobs/failures/", act, name="staff_failures"),
]
