"""Back office: how careful the checks are, the owner's words, and a place to try them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from korzo.kit.errors import FieldRefused
from korzo.members.models import Member
from korzo.members.permissions import check_can, check_signed_in, person_of
from korzo.moderation.actions.spam_rules import RulesDraft, change_spam_rules
from korzo.moderation.actions.word_lists import ListDraft, drop_word_list, save_word_list
from korzo.moderation.models.spam import WordList
from korzo.moderation.permissions import CHANGE_POLICY
from korzo.moderation.queries.spam import all_lists, filter_progress, get_list_for, the_spam_rules
from korzo.moderation.spam import lists
from korzo.moderation.spam.akismet import has_key
from korzo.moderation.spam.forms import ListForm, RulesForm, TryForm
from korzo.moderation.spam.reading import read


def _team(request: HttpRequest) -> Member:
    me = check_signed_in(person_of(request))
    check_can(me, CHANGE_POLICY)
    return me


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    me = _team(request)
    form = RulesForm(request.POST or None, instance=the_spam_rules(), has_key=has_key())
    if request.method == "POST" and form.is_valid():
        try:
            change_spam_rules(RulesDraft(**form.cleaned_data), actor=me)
        except FieldRefused as refused:
            form.add_error(refused.field, refused.sentence)
        else:
            messages.success(request, _("Saved. It counts for all that is posted from now on."))
            return redirect("staff_spam")
    shown = {
        "form": form,
        "lists": all_lists(),
        "progress": filter_progress(),
        "page_title": _("Spam"),
        "header_icon": "warning",
    }
    return render(request, "moderation/staff/spam.html", shown, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_list(request: HttpRequest) -> HttpResponse:
    return _list_page(request, _team(request), None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_list(request: HttpRequest, pk: int) -> HttpResponse:
    me = _team(request)
    return _list_page(request, me, get_list_for(me, pk))


def _list_page(request: HttpRequest, me: Member, known: WordList | None) -> HttpResponse:
    """One form for both: what is typed can be tried on a text before it is saved."""
    form = ListForm(request.POST or None, instance=known)
    trial = TryForm(request.POST or None)
    tried: lists.Found | None = None
    if request.method == "POST" and form.is_valid() and trial.is_valid():
        draft = ListDraft(**form.cleaned_data)
        try:
            if "try" in request.POST:
                tried = _tried(draft, trial.cleaned_data["text"])
            else:
                saved = save_word_list(draft, actor=me, pk=known.pk if known else None)
                messages.success(request, _("The list is saved."))
                return redirect("staff_spam_list", saved.pk)
        except FieldRefused as refused:
            form.add_error(refused.field, refused.sentence)
    shown = {
        "form": form,
        "trial": trial,
        "tried": tried,
        "known": known,
        "page_title": known.name if known else _("A new list"),
        "header_icon": "list-ul",
    }
    return render(request, "moderation/staff/spam_list.html", shown, status=422 if form.errors else 200)


def _tried(draft: ListDraft, text: str) -> lists.Found:
    lists.check_entries(draft.entries)
    return lists.find([lists.compiled(draft.entries)], read(text))[0]


@require_POST
def dropping(request: HttpRequest, pk: int) -> HttpResponse:
    me = _team(request)
    drop_word_list(get_list_for(me, pk).pk, actor=me)
    messages.success(request, _("The list is gone."))
    return redirect("staff_spam")


urls: list[URLPattern] = [
    path("spam/", rules, name="staff_spam"),
    path("spam/lists/new/", new_list, name="staff_spam_new_list"),
    path("spam/lists/<int:pk>/", one_list, name="staff_spam_list"),
    path("spam/lists/<int:pk>/dropping/", dropping, name="staff_spam_list_dropping"),
]
