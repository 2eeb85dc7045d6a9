"""Surveys, for the team: what there is, what each says, and its pages. Works without scripts."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from korzo.kit.errors import Missing, Refused
from korzo.kit.formats import spoken
from korzo.kit.fragments import is_deletion
from korzo.polls import editing
from korzo.polls.actions import change_pages, change_survey, close_survey, create_survey, publish_survey
from korzo.polls.content import Content, Question, content_of, faults
from korzo.polls.models import Survey
from korzo.polls.queries import newest_version, surveys_for_staff
from korzo.polls.staff.forms import PageForm, QuestionForm, SurveyForm, form_of, initial_condition, initial_question
from korzo.polls.staff.team import survey_of, team_member

LISTED_MAX = 200
NEW = "new"
_STEPS = {"up": -1, "down": 1}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def surveys(request: HttpRequest) -> HttpResponse:
    me = team_member(request)
    form = SurveyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_survey(form.words(), actor=me)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("staff_survey", made.pk)
    context = {
        "surveys": surveys_for_staff()[:LISTED_MAX],
        "form": form,
        "page_title": _("Surveys"),
        "header_icon": "form",
    }
    return render(request, "polls/staff/surveys.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    me = team_member(request)
    one = survey_of(me, pk)
    form = form_of(one, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            change_survey(one, form.words(), actor=me)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("staff_survey", pk)
    return _survey_page(request, one, form)


def _survey_page(request: HttpRequest, one: Survey, form: SurveyForm) -> HttpResponse:
    content = content_of(one.draft)
    version = newest_version(one)
    context = {
        "survey": one,
        "form": form,
        "content": content,
        "faults": faults(content),
        "version": version,
        "is_changed": version is None or version.content != one.draft,
        "is_closed": hasattr(one, "closure"),
        "page_title": one.title,
        "header_icon": "form",
    }
    return render(request, "polls/staff/survey.html", context, status=422 if form.errors else 200)


@require_POST
def pages(request: HttpRequest, pk: int) -> HttpResponse:
    me = team_member(request)
    change_pages(survey_of(me, pk), editing.add_page, actor=me)
    return redirect("staff_survey", pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    me = team_member(request)
    one = survey_of(me, pk)
    content = content_of(one.draft)
    if place >= len(content.pages):
        raise Missing(f"page {place}")
    if request.method == "POST" and (is_deletion(request) or request.POST.get("move") in _STEPS):
        step = _STEPS.get(request.POST.get("move", ""))
        change = partial(editing.move_page, place=place, by=step) if step else partial(editing.remove_page, place=place)
        change_pages(one, change, actor=me)
        return redirect("staff_survey", pk)
    initial = {"title": content.pages[place].title, **initial_condition(content.pages[place].condition)}
    form = PageForm(request.POST if request.method == "POST" else None, initial=initial)
    form.offer(content, place)
    if request.method == "POST" and form.is_valid():
        kept = partial(editing.save_page, place=place, title=form.cleaned_data["title"], condition=form.condition())
        change_pages(one, kept, actor=me)
        return redirect("staff_survey", pk)
    return _form_page(request, one, form, _("Page %(n)s") % {"n": spoken(place + 1)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int, place: int, key: str) -> HttpResponse:
    """The key is `new` for a question that is to be written."""
    me = team_member(request)
    one = survey_of(me, pk)
    content = content_of(one.draft)
    found = _found(content, place, key)
    if request.method == "POST" and found and (is_deletion(request) or request.POST.get("move") in _STEPS):
        step = _STEPS.get(request.POST.get("move", ""))
        change = partial(editing.move_question, key=key, by=step) if step else partial(editing.remove_question, key=key)
        change_pages(one, change, actor=me)
        return redirect("staff_survey", pk)
    form = QuestionForm(
        request.POST if request.method == "POST" else None, initial=initial_question(found) if found else None
    )
    form.offer(content, place)
    if request.method == "POST" and form.is_valid():
        written = form.question(found.key if found else "")
        try:
            change_pages(one, partial(editing.save_question, question=written, place=place), actor=me)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("staff_survey", pk)
    return _form_page(request, one, form, _("Question"))


def _found(content: Content, place: int, key: str) -> Question | None:
    if place >= len(content.pages):
        raise Missing(f"page {place}")
    if key == NEW:
        return None
    found = next((one for one in content.pages[place].questions if one.key == key), None)
    if found is None:
        raise Missing(key)
    return found


def _form_page(request: HttpRequest, one: Survey, form: PageForm | QuestionForm, title: str) -> HttpResponse:
    context = {"survey": one, "form": form, "page_title": title, "header_icon": "form"}
    return render(request, "polls/staff/form.html", context, status=422 if form.errors else 200)


@require_POST
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    me = team_member(request)
    try:
        publish_survey(survey_of(me, pk), actor=me)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Published. Whoever began before goes on with the pages they know."))
    return redirect("staff_survey", pk)


@require_POST
def closure(request: HttpRequest, pk: int) -> HttpResponse:
    me = team_member(request)
    close_survey(survey_of(me, pk), actor=me)
    messages.success(request, _("Closed. Nobody can answer any more."))
    return redirect("staff_survey", pk)
