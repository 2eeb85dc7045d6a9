"""The personal parts of pages with comments: the form, and what this person can do with each comment."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from korzo.comments import subjects
from korzo.comments.forms import Typed
from korzo.comments.permissions import MODERATE, closing_of, why_closed
from korzo.comments.queries import CommentFoot, base_comment_feet, own_comment_feet, the_rules, waiting_of
from korzo.comments.views.composing import composer, draft_key
from korzo.edge.recording import lasts, remembered, remembered_many
from korzo.kit.parts import TOKEN_PLACE
from korzo.members.permissions import can, person_of


@dataclass(frozen=True)
class FormPlace:
    """Two people for whom all of this is the same see the same, but for what of theirs waits."""

    label: str
    pk: int
    title: str
    refusal: str
    is_guest: bool
    guests_may: bool
    page: str


def form_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `comments.form`: what of theirs waits, and the form, or the way to it, or why there is none.

    A key is a label and an id: `shop.product 5`.
    """
    person = person_of(request)
    rules, now = remembered("comments.rules", make=the_rules), timezone.now()
    wanted = {key: _of(key) for key in keys}
    found = subjects.seen_among(person, list(wanted.values()))
    made = {}
    for key, (label, pk) in wanted.items():
        seen = found.get((label, pk))
        if seen is None:
            continue
        refusal = why_closed(label, seen, rules, now) if not can(person, MODERATE) else ""
        closing = closing_of(seen, rules)
        if closing is not None and not refusal:
            lasts((closing - now).total_seconds())
        page = request.path if person is None else ""
        place = FormPlace(label, pk, seen.title, refusal, person is None, rules.guests_may, page)
        waiting = waiting_of(person, label, pk)
        before = render_to_string("comments/_waiting.html", {"waiting": waiting}) if waiting else ""
        made[key] = before + remembered("comments.form", place, make=partial(_form, place))
    return made


def _of(key: str) -> tuple[str, int]:
    label, _space, pk = key.partition(" ")
    return label, int(pk)


def _form(place: FormPlace) -> str:
    context: dict[str, object] = {"place": place, "sign_in_url": reverse("account_login")}
    if place.refusal:
        return render_to_string("comments/_closed.html", context)
    if place.is_guest:
        return render_to_string("comments/_invitation.html", context)
    context |= {
        "label": place.label,
        "pk": place.pk,
        "form": Typed(),
        "csrf_token": TOKEN_PLACE,
        **composer(draft_key(place.label, place.pk), about=place.title),
    }
    return render_to_string("comments/_form.html", context)


def feet_base(keys: list[str]) -> Mapping[str, str]:
    """How the part `comments.foot` looks to everybody; nobody's words are folded away."""
    made = remembered_many("comments.foot", [int(key) for key in keys if key.isdecimal()], _render_bases)
    return {str(pk): html for pk, html in made.items()}


def _render_bases(ids: list[int]) -> dict[int, str]:
    return {pk: _foot(foot) for pk, foot in base_comment_feet(ids).items()}


def feet_part(request: HttpRequest, keys: list[str]) -> Mapping[str, str]:
    """The part `comments.foot`. A key is a comment's id, or `12 top` for the note that folds it away."""
    person = person_of(request)
    if person is None:
        return {}
    wanted = {key: key.partition(" ") for key in keys}
    feet = own_comment_feet({int(pk) for pk, _space, _place in wanted.values()}, person)
    made = remembered_many("comments.own_foot", feet.values(), lambda missing: {foot: _foot(foot) for foot in missing})
    shown = {}
    for key, (pk, _space, place) in wanted.items():
        foot = feet.get(int(pk))
        if foot is not None:
            shown[key] = _muted_note(foot) if place else made[foot]
    return shown


def _muted_note(foot: CommentFoot) -> str:
    return render_to_string("ui/muted_note.html", {"name": foot.muted}) if foot.muted else ""


def _foot(foot: CommentFoot) -> str:
    return render_to_string("comments/_foot.html", {"comment": foot})
