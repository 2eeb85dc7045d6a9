"""What a member reads about themselves: limits, warnings, decisions with their reasons; and the way to question them.

These pages stay open to somebody suspended.
"""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from korzo.kit.errors import Refused
from korzo.members.permissions import check_signed_in, person_of
from korzo.moderation import actions
from korzo.moderation.forms import AppealForm
from korzo.moderation.models import Statement
from korzo.moderation.queries.members import get_warning_for, standing_of
from korzo.moderation.queries.statements import get_statement_for
from korzo.moderation.registry import is_moderated, moderated


@never_cache
@require_safe
def standing(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    return render(request, "moderation/standing.html", {"standing": standing_of(person), "me": person})


@require_POST
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    me = check_signed_in(person_of(request))
    actions.read_warning(get_warning_for(me, pk), actor=me)
    messages.success(request, _("Thank you for reading. You can go on."))
    return redirect("moderation:standing")


@never_cache
@require_safe
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    one = get_statement_for(person, pk)
    return _statement(request, one, AppealForm())


def _statement(request: HttpRequest, one: Statement, form: AppealForm, status: int = 200) -> HttpResponse:
    withdrawal, asked = getattr(one, "withdrawal", None), getattr(one, "appeal", None)
    person = person_of(request)
    is_mine = person is not None and one.member_id == person.pk
    context = {
        "statement": one,
        "withdrawal": withdrawal,
        "appeal": asked,
        "address": _address(one),
        "form": form if is_mine and withdrawal is None and asked is None else None,
    }
    return render(request, "moderation/statement.html", context, status=status)


def _address(one: Statement) -> str:
    if not is_moderated(one.label) or one.subject_id is None:
        return ""
    seen = moderated(one.label).one(one.subject_id)
    return seen.url if seen else ""


@require_POST
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    me = check_signed_in(person_of(request))
    one = get_statement_for(me, pk)
    form = AppealForm(request.POST)
    if form.is_valid():
        try:
            actions.appeal(one, actor=me, words=form.cleaned_data["words"])
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("A second person will look, and you will hear from us."))
            return redirect("moderation:statement", pk=pk)
    return _statement(request, one, form, status=422)
