"""Back office: the letters that this installation wrote while no mail server is named."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from korzo.members.models import Member
from korzo.members.permissions import check_signed_in, person_of
from korzo.notifications import mailbox
from korzo.notifications.permissions import check_see_mail, mails_hidden_from


def _reader(request: HttpRequest) -> Member:
    me = check_signed_in(person_of(request))
    check_see_mail(me)
    return me


@never_cache
@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    me = _reader(request)
    filed = mailbox.letters(hidden=mails_hidden_from(me))
    shown = {"letters": filed, "mail_host": settings.MAIL_HOST, "page_title": _("Mail"), "header_icon": "mail"}
    return render(request, "notifications/staff/letters.html", shown)


@never_cache
@require_GET
def letter(request: HttpRequest, name: str) -> HttpResponse:
    me = _reader(request)
    found = mailbox.letter(name, hidden=mails_hidden_from(me))
    shown = {"letter": found, "page_title": found.subject or _("(no subject)"), "header_icon": "mail"}
    return render(request, "notifications/staff/letter.html", shown)
