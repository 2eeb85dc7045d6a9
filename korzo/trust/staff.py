"""Back office: what each level asks for, who has a mark, and what the team decides about one member."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from korzo.kit.errors import Missing, Refused
from korzo.members.models import Member
from korzo.members.permissions import check_can, check_signed_in, person_of
from korzo.members.queries import by_handles
from korzo.trust import actions, queries
from korzo.trust.forms import FREE, GIVE, DecisionForm, FindForm, ThresholdsForm
from korzo.trust.levels import level_at
from korzo.trust.permissions import CHANGE_THRESHOLDS, DECIDE


def _asker(request: HttpRequest, ability: str) -> Member:
    me = check_signed_in(person_of(request))
    check_can(me, ability)
    return me


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def thresholds(request: HttpRequest) -> HttpResponse:
    me = _asker(request, CHANGE_THRESHOLDS)
    form = ThresholdsForm(request.POST or None, known=queries.the_thresholds())
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_thresholds(form.numbers(), new_by_purchase=form.cleaned_data["new_by_purchase"], actor=me)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved. Nobody loses what they have; the next look counts with these numbers."))
            return redirect("staff_trust")
    return _overview(request, form, FindForm(), status=422 if form.errors else 200)


def _overview(request: HttpRequest, form: ThresholdsForm, find: FindForm, *, status: int) -> HttpResponse:
    shown = {
        "form": form,
        "find": find,
        "counts": queries.counts_by_level(),
        "highest": [(one, level_at(one.level)) for one in queries.highest()],
        "page_title": _("Trust"),
        "header_icon": "success",
    }
    return render(request, "trust/staff/thresholds.html", shown, status=status)


@never_cache
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Leads to the member with this name in mentions."""
    _asker(request, DECIDE)
    form = FindForm(request.GET or None)
    if form.is_valid():
        handle = form.cleaned_data["handle"].strip().removeprefix("@").lower()
        found = by_handles([handle]).get(handle)
        if found is not None:
            return redirect("staff_trust_member", found.pk)
        form.add_error("handle", _("Nobody here has this name."))
    return _overview(request, ThresholdsForm(known=queries.the_thresholds()), form, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, pk: int) -> HttpResponse:
    me = _asker(request, DECIDE)
    one = Member.objects.filter(pk=pk, erased_at__isnull=True).first()
    if one is None:
        raise Missing(pk)
    standing = queries.standing_of(one)
    form = DecisionForm(request.POST or None, standing=standing)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(one, form, me)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Done. The member reads it on their page about trust."))
            return redirect("staff_trust_member", pk)
    shown = {
        "member": one,
        "standing": standing,
        "level": level_at(standing.level),
        "progress": queries.progress_of(standing),
        "decisions": queries.decisions_about(me, one),
        "form": form,
        "page_title": one.name,
        "header_icon": "success",
    }
    return render(request, "trust/staff/member.html", shown, status=422 if form.errors else 200)


def _decide(one: Member, form: DecisionForm, me: Member) -> None:
    reason = form.cleaned_data["reason"]
    if form.verb == FREE:
        actions.free_level(one, actor=me, reason=reason)
    elif form.verb == GIVE:
        actions.give_level(one, level=form.level, actor=me, reason=reason)
    else:
        actions.take_level(one, level=form.level, actor=me, reason=reason)
