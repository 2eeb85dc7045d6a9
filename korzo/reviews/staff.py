"""The team's list of new reviews: read, hide for a reason, reply."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from korzo.members.models import Member
from korzo.members.permissions import can, check_can, check_signed_in, person_of
from korzo.reviews.actions import mark_read
from korzo.reviews.permissions import HIDE, READ, REPLY
from korzo.reviews.queries import get_review_for, hidden, to_read

# A morning's reading; the rest comes up as these are read.
LISTED_MAX = 50


@never_cache
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    me = _reader(request)
    context = {
        "reviews": to_read()[:LISTED_MAX],
        "hidden": hidden()[:LISTED_MAX],
        "may_hide": can(me, HIDE),
        "may_reply": can(me, REPLY),
        "page_title": _("Reviews"),
        "header_icon": "pick",
    }
    return render(request, "reviews/staff/reviews.html", context)


@require_POST
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    me = _reader(request)
    mark_read(get_review_for(me, pk), actor=me)
    messages.success(request, _("Read. It leaves the list."))
    return redirect("staff_reviews")


def _reader(request: HttpRequest) -> Member:
    me = check_signed_in(person_of(request))
    check_can(me, READ)
    return me
