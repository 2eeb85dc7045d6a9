"""What a member keeps and follows: lists for their eyes alone."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from korzo.kit.errors import FieldRefused
from korzo.members.models import Member
from korzo.members.permissions import check_signed_in, person_of
from korzo.reactions import actions as reactions
from korzo.reactions import queries as kept
from korzo.web.forms import BookmarkForm

# Longer numbers are no ids of ours, and databases refuse them.
ID_DIGITS_MAX = 18


@dataclass(frozen=True)
class Kind:
    """One chip: which sort of thing is listed."""

    label: str | Promise
    url: str
    current: bool


@never_cache
@login_required
@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    lines, more = kept.kept_by(_me(request), before=_number(request.GET.get("before", "")))
    return render(request, "web/saved.html", {"lines": lines, "more_url": f"?before={more}" if more else ""})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved_one(request: HttpRequest, pk: int) -> HttpResponse:
    """The note and the day. What is gone by itself can still be read about in the note."""
    me = _me(request)
    line = kept.kept_for(me, pk)
    known = {"note": line.bookmark.note, "remind_on": line.bookmark.remind_on}
    form = BookmarkForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            reactions.change_bookmark(
                pk, actor=me, note=form.cleaned_data["note"], remind_on=form.cleaned_data["remind_on"]
            )
        except FieldRefused as refused:
            form.add_error(refused.field, refused.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect("web:saved")
    shown = {"line": line, "form": form}
    return render(request, "web/saved_one.html", shown, status=422 if form.errors else 200)


@never_cache
@login_required
@require_safe
def following(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("kind", "")
    followed = [one for one in kept.all_subjects() if one.levels]
    label = wanted if wanted in {one.label for one in followed} else ""
    lines, more = kept.followed_by(_me(request), label=label, before=_number(request.GET.get("before", "")))
    query = {"kind": label} if label else {}
    shown = {
        "lines": lines,
        "is_narrowed": bool(label),
        "more_url": f"?{urlencode(query | {'before': more})}" if more else "",
        "chips": [
            Kind(_("All"), "?", current=not label),
            *(Kind(one.plural, f"?{urlencode({'kind': one.label})}", current=one.label == label) for one in followed),
        ],
    }
    return render(request, "web/following.html", shown)


def _me(request: HttpRequest) -> Member:
    return check_signed_in(person_of(request))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= ID_DIGITS_MAX else None
