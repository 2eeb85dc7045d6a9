"""A member's notices, what they wish to hear of, and the way out of mail."""

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
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from korzo.kit import signing
from korzo.members.models import Member
from korzo.members.permissions import check_signed_in, person_of
from korzo.notifications import actions, kinds, queries
from korzo.notifications.actions import Wish
from korzo.notifications.mail import UNSUBSCRIBE

logger = logging.getLogger("korzo.notifications")

# A way out of mail that stops working would be none: as long as anybody keeps a letter.
UNSUBSCRIBE_AGE_MAX = timedelta(days=36_500)
# Longer numbers are no ids of ours, and databases refuse them.
ID_DIGITS_MAX = 18


@dataclass(frozen=True)
class Leaver:
    """Whom a signed link names, and which kind of mail."""

    member_id: int
    kind: str


def _me(request: HttpRequest) -> Member:
    return check_signed_in(person_of(request))


@never_cache
@login_required
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    before = _number(request.GET.get("before", ""))
    rows = queries.notices(_me(request), before=before)
    shown = {
        "notices": rows,
        "more_url": f"?before={rows[-1].pk}" if len(rows) == queries.NOTICES_A_PAGE else "",
    }
    return render(request, "notifications/notices.html", shown)


@login_required
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read, and go where it leads if that is what was pressed."""
    notice = actions.mark_read(pk, actor=_me(request))
    if "open" in request.POST and notice.link:
        return redirect(notice.link)
    return redirect("notifications:list")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    actions.mark_all_read(actor=_me(request))
    return redirect("notifications:list")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    me = _me(request)
    if request.method == "POST":
        site, mail = set(request.POST.getlist("site")), set(request.POST.getlist("mail"))
        wishes = {one.verb: Wish(on_site=one.verb in site, by_mail=one.verb in mail) for one in kinds.all_kinds()}
        actions.choose(wishes, actor=me)
        messages.success(request, _("Saved. This is what you hear of from now on."))
        return redirect("notifications:settings")
    return render(request, "notifications/settings.html", {"choices": queries.choices(me)})


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
    kind = kinds.get(leaver.kind) if leaver else None
    return str(kind.label) if kind else ""


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= ID_DIGITS_MAX else None
