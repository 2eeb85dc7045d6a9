"""What moderation did in a year, for everybody to read and for machines to count."""

import csv
from dataclasses import asdict
from datetime import datetime
from itertools import groupby

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from korzo.kit.errors import Missing
from korzo.members.permissions import can, person_of
from korzo.moderation.permissions import MODERATE
from korzo.moderation.queries.policy import the_policy
from korzo.moderation.queries.report import GROUPS, Line, report

# The first community opened its doors after this.
YEAR_MIN = 2020


@require_safe
def transparency(request: HttpRequest) -> HttpResponse:
    year = _year(request)
    lines = _lines(request, year)
    groups = [(GROUPS[name], list(found)) for name, found in groupby(lines, key=lambda line: line.group)]
    context = {"groups": groups, "year": year, "years": range(timezone.localdate().year, year - 3, -1)}
    return render(request, "moderation/transparency.html", context)


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    year = _year(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="moderation-{year}.csv"'
    rows = csv.writer(response)
    rows.writerow(["year", "group", "code", "value"])
    # No words of members are in it, so nothing here could be a formula.
    rows.writerows(
        [year, line.group, line.code, "" if line.value is None else line.value] for line in _lines(request, year)
    )
    return response


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    year = _year(request)
    return JsonResponse({"year": year, "lines": [asdict(line) for line in _lines(request, year)]})


def _year(request: HttpRequest) -> int:
    wanted, now = request.GET.get("year", ""), timezone.localdate().year
    return min(max(int(wanted), YEAR_MIN), now) if wanted.isdecimal() and len(wanted) == 4 else now


def _lines(request: HttpRequest, year: int) -> list[Line]:
    if not the_policy().publishes_report and not can(person_of(request), MODERATE):
        raise Missing("transparency")
    zone = timezone.get_current_timezone()
    return report(datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone))
