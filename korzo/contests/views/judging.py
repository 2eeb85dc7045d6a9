"""The jury: all entries, and the marks for one of them."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from korzo.contests.actions import mark_entry
from korzo.contests.models import MARK_MAX, MARK_MIN, Criterion, Entry, Juror
from korzo.contests.permissions import check_mark
from korzo.contests.phases import Phase, phase_at
from korzo.contests.queries.contest_page import shown_of
from korzo.contests.queries.get import get_contest_for, get_entry_for
from korzo.contests.queries.jury import criteria_of, get_juror_for, judged_by, marks_of
from korzo.contests.views.asking import number_in
from korzo.kit.errors import Refused
from korzo.members.permissions import person_of


@never_cache
@require_safe
def jury(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    contest = get_contest_for(person, pk)
    if person is None:
        return redirect_to_login(request.get_full_path())
    listed = judged_by(get_juror_for(person, contest))
    context = {
        "contest": contest,
        "listed": listed,
        "done": sum(1 for one in listed if one.marks),
        "criteria": criteria_of(contest),
        "is_open": phase_at(contest, timezone.now()) is Phase.JURY,
    }
    return render(request, "contests/jury.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def marks(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    entry = get_entry_for(person, pk)
    juror = get_juror_for(person, entry.contest)
    criteria = criteria_of(entry.contest)
    if request.method != "POST":
        check_mark(person, entry, timezone.now())
        return _page(request, entry, criteria, marks_of(juror, entry))
    given = _given(request.POST, criteria)
    try:
        mark_entry(entry, actor=person, marks=given)
    except Refused as refusal:
        return _page(request, entry, criteria, given, problem=refusal.sentence)
    messages.success(request, _("Your marks are kept. You can change them until the jury is done."))
    return redirect(_next_address(juror, entry))


def _given(data: QueryDict, criteria: list[Criterion]) -> dict[int, int]:
    found = {one.pk: number_in(data, f"mark-{one.pk}") for one in criteria}
    return {pk: value for pk, value in found.items() if value is not None}


def _next_address(juror: Juror, entry: Entry) -> str:
    """The next one that has no marks yet, so that nobody has to look for it."""
    waiting = [one.entry for one in judged_by(juror) if not one.marks]
    behind = next((one for one in waiting if one.number > entry.number), next(iter(waiting), None))
    return f"{behind.url}marks/" if behind else f"{juror.contest.get_absolute_url()}jury/"


def _page(
    request: HttpRequest, entry: Entry, criteria: list[Criterion], given: dict[int, int], problem: str = ""
) -> HttpResponse:
    context = {
        "entry": shown_of([entry])[0],
        "contest": entry.contest,
        "rows": [(one, given.get(one.pk)) for one in criteria],
        "scale": range(MARK_MIN, MARK_MAX + 1),
        "problem": problem,
    }
    return render(request, "contests/marks.html", context, status=422 if problem else 200)
