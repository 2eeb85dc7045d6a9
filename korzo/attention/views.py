"""What a member was sent, and why; and when they may be written to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from korzo.attention import actions, queries
from korzo.attention.forms import LimitsForm
from korzo.kit.errors import FieldRefused
from korzo.members import actions as members
from korzo.members.models import Member
from korzo.members.permissions import check_signed_in, person_of

# Longer numbers are no ids of ours, and databases refuse them.
ID_DIGITS_MAX = 18


def _me(request: HttpRequest) -> Member:
    return check_signed_in(person_of(request))


@never_cache
@login_required
@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    me = _me(request)
    wish = queries.wish_of(me)
    form = LimitsForm(
        initial={
            "time_zone": me.time_zone,
            "quiet_from": wish.quiet_from,
            "quiet_until": wish.quiet_until,
            "rhythm": wish.rhythm,
        }
    )
    return _page(request, me, form)


def _page(request: HttpRequest, me: Member, form: LimitsForm) -> HttpResponse:
    before = request.GET.get("before", "")
    known = int(before) if before.isascii() and before.isdigit() and len(before) <= ID_DIGITS_MAX else None
    rows = queries.contacts(me, before=known)
    shown = {
        "contacts": rows,
        "more_url": f"?before={rows[-1].pk}" if len(rows) == queries.CONTACTS_A_PAGE else "",
        "form": form,
        "is_zone_unknown": not me.time_zone,
    }
    return render(request, "attention/sent.html", shown, status=422 if form.errors else 200)


@login_required
@require_POST
def limits(request: HttpRequest) -> HttpResponse:
    me = _me(request)
    form = LimitsForm(request.POST)
    if form.is_valid() and _keep(me, form):
        messages.success(request, _("Saved. It holds from the next message on."))
        return redirect("attention:sent")
    return _page(request, me, form)


def _keep(me: Member, form: LimitsForm) -> bool:
    """All of it or nothing."""
    chosen = form.cleaned_data
    try:
        with transaction.atomic():
            members.choose_time_zone(me, time_zone=chosen["time_zone"])
            actions.choose_limits(
                actor=me, rhythm=chosen["rhythm"], quiet_from=chosen["quiet_from"], quiet_until=chosen["quiet_until"]
            )
    except FieldRefused as refused:
        form.add_error(refused.field, refused.sentence)
        return False
    return True


@login_required
@require_POST
def time_zone(request: HttpRequest) -> HttpResponse:
    """What the browser says, for those who have not chosen."""
    members.guess_time_zone(_me(request), time_zone=request.POST.get("time_zone", ""))
    return HttpResponse(status=204)
