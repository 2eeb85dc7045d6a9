"""A member's own points: how many, what for, what comes next."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from korzo.loyalty import queries
from korzo.loyalty.permissions import check_see_points
from korzo.members.permissions import person_of

# Longer numbers are no ids of ours, and databases refuse them.
ID_DIGITS_MAX = 18


@never_cache
@login_required
@require_GET
def points(request: HttpRequest) -> HttpResponse:
    me = check_see_points(person_of(request))
    before = _number(request.GET.get("before", ""))
    standing = queries.standing(me)
    lines = queries.entries(me, before=before)
    shown = {
        "standing": standing,
        "ladder": queries.ladder(standing),
        "next": queries.points_to_next(standing),
        "ways": queries.ways_to_earn(),
        "lines": lines,
        "is_first_page": before is None,
        "more_url": f"?before={lines[-1].pk}" if len(lines) == queries.ENTRIES_A_PAGE else "",
    }
    return render(request, "loyalty/points.html", shown)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= ID_DIGITS_MAX else None
