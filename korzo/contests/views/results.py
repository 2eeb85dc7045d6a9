"""The results, as a page for people and as files for whoever counts again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from korzo.contests.page_heads import places, results_head
from korzo.contests.queries.get import get_contest_for
from korzo.contests.queries.pictures import photo_of
from korzo.contests.queries.results import check_file, get_result, result_page
from korzo.edge.sharing import shared_page
from korzo.kit.html import json_for_page
from korzo.members.permissions import person_of


@require_safe
@shared_page()
def results(request: HttpRequest, pk: int) -> HttpResponse:
    contest = get_contest_for(person_of(request), pk)
    page = result_page(contest)
    way = places(contest, (_("The results"), request.path))
    context = {
        "page": page,
        "contest": contest,
        "head": results_head(contest, photo_of(contest)),
        "structured": json_for_page(way),
    }
    return render(request, "contests/results.html", context)


@require_safe
def as_csv(request: HttpRequest, pk: int) -> HttpResponse:
    contest = get_contest_for(person_of(request), pk)
    return _download(check_file(contest), "text/csv; charset=utf-8", f"contest-{pk}.csv")


@require_safe
def as_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The document byte for byte, for its digest."""
    contest = get_contest_for(person_of(request), pk)
    return _download(get_result(contest).document, "application/json", f"contest-{pk}.json")


def _download(content: str, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content.encode(), content_type=content_type, headers=headers)
