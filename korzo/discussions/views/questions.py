"""What can be done with a question besides answering it: have it, too; find it asked before; take it back."""

import re
from collections.abc import Mapping
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from korzo.discussions import actions
from korzo.discussions.models import QuestionDuplicate, Topic
from korzo.discussions.permissions import can_settle, check_question
from korzo.discussions.queries import get_topic_for
from korzo.discussions.queries.question_facts import QuestionForm, question_facts, question_form
from korzo.discussions.queries.waiting_questions import same_questions
from korzo.discussions.views.spaces import Link, all_spaces
from korzo.edge.recording import remembered
from korzo.kit import parts
from korzo.kit.errors import FieldRefused, Missing, Refused
from korzo.kit.fragments import is_deletion, vary, wants_fragment
from korzo.kit.parts import TOKEN_PLACE
from korzo.members.permissions import person_of

_ADDRESS = re.compile(r"(?:^|/t/)(\d{1,18})(?:/|$)")
# Longer than any address of ours.
ADDRESS_READ_MAX = 400


def question_base(keys: list[str]) -> Mapping[str, str]:
    """The part `discussions.question`, as guests see it. A key is the id of a question."""
    facts = question_facts({int(key) for key in keys})
    return {key: _rendered(question_form(None, facts[int(key)])) for key in keys}


def question_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    person = person_of(request)
    if person is None:
        return {}
    facts = question_facts({int(key) for key in keys})
    return {key: _rendered(question_form(person, facts[int(key)])) for key in keys}


def _rendered(form: QuestionForm) -> str:
    return remembered("discussions.question", form, make=partial(_render, form))


def _render(form: QuestionForm) -> str:
    context = {"question": form, "sign_in_url": reverse("account_login")}
    if not form.is_guest:
        context["csrf_token"] = TOKEN_PLACE
    return render_to_string("discussions/_question.html", context)


@require_http_methods(["POST", "DELETE"])
def same_question(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    topic = get_topic_for(person, pk)
    if is_deletion(request):
        actions.take_same_question_back(topic, actor=person)
    else:
        actions.ask_too(topic, actor=person)
    if not wants_fragment(request):
        return vary(redirect(topic))
    return vary(HttpResponse(parts.mark("discussions.question", topic.pk)))


@require_http_methods(["POST", "DELETE"])
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    topic = get_topic_for(person, pk)
    if is_deletion(request):
        actions.ask_again(topic, actor=person)
        messages.success(request, _("Your question is open again."))
    else:
        actions.withdraw_question(topic, actor=person)
        messages.success(request, _("Your question is taken back. Others can still read what was said."))
    return redirect(topic)


@never_cache
@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """A page to say which question is the same; what was said is taken back here, too."""
    person = person_of(request)
    topic = get_topic_for(person, pk)
    check_question(person, topic)
    if request.method in {"GET", "HEAD"}:
        return _page(request, topic)
    if is_deletion(request):
        actions.take_duplicate_back(topic, actor=person)
        messages.success(request, _("This question stands by itself again."))
        return redirect(topic)
    try:
        made = actions.propose_duplicate(topic, actor=person, of=_named(request))
    except Refused as refusal:
        return _page(request, topic, sentence=refusal.sentence, status=422)
    if isinstance(made, QuestionDuplicate):
        messages.success(
            request, _("This question leads to the other one now. Whoever follows it hears of the answer.")
        )
    else:
        messages.success(request, _("Thank you. Whoever asked, or the team, decides whether it is the same."))
    return redirect(topic)


@require_POST
def declining(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    topic = get_topic_for(person, pk)
    actions.decline_duplicate(topic, actor=person, of=_named(request))
    messages.success(request, _("Good to know: it is another question."))
    return redirect(topic)


def _page(request: HttpRequest, topic: Topic, *, sentence: str = "", status: int = 200) -> HttpResponse:
    person = person_of(request)
    context = {
        "topic": topic,
        "sentence": sentence,
        "sent": request.POST.get("of", "")[:ADDRESS_READ_MAX],
        "decides": can_settle(person, topic.author_id),
        "is_duplicate": hasattr(topic, "duplicate"),
        "similar": same_questions(person, topic),
        "crumbs": [
            all_spaces(),
            Link(topic.space.name, topic.space.get_absolute_url()),
            Link(topic.title, topic.get_absolute_url()),
        ],
    }
    return render(request, "discussions/duplicate.html", context, status=status)


def _named(request: HttpRequest) -> Topic:
    """Chosen from the list, or from its address as the browser shows it."""
    sent = request.POST.get("of", "").strip() or request.POST.get("chosen", "").strip()
    found = _ADDRESS.search(sent[:ADDRESS_READ_MAX])
    try:
        if found:
            return get_topic_for(person_of(request), int(found[1]))
    except Missing:
        pass
    raise FieldRefused("of", _("We do not know that question. Please choose one, or copy its address here."))
