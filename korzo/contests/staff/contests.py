"""Contests, for the team: make, change, announce, call off. Works without scripts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from korzo.contests.actions import announce_contest, cancel_contest, change_contest, make_contest
from korzo.contests.models import Contest
from korzo.contests.permissions import visible_to
from korzo.contests.phases import phase_at
from korzo.contests.queries.contest_page import contest_page
from korzo.contests.queries.get import get_contest_for
from korzo.contests.queries.jury import jurors_of
from korzo.contests.queries.suspects import entries_by_number, open_suspicion_count
from korzo.contests.staff.forms import CancellationForm, ContestForm, JurorForm, form_of
from korzo.contests.staff.team import team_member
from korzo.kit.errors import Refused
from korzo.media.actions import receive_picture
from korzo.members.models import Member

LISTED_MAX = 200


@never_cache
@require_http_methods(["GET", "HEAD"])
def contests(request: HttpRequest) -> HttpResponse:
    me = team_member(request)
    rows = visible_to(me).select_related("announcement", "cancellation", "result").order_by("-opens_at", "-pk")
    now = timezone.now()
    context = {
        "contests": [(one, phase_at(one, now)) for one in rows[:LISTED_MAX]],
        "page_title": _("Contests"),
        "header_icon": "pick",
    }
    return render(request, "contests/staff/contests.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    me = team_member(request)
    form = ContestForm(request.POST, request.FILES) if request.method == "POST" else ContestForm()
    if request.method == "POST" and form.is_valid():
        try:
            made = make_contest(form.plan(_received(request, me)), actor=me)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Kept. Nobody sees it before you announce it."))
            return redirect("staff_contest", made.pk)
    context = {"form": form, "page_title": _("A new contest"), "header_icon": "pick"}
    return render(request, "contests/staff/new.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    me = team_member(request)
    one = get_contest_for(me, pk)
    form = form_of(one, request.POST, request.FILES) if request.method == "POST" else form_of(one)
    if request.method == "POST" and form.is_valid():
        try:
            change_contest(one, form.plan(_received(request, me)), actor=me)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("staff_contest", pk)
    return overview(request, one, form)


def overview(
    request: HttpRequest,
    one: Contest,
    form: ContestForm,
    *,
    juror_form: JurorForm | None = None,
    cancellation_form: CancellationForm | None = None,
) -> HttpResponse:
    forms = [form, *(one for one in (juror_form, cancellation_form) if one is not None)]
    context = {
        "contest": one,
        "page": contest_page(one),
        "form": form,
        "juror_form": juror_form or JurorForm(),
        "cancellation_form": cancellation_form or CancellationForm(),
        "jurors": jurors_of(one) if one.has_jury else [],
        "entries": entries_by_number(one),
        "suspicion_count": open_suspicion_count(one) if one.has_votes else 0,
        "is_over": hasattr(one, "result") or hasattr(one, "cancellation"),
        "page_title": one.title,
        "header_icon": "pick",
    }
    status = 422 if any(one.errors for one in forms) else 200
    return render(request, "contests/staff/contest.html", context, status=status)


@require_POST
def announcement(request: HttpRequest, pk: int) -> HttpResponse:
    me = team_member(request)
    one = get_contest_for(me, pk)
    try:
        announce_contest(one, actor=me)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Announced. Whoever follows contests hears of it when it opens."))
    return redirect("staff_contest", pk)


@require_POST
def cancellation(request: HttpRequest, pk: int) -> HttpResponse:
    me = team_member(request)
    one = get_contest_for(me, pk)
    form = CancellationForm(request.POST)
    if form.is_valid():
        try:
            cancel_contest(one, actor=me, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Called off. Everybody who took part is told."))
            return redirect("staff_contest", pk)
    return overview(request, one, form_of(one), cancellation_form=form)


def _received(request: HttpRequest, me: Member) -> int | None:
    """The file of the form, taken in like any other picture; None keeps what is there."""
    file = request.FILES.get("picture")
    return receive_picture(file, owner=me).pk if file is not None else None
