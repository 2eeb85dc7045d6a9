"""Drafts: the page that lists them, and what the composer asks and tells."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from korzo.kit.errors import Refused
from korzo.kit.html import TEXT_LENGTH_MAX
from korzo.members.permissions import check_signed_in, person_of
from korzo.writing.actions import DraftConflict, Words, drop_draft, save_draft
from korzo.writing.models import Draft
from korzo.writing.queries import draft_of, drafts_of, for_editor, typed

# The words as JSON, each sign perhaps written as six, and the other fields.
BODY_BYTES_MAX = 6 * TEXT_LENGTH_MAX + 64 * 1024
SHOWN_MAX = 100
NUMBER_MAX = 2**31 - 1


@never_cache
@login_required
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    return render(request, "writing/drafts.html", {"drafts": drafts_of(person_of(request))[:SHOWN_MAX]})


@never_cache
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """GET: what is kept, or nothing. POST: keep this; 409 tells what another window left."""
    member = person_of(request)
    if member is None:
        return JsonResponse({"error": _("Please sign in first.")}, status=403)
    if request.method == "GET":
        kept = draft_of(member, key)
        return JsonResponse({"draft": _as_json(kept) if kept else None})
    try:
        kept = save_draft(key, actor=member, words=_words_in(request))
    except DraftConflict as conflict:
        theirs = _as_json(conflict.theirs) if conflict.theirs else None
        return JsonResponse({"error": conflict.sentence, "theirs": theirs}, status=409)
    except Refused as refusal:
        return JsonResponse({"error": refusal.sentence}, status=422)
    return JsonResponse({"sequence": kept.sequence, "saved_at": kept.saved_at.isoformat()})


def _words_in(request: HttpRequest) -> Words:
    """Refused for what no window of ours sends."""
    if len(request.body) > BODY_BYTES_MAX:
        raise Refused(_("This is very long. Please split it into several posts."))
    try:
        data = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Refused(_("This draft cannot be kept.")) from error
    if not isinstance(data, dict):
        raise Refused(_("This draft cannot be kept."))
    fields = data.get("fields")
    return Words(
        body=_text(data, "body"),
        is_rich=data.get("is_rich") is True,
        fields=fields if isinstance(fields, dict) else {},
        reply_to=_number(data, "reply_to") or None,
        about=_text(data, "about"),
        path=_text(data, "path"),
        window=_text(data, "window"),
        sequence=_number(data, "sequence"),
        turn=_number(data, "turn"),
    )


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    return value.replace("\x00", "") if isinstance(value, str) else ""


def _number(data: dict[str, Any], name: str) -> int:
    value = data.get(name)
    return value if type(value) is int and 0 <= value <= NUMBER_MAX else 0


def _as_json(kept: Draft) -> dict[str, Any]:
    return {
        "html": for_editor(kept.html),
        "text": typed(kept.html),
        "plain": kept.plain,
        "fields": kept.fields,
        "reply_to": kept.reply_to,
        "sequence": kept.sequence,
        "window": kept.window,
        "saved_at": kept.saved_at.isoformat(),
    }


@require_POST
def removal(request: HttpRequest, key: str) -> HttpResponse:
    member = check_signed_in(person_of(request))
    drop_draft(key, actor=member)
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    messages.success(request, _("The draft is gone."))
    return redirect("writing:drafts")
