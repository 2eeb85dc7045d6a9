"""A survey, page by page."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from korzo.kit.errors import FieldRefused, Missing, Refused
from korzo.members.models import Member
from korzo.members.permissions import person_of
from korzo.polls.actions import finish_survey, keep_answers
from korzo.polls.actions.answer_survey import check_answer
from korzo.polls.answering import as_typed, read_answers
from korzo.polls.content import Value, next_page, page_before
from korzo.polls.models import Survey
from korzo.polls.permissions import surveys_visible_to
from korzo.polls.queries import get_survey_for
from korzo.polls.views.asking import asked
from korzo.polls.views.way import Way, forget_in_browser, keep_in_browser, place_to_go_on, way_of


@require_safe
def by_id(request: HttpRequest, pk: int) -> HttpResponse:
    """The lasting address, whatever it is called today."""
    found = surveys_visible_to(person_of(request)).filter(pk=pk).first()
    if found is None:
        raise Missing(f"survey {pk}")
    return redirect(found)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    one = get_survey_for(person, slug)
    if person is None:
        return _simple(request, one, invites=True)
    way = way_of(request, one, person)
    if way is not None and way.is_finished:
        return _simple(request, one, sentence=_("You have answered this survey. Thank you: it helps."))
    try:
        check_answer(person, one, timezone.now())
    except Refused as refusal:
        return _simple(request, one, sentence=refusal.sentence)
    if way is None:
        raise Missing(slug)
    if request.method == "POST":
        return _take(request, one, person, way)
    return _page(request, one, person, way, _place(request, way))


def _simple(request: HttpRequest, one: Survey, *, sentence: str = "", invites: bool = False) -> HttpResponse:
    sign_in_url = f"{reverse('account_login')}?next={one.get_absolute_url()}"
    context = {"survey": one, "sentence": sentence, "invites": invites, "sign_in_url": sign_in_url}
    return render(request, "polls/survey_closed.html", context)


def _place(request: HttpRequest, way: Way) -> int:
    """Back to a page that was seen, never beyond where one is."""
    furthest = place_to_go_on(way.content, way.answers)
    text = request.GET.get("page", "")
    wanted = int(text) - 1 if text.isdecimal() and len(text) < 4 else furthest
    wanted = min(max(0, wanted), furthest)
    return wanted if way.content.pages[wanted].asked(way.answers) else furthest


def _page(
    request: HttpRequest,
    one: Survey,
    member: Member,
    way: Way,
    place: int,
    *,
    typed: Mapping[str, Value] | None = None,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    page = way.content.pages[place]
    shown = {**way.answers, **(typed or {})}
    context = {
        "survey": one,
        "page": page,
        "place": place,
        "number": place + 1,
        "page_count": len(way.content.pages),
        "is_first": page_before(way.content, way.answers, place) is None,
        "questions": asked(page.asked(way.answers), shown, errors or {}),
        "kept": way.token(one, member) if one.is_anonymous else "",
    }
    return render(request, "polls/survey.html", context, status=status)


def _take(request: HttpRequest, one: Survey, member: Member, way: Way) -> HttpResponse:
    text = request.POST.get("place", "")
    place = int(text) if text.isdecimal() and len(text) < 4 else 0
    if place >= len(way.content.pages):
        raise Missing(f"page {place}")
    questions = way.content.pages[place].asked(way.answers)
    goes_back = "back" in request.POST
    try:
        given = read_answers([] if goes_back else questions, request.POST)
        # What was emptied again is not an answer any more.
        left = {key: value for key, value in way.answers.items() if goes_back or key not in {q.key for q in questions}}
        fresh = Way(way.version, {**left, **given})
        following = (page_before if goes_back else next_page)(fresh.content, fresh.answers, place)
        if following is None and not goes_back:
            return _finish(request, one, member, fresh)
    except FieldRefused as refusal:
        typed = as_typed(questions, request.POST)
        return _page(
            request, one, member, way, place, typed=typed, errors={refusal.field: refusal.sentence}, status=422
        )
    return _go_on(request, one, member, fresh, following or 0)


def _go_on(request: HttpRequest, one: Survey, member: Member, way: Way, place: int) -> HttpResponse:
    if not one.is_anonymous:
        keep_answers(one, actor=member, answers=way.answers)
        return redirect(f"{one.get_absolute_url()}?page={place + 1}")
    response = _page(request, one, member, way, place)
    keep_in_browser(response, one, way.token(one, member))
    return response


def _finish(request: HttpRequest, one: Survey, member: Member, way: Way) -> HttpResponse:
    finish_survey(one, actor=member, version=way.version, answers=way.answers)
    messages.success(request, _("Thank you. Your answers have arrived."))
    response = redirect(one)
    forget_in_browser(response, one)
    return response
