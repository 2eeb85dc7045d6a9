"""Keeping and following, from wherever the buttons stand."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from korzo.kit import parts
from korzo.kit.errors import Missing, Refused
from korzo.kit.fragments import is_deletion, vary, wants_fragment
from korzo.members.permissions import check_signed_in, person_of
from korzo.reactions import actions, subjects
from korzo.reactions.levels import words_of
from korzo.reactions.models import Follow
from korzo.reactions.pieces import dom_id, parsed
from korzo.reactions.queries import Of, shelf_words


@require_http_methods(["POST", "DELETE"])
def bookmark(request: HttpRequest) -> HttpResponse:
    """Keep it, and go on to its note; or let it go, and come back."""
    me = check_signed_in(person_of(request))
    [(label, pk)] = parsed(f"{request.POST.get('label', '')}:{request.POST.get('pk', '')}")
    if is_deletion(request):
        actions.drop_bookmark(label, pk, actor=me)
        messages.success(request, shelf_words(None).said)
        return redirect(_back(request, (label, pk)))
    words = shelf_words(actions.keep_bookmark(label, pk, actor=me))
    messages.success(request, words.said)
    return redirect(words.url)


@require_http_methods(["POST", "DELETE"])
def follow(request: HttpRequest) -> HttpResponse:
    """Choose a level, or let go."""
    me = check_signed_in(person_of(request))
    key = request.POST.get("key", "")
    label, pk = parsed(key)[0]
    if is_deletion(request):
        actions.unfollow(label, pk, actor=me)
        said = _("You follow it no more.")
    else:
        level = _level(request.POST.get("level", ""))
        actions.follow(label, pk, actor=me, level=level)
        said = _("Saved: %(level)s") % {"level": words_of(level).name}
    if not wants_fragment(request):
        messages.success(request, said)
        return vary(redirect(_back(request, (label, pk))))
    response = HttpResponse(parts.mark("reactions.follow", key))
    response.headers["HX-Trigger"] = json.dumps({"korzo:say": said})
    # The menu in which the choice was made is gone.
    response.headers["HX-Trigger-After-Settle"] = json.dumps({"korzo:focus": f"#{dom_id((label, pk))}-button"})
    return vary(response)


def _level(wanted: str) -> Follow.Level:
    try:
        return Follow.Level(wanted)
    except ValueError:
        raise Refused(_("This cannot be followed in that way.")) from None


def _back(request: HttpRequest, of: Of) -> str:
    """To the list from which it was sent, else to the thing itself, if it is still somewhere."""
    places = {"saved": "web:saved", "following": "web:following"}
    wanted = places.get(request.POST.get("next", ""))
    if wanted:
        return reverse(wanted)
    link = subjects.get(of[0]).link(of[1])
    if not link:
        raise Missing(of)
    return link
