"""A member's notices."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from korzo.members.models import Member
from korzo.members.permissions import check_signed_in, person_of
from korzo.notifications import actions, queries

# Longer numbers are no ids of ours, and databases refuse them.
ID_DIGITS_MAX = 18


def _me(request: HttpRequest) -> Member:
    return check_signed_in(person_of(request))


@never_cache
@login_required
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    me = _me(request)
    before = _number(request.GET.get("before", ""))
    rows = queries.notices(me, before=before)
    shown = {
        "notices": rows,
        "more_url": f"?before={rows[-1].pk}" if len(rows) == queries.NOTICES_A_PAGE else "",
        "is_zone_unknown": not me.time_zone,
    }
    return render(request, "notifications/notices.html", shown)


@login_required
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read, and go where it leads if that is what was pressed."""
    notice = actions.mark_read(pk, actor=_me(request))
    if "open" in request.POST and notice.link:
        return redirect(notice.link)
    return redirect("notifications:list")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    actions.mark_all_read(actor=_me(request))
    return redirect("notifications:list")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= ID_DIGITS_MAX else None
