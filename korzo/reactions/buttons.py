"""The buttons below things: all of a page belong to one form, and each says what it does to which thing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_safe

from korzo.edge.recording import remembered
from korzo.kit import parts
from korzo.kit.errors import Missing
from korzo.kit.fragments import vary, wants_fragment
from korzo.kit.parts import TOKEN_PLACE
from korzo.members.permissions import check_signed_in, person_of
from korzo.reactions.actions import drop_bookmark, keep_bookmark
from korzo.reactions.feet import Feet, feet_of
from korzo.reactions.models import Reaction
from korzo.reactions.queries import shelf_words

REACTIONS, BOOKMARKS = ("give", "take_back"), ("keep", "let_go")
PK_LENGTH_MAX = 18


@dataclass(frozen=True)
class Pressed:
    """One button, such as `give=12 heart` or `keep=12`."""

    name: str
    pk: int
    emoji: str = ""


def _pressed(sent: QueryDict) -> Pressed:
    name = next((one for one in (*REACTIONS, *BOOKMARKS) if one in sent), "")
    pk, _space, emoji = sent.get(name, "").partition(" ")
    if not name or not (pk.isascii() and pk.isdecimal()) or len(pk) > PK_LENGTH_MAX:
        raise Missing(pk)
    if emoji not in (Reaction.Emoji.values if name in REACTIONS else [""]):
        raise Missing(emoji)
    return Pressed(name, int(pk), emoji)


def form_base(keys: list[str]) -> Mapping[str, str]:
    """The part `reactions.form`, the one form of all buttons of a page; a key is a label. A guest is led to sign in."""
    return {key: remembered("reactions.form", key, True, make=partial(_form, key, is_guest=True)) for key in keys}


def form_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    if person_of(request) is None:
        return {}
    return {key: remembered("reactions.form", key, False, make=partial(_form, key, is_guest=False)) for key in keys}


def _form(label: str, *, is_guest: bool) -> str:
    context = {"feet": feet_of(label), "is_guest": is_guest, "csrf_token": TOKEN_PLACE}
    return render_to_string("reactions/_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def press(request: HttpRequest, label: str) -> HttpResponse:
    """A guest's form asks with GET and is led to signing in, and from there to the thing."""
    feet, person = feet_of(label), person_of(request)
    pressed = _pressed(request.POST if request.method == "POST" else request.GET)
    thing = feet.fetched(person, pressed.pk)
    stands_at = feet.address(thing)
    if request.method != "POST":
        return redirect_to_login(stands_at) if person is None else redirect(stands_at)
    if pressed.name in BOOKMARKS:
        return _bookmark(request, feet, pressed.pk, stands_at, is_kept=pressed.name == "keep")
    if pressed.name == "give":
        feet.give(thing, actor=person, emoji=pressed.emoji)
    else:
        feet.take_back(thing, actor=person, emoji=pressed.emoji)
    # What was chosen from the menu stands beside it now, and what nobody gives any more went back into it.
    begins = f"#{feet.name}-{pressed.pk}"
    return _changed(request, feet, pressed.pk, stands_at, f"{begins}-{pressed.emoji}, {begins}-more")


def _bookmark(request: HttpRequest, feet: Feet[Any], pk: int, stands_at: str, *, is_kept: bool) -> HttpResponse:
    me = check_signed_in(person_of(request))
    if is_kept:
        words = shelf_words(keep_bookmark(feet.label, pk, actor=me))
    else:
        drop_bookmark(feet.label, pk, actor=me)
        words = shelf_words(None)
    if not wants_fragment(request):
        messages.success(request, words.said)
        return vary(redirect(words.url or stands_at))
    response = _changed(request, feet, pk, stands_at, f"#{feet.name}-{pk}-save")
    more = {"url": words.url, "label": words.label} if words.url else {}
    response.headers["HX-Trigger"] = json.dumps({"korzo:toast": {"text": words.said, **more}, "korzo:say": words.said})
    return response


def _changed(request: HttpRequest, feet: Feet[Any], pk: int, stands_at: str, goes_on: str) -> HttpResponse:
    """The foot as it is now, in the place of the old one; `goes_on` says where the keyboard does."""
    if not wants_fragment(request):
        return vary(redirect(stands_at))
    response = HttpResponse(parts.mark(feet.part, pk))
    response.headers["HX-Retarget"] = f"#{feet.name}-{pk}-foot"
    response.headers["HX-Trigger-After-Settle"] = json.dumps({"korzo:focus": goes_on})
    return vary(response)


@require_safe
def menu(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """What else can be done with a thing: a menu in its place, or a page of its own without scripts."""
    feet, person = feet_of(label), person_of(request)
    context = {"feet": feet, "pk": pk, "menu": feet.menu(feet.fetched(person, pk), person)}
    template = "reactions/_menu.html" if wants_fragment(request) else "reactions/menu.html"
    return vary(render(request, template, context))
