"""Back office: what came in by mail, what became of it and why; letters that wait for a person."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from korzo.kit.errors import Missing, Refused
from korzo.members.models import Member
from korzo.members.permissions import check_signed_in, person_of
from korzo.notifications.incoming import queries
from korzo.notifications.incoming.actions import drop_mail, post_after_all
from korzo.notifications.incoming.permissions import check_decide_mail

CODES = {
    "large": gettext_lazy("It was too large"),
    "broken": gettext_lazy("It could not be taken apart"),
    "sender": gettext_lazy("It had no sender, or several"),
    "loop": gettext_lazy("It was our own mail, come back"),
    "token": gettext_lazy("It answered none of our mails"),
    "old": gettext_lazy("It answered a mail of more than three months ago"),
    "stranger": gettext_lazy("It came from another address than the member’s"),
    "many": gettext_lazy("It went to many people at once"),
    "forged": gettext_lazy("Its sender may be forged"),
    "unproven": gettext_lazy("Nothing proves its sender"),
    "topic": gettext_lazy("The topic is gone, or closed to this member"),
    "empty": gettext_lazy("It held no new words"),
    "refused": gettext_lazy("The site would have refused it, too"),
    "absence": gettext_lazy("Its subject says that somebody is away"),
    "robot": gettext_lazy("Its sender is a program"),
}


def _reader(request: HttpRequest) -> Member:
    me = check_signed_in(person_of(request))
    check_decide_mail(me)
    return me


@never_cache
@require_safe
def incoming(request: HttpRequest) -> HttpResponse:
    me = _reader(request)
    shown = {
        "page_title": _("Replies by mail"),
        "doorway": settings.KORZO_DOORWAY,
        "states": queries.mailbox_states(),
        "letters": [(one, CODES.get(one.code, one.code)) for one in queries.latest_letters(me)],
        "waiting": [(one, CODES.get(one.code, one.code)) for one in queries.waiting_letters(me)],
        "aside": queries.letters_aside(),
    }
    return render(request, "notifications/staff/incoming.html", shown)


@never_cache
@require_safe
def incoming_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The words that somebody wrote now, never those that were quoted."""
    found = queries.letter_for(_reader(request), pk)
    shown = {"page_title": _("A letter"), "read": found, "reason": CODES.get(found.mail.code, found.mail.code)}
    return render(request, "notifications/staff/incoming_letter.html", shown)


def _decided(request: HttpRequest, decide: Callable[[], object], done: str) -> HttpResponseRedirect:
    try:
        decide()
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, done)
    return redirect("staff_incoming")


@never_cache
@require_POST
def post_letter(request: HttpRequest, pk: int) -> HttpResponse:
    me = _reader(request)
    if settings.KORZO_DOORWAY is None:
        raise Missing(pk)
    doorway = settings.KORZO_DOORWAY
    return _decided(
        request,
        lambda: post_after_all(pk, actor=me, doorway=doorway),
        _("Decided. What became of it stands in the list."),
    )


@never_cache
@require_POST
def drop_letter(request: HttpRequest, pk: int) -> HttpResponse:
    me = _reader(request)
    return _decided(request, lambda: drop_mail(pk, actor=me), _("Put aside."))


def addresses() -> list[URLPattern]:
    return [
        path("replies/", incoming, name="staff_incoming"),
        path("replies/<int:pk>/", incoming_letter, name="staff_incoming_letter"),
        path("replies/<int:pk>/posting/", post_letter, name="staff_incoming_posting"),
        path("replies/<int:pk>/dropping/", drop_letter, name="staff_incoming_dropping"),
    ]
