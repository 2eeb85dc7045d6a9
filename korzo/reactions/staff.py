"""Back office: which reactions are offered, and in which order."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.members.permissions import check_can, check_signed_in, person_of
from korzo.reactions.actions import choose_set
from korzo.reactions.looks import OFFERED_MAX, Look, look_of
from korzo.reactions.models import Reaction
from korzo.reactions.permissions import CHOOSE_SET
from korzo.reactions.queries import offered_keys


@dataclass(frozen=True)
class Row:
    """One reaction of the catalogue; `place` counts from 1 and is 0 where it is not offered."""

    look: Look
    place: int

    @property
    def is_heart(self) -> bool:
        return self.look.key == Reaction.Emoji.HEART


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reaction_set(request: HttpRequest) -> HttpResponse:
    me = _chooser(request)
    keys = list(offered_keys())
    if request.method != "POST":
        return _page(request, keys)
    wanted = _sent(request)
    try:
        choose_set(wanted, actor=me)
    except Refused as refusal:
        return _page(request, wanted, error=refusal.sentence)
    messages.success(request, _("Saved. Members see this set from now on."))
    return redirect("staff_reactions")


def _sent(request: HttpRequest) -> list[str]:
    """Those with a place, in the order of their places; equal places stay in the order of the catalogue."""
    places = {key: request.POST.get(f"place-{key}", "") for key in Reaction.Emoji.values}
    chosen = {key: int(text) for key, text in places.items() if text.isascii() and text.isdecimal() and int(text[:3])}
    return sorted(chosen, key=lambda key: chosen[key])


def _page(request: HttpRequest, keys: list[str], error: str = "") -> HttpResponse:
    rows = [Row(look_of(key), keys.index(key) + 1 if key in keys else 0) for key in Reaction.Emoji.values]
    shown = {
        "rows": sorted(rows, key=lambda row: row.place or len(rows) + 1),
        "places": range(1, OFFERED_MAX + 1),
        "offered": [look_of(key) for key in keys],
        "error": error,
        "page_title": _("Reactions"),
        "header_icon": "pick",
    }
    return render(request, "reactions/staff/set.html", shown, status=422 if error else 200)


def _chooser(request: HttpRequest) -> Member:
    me = check_signed_in(person_of(request))
    check_can(me, CHOOSE_SET)
    return me
