"""What a member wishes to hear of, and the way out of mail."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from korzo.kit import signing
from korzo.kit.errors import FieldRefused
from korzo.members.models import Member
from korzo.members.permissions import check_signed_in, person_of
from korzo.notifications import actions, kinds, queries
from korzo.notifications.actions.devices import own_key
from korzo.notifications.actions.wishing import LETTER
from korzo.notifications.envelope import UNSUBSCRIBE
from korzo.notifications.forms import LetterForm
from korzo.notifications.models import Manner
from korzo.notifications.webpush import private_key, public_point, to_base64url
from korzo.notifications.wishes import Wish

logger = logging.getLogger("korzo.notifications")

# A way out of mail that stops working would be none: as long as anybody keeps a letter.
UNSUBSCRIBE_AGE_MAX = timedelta(days=36_500)


@dataclass(frozen=True)
class Leaver:
    """Whom a signed link names, and which kind of mail."""

    member_id: int
    kind: str


@dataclass(frozen=True)
class Offer:
    """One of the three choices at first sight."""

    value: str
    label: str
    text: str
    is_chosen: bool


def _me(request: HttpRequest) -> Member:
    return check_signed_in(person_of(request))


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    """The page; and each kind by itself, for those who want to choose to the last."""
    me = _me(request)
    if request.method == "POST":
        actions.choose({one.verb: _wish(request, one.verb) for one in kinds.all_kinds()}, actor=me)
        messages.success(request, _("Saved. This is what you hear of from now on."))
        return redirect("notifications:settings")
    manner = queries.manner_of(me)
    form = LetterForm(initial={"rhythm": manner.rhythm, "hour": manner.hour, "weekday": manner.weekday})
    return _page(request, me, form)


def _wish(request: HttpRequest, verb: str) -> Wish:
    """`mail` holds one answer for each kind: at once, in the letter, or not."""
    mail = request.POST.get(f"mail:{verb}", "")
    return Wish(
        on_site=verb in request.POST.getlist("site"),
        by_mail=mail == "at_once" or verb in request.POST.getlist("mail"),
        by_push=verb in request.POST.getlist("push"),
        in_letter=mail == LETTER,
    )


def _page(request: HttpRequest, me: Member, form: LetterForm) -> HttpResponse:
    shown = {
        "offers": _offers(queries.manner_of(me).preset),
        "form": form,
        "choices": queries.choices(me),
        "has_own_choices": queries.has_own_choices(me),
        "devices": queries.devices(me),
        "push_key": to_base64url(public_point(private_key(own_key().private_pem))),
        "is_zone_unknown": not me.time_zone,
    }
    return render(request, "notifications/settings.html", shown, status=422 if form.errors else 200)


def _offers(chosen: str) -> list[Offer]:
    texts = {
        Manner.Preset.EVERYTHING: _("All news of what is for you and of what you follow, here and by mail."),
        Manner.Preset.FOR_ME: _("Replies, mentions and accepted answers come by mail. All else stands here."),
        Manner.Preset.LETTER: _("One mail with what waits for you and the best of what you follow, and no other."),
    }
    order = (Manner.Preset.FOR_ME, Manner.Preset.LETTER, Manner.Preset.EVERYTHING)
    return [Offer(one.value, str(one.label), texts[one], one.value == chosen) for one in order]


@login_required
@require_POST
def manner(request: HttpRequest) -> HttpResponse:
    me = _me(request)
    form = LetterForm(request.POST)
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            actions.choose_manner(
                request.POST.get("preset", ""),
                actor=me,
                rhythm=chosen["rhythm"],
                hour=chosen["hour"],
                weekday=chosen["weekday"],
            )
        except FieldRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        else:
            messages.success(request, _("Saved. This is what you hear of from now on."))
            return redirect("notifications:settings")
    return _page(request, me, form)


@csrf_exempt  # Mail programs post here with one click: the signature of the link is the permission.
@never_cache
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing, because programs that check links open them all. Only the button does."""
    leaver = _leaver(token)
    shown: dict[str, object] = {"label": _label(leaver), "is_known": leaver is not None}
    if request.method == "POST":
        if leaver is None:
            logger.warning("A link to unsubscribe was not ours.")
        else:
            actions.unsubscribe(leaver.member_id, kind="" if "every" in request.POST else leaver.kind)
        shown |= {"is_done": leaver is not None, "was_every": "every" in request.POST}
    return render(request, "notifications/unsubscribe.html", shown)


def _leaver(token: str) -> Leaver | None:
    try:
        member_id, kind = signing.unsign(UNSUBSCRIBE, token, max_age=UNSUBSCRIBE_AGE_MAX)
    except signing.BadToken:
        return None
    return Leaver(member_id, kind)


def _label(leaver: Leaver | None) -> str:
    if leaver is not None and leaver.kind == LETTER:
        return _("your letter with news")
    kind = kinds.get(leaver.kind) if leaver else None
    return str(kind.label) if kind else ""
