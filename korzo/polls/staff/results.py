"""What surveys and opinions have brought, for the team, on a page and as files."""

import csv
import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from korzo.polls.content import Value
from korzo.polls.permissions import ANONYMOUS_BALLOTS_MIN
from korzo.polls.queries import opinion_report
from korzo.polls.queries.opinions import ANSWERS_FOR_SCORE_MIN
from korzo.polls.queries.survey_results import all_questions, sheet_rows, survey_results
from korzo.polls.staff.team import survey_of, team_member

# A cell that begins so is run as a formula by programs for tables.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@never_cache
@require_safe
def results(request: HttpRequest, pk: int) -> HttpResponse:
    one = survey_of(team_member(request), pk)
    context = {
        "survey": one,
        "results": survey_results(one),
        "is_sealed": one.is_anonymous and one.answer_count < ANONYMOUS_BALLOTS_MIN,
        "score_from": ANSWERS_FOR_SCORE_MIN,
        "page_title": _("What people answered"),
        "header_icon": "form",
    }
    return render(request, "polls/staff/results.html", context)


@never_cache
@require_safe
def answers_csv(request: HttpRequest, pk: int) -> HttpResponse:
    one = survey_of(team_member(request), pk)
    questions = all_questions(one)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{one.slug}.csv"'
    # The mark by which programs for tables know the encoding.
    response.write("\ufeff")
    table = csv.writer(response)
    known = [] if one.is_anonymous else ["member", "finished_at"]
    table.writerow(["version", *known, *(_cell(question.text) for question in questions)])
    for row in sheet_rows(one):
        about = [] if one.is_anonymous else [_cell(row.handle), row.finished_at.isoformat() if row.finished_at else ""]
        table.writerow([row.version, *about, *(_cell(row.answers.get(question.key)) for question in questions)])
    return response


def _cell(value: Value | None) -> str | int:
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    text = "; ".join(value) if isinstance(value, list) else value
    return f"'{text}" if text.startswith(_FORMULA) else text


@never_cache
@require_safe
def answers_json(request: HttpRequest, pk: int) -> HttpResponse:
    one = survey_of(team_member(request), pk)
    told = {
        "survey": one.slug,
        "title": one.title,
        "anonymous": one.is_anonymous,
        "questions": [
            {"key": question.key, "text": question.text, "kind": question.kind, "options": list(question.options)}
            for question in all_questions(one)
        ],
        "sheets": [
            _sheet(row.version, row.answers, row.handle, row.finished_at, one.is_anonymous) for row in sheet_rows(one)
        ],
    }
    response = HttpResponse(json.dumps(told, ensure_ascii=False, default=str), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{one.slug}.json"'
    return response


def _sheet(version: int, answers: Any, handle: str, finished_at: Any, is_anonymous: bool) -> dict[str, Any]:
    about = {} if is_anonymous else {"member": handle, "finished_at": finished_at}
    return {"version": version, **about, "answers": answers}


@never_cache
@require_safe
def opinions(request: HttpRequest) -> HttpResponse:
    team_member(request)
    wanted = request.GET.get("quarter", "")
    report = opinion_report(int(wanted) if wanted.isdecimal() and len(wanted) < 6 else None)
    context = {
        "report": report,
        "bars": list(enumerate(report.counts)),
        "most": max(report.counts) or 1,
        "score_from": ANSWERS_FOR_SCORE_MIN,
        "page_title": _("Would they recommend us?"),
        "header_icon": "form",
    }
    return render(request, "polls/staff/opinions.html", context)
