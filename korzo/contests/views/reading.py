"""The list of contests, one contest, and one entry."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from korzo.contests.page_heads import contest_head, contests_head, entry_data, entry_head, places
from korzo.contests.permissions import ENTRIES_IN_CONTEST_MAX, RUN
from korzo.contests.queries.cards import contest_list
from korzo.contests.queries.contest_page import ENTRIES_ON_PART, contest_page, shown_of
from korzo.contests.queries.get import get_contest_for, get_entry_for
from korzo.contests.queries.parties import ALL, ALL_ID
from korzo.contests.views.asking import number_in
from korzo.edge.sharing import shared_page
from korzo.kit.errors import Missing
from korzo.kit.html import json_for_page
from korzo.members.permissions import can, person_of
from korzo.reactions.queries import follow_key


@require_safe
@shared_page()
def contests(request: HttpRequest) -> HttpResponse:
    page = contest_list()
    context = {"page": page, "head": contests_head(page), "follow_key": follow_key([(ALL, ALL_ID)])}
    return render(request, "contests/contests.html", context)


@require_safe
@shared_page("part", "hour")
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    one = get_contest_for(person, pk)
    part = number_in(request.GET, "part") or 1
    if part > ENTRIES_IN_CONTEST_MAX // ENTRIES_ON_PART + 1:
        raise Missing(f"part {part}")
    page = contest_page(one, part=part, hour=number_in(request.GET, "hour"))
    # Whoever sees one that is not announced is of the team, and has a page of their own.
    context = {
        "page": page,
        "contest": one,
        "head": contest_head(page),
        "structured": json_for_page(places(one)),
        "is_draft": not hasattr(one, "announcement"),
        "runs": can(person, RUN),
    }
    return render(request, "contests/contest.html", context)


@require_safe
@shared_page()
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_entry_for(person_of(request), pk)
    shown = shown_of([one])[0]
    context = {
        "entry": shown,
        "contest": one.contest,
        "head": entry_head(shown, is_standing=one.is_standing),
        "structured": json_for_page(entry_data(shown, one.contest)) if one.is_standing else "",
        "is_standing": one.is_standing,
    }
    return render(request, "contests/entry.html", context)
