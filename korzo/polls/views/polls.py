"""A poll at its own address: seeing, voting, adding an option, changing, closing."""

import json
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.kit import parts
from korzo.kit.errors import FieldRefused, Missing, Refused
from korzo.kit.fragments import is_deletion, vary, wants_fragment
from korzo.members.permissions import person_of
from korzo.polls.actions import add_option, cast_ballot, close_poll, edit_poll, read_poll, take_back_ballot
from korzo.polls.models import Poll
from korzo.polls.permissions import OPTIONS_MAX, check_close, check_edit, sees_results
from korzo.polls.queries import get_poll_for, own_ballots, polls_by_ids, voters_of
from korzo.polls.subjects import subject_of
from korzo.polls.views.fields import Fields, fields_from, fields_of
from korzo.polls.views.pieces import rendered, views_for
from korzo.polls.views.shown import PollView


@require_safe
def poll(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_poll_for(person_of(request), pk)
    [view] = views_for(person_of(request), [one.pk], is_changing="change" in request.GET)
    return _answer(request, view)


def _answer(request: HttpRequest, view: PollView, status: int = 200) -> HttpResponse:
    html = rendered([view])[0]
    if wants_fragment(request):
        return vary(HttpResponse(html, status=status))
    context = {"poll": view, "html": html}
    return vary(render(request, "polls/poll.html", context, status=status))


@require_http_methods(["POST", "DELETE"])
def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    one = get_poll_for(person, pk)
    chosen = chosen_in(one, request.POST)
    try:
        if is_deletion(request):
            take_back_ballot(one, actor=person)
            said = _("Your vote is taken back.")
        else:
            cast_ballot(one, actor=person, option_ids=chosen)
            said = _("Your vote is counted.")
    except Refused as refusal:
        if person is None:
            raise
        [view] = views_for(person, [one.pk], is_changing=True)
        return _answer(request, replace(view, chosen=tuple(chosen), error=refusal.sentence), status=422)
    return _done(request, one, said)


def chosen_in(poll: Poll, data: QueryDict) -> list[int]:
    """Ids of options; of a ranked poll in the order of the places that were given. What is no number is left out."""
    if poll.kind != Poll.Kind.RANKED:
        return [int(text) for text in data.getlist("option")[:OPTIONS_MAX] if _is_id(text)]
    places = [
        (int(data.get(name, "")), position, int(name.removeprefix("place-")))
        for position, name in enumerate(data)
        if name.startswith("place-") and _is_id(name.removeprefix("place-")) and _is_id(data.get(name, ""))
    ]
    return [pk for _place, _position, pk in sorted(places)[:OPTIONS_MAX]]


def _is_id(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) < 19


def _done(request: HttpRequest, one: Poll, said: str) -> HttpResponse:
    if not wants_fragment(request):
        messages.success(request, said)
        return vary(redirect(_back(one)))
    response = HttpResponse(parts.mark("polls.poll", one.pk))
    response.headers["HX-Trigger"] = _say(said)
    return vary(response)


def _say(said: str) -> str:
    """Headers carry no letters beyond ASCII, so JSON escapes them."""
    return json.dumps({"korzo:say": said})


def _back(one: Poll) -> str:
    return subject_of(one.subject_label).link(one.subject_id)


@require_POST
def options(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    one = get_poll_for(person, pk)
    text = request.POST.get("poll_option", "")
    try:
        add_option(one, actor=person, text=text)
    except FieldRefused as refusal:
        [view] = views_for(person, [one.pk])
        return _answer(request, replace(view, added_text=text, added_error=refusal.sentence), status=422)
    return _done(request, one, _("Your option is there for everybody."))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    one = get_poll_for(person, pk)
    member = check_edit(person, one, timezone.now())
    if request.method != "POST":
        return _edit_page(request, one, fields_of(one))
    try:
        draft = read_poll(request.POST)
        if draft is None:
            raise FieldRefused("poll_question", _("What would you like to ask?"))
        edit_poll(one, actor=member, draft=draft)
    except FieldRefused as refusal:
        fields = replace(fields_from(request.POST, refusal), has_votes=one.ballot_count > 0)
        return _edit_page(request, one, fields, status=422)
    messages.success(request, _("Your changes are there."))
    return redirect(_back(one))


def _edit_page(request: HttpRequest, one: Poll, fields: Fields, status: int = 200) -> HttpResponse:
    context = {"poll": one, "fields": fields, "back_url": _back(one)}
    return render(request, "polls/edit_poll.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def closure(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks once more: a closed poll does not open again."""
    one = get_poll_for(person_of(request), pk)
    member = check_close(person_of(request), one)
    if request.method != "POST":
        return render(request, "polls/closure.html", {"poll": one, "back_url": _back(one)})
    close_poll(one, actor=member)
    messages.success(request, _("The poll is closed."))
    return redirect(_back(one))


@require_safe
def voters(request: HttpRequest, pk: int) -> HttpResponse:
    """Who chose what, where everybody knew that this would be seen."""
    person = person_of(request)
    one = get_poll_for(person, pk)
    facts = polls_by_ids([one.pk])[one.pk]
    has_voted = bool(own_ballots(person, [one.pk]))
    shown = sees_results(person, one.shows_results, has_voted=has_voted, is_closed=facts.is_closed)
    if one.is_anonymous or not shown:
        raise Missing(f"voters of poll {pk}")
    found = voters_of(one)
    rows = [(line, found.get(line.option_id, [])) for line in facts.result.lines]
    return render(request, "polls/voters.html", {"poll": one, "rows": rows, "back_url": _back(one)})
