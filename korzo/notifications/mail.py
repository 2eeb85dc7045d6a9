"""A notice as a letter, in the language of who receives it."""

import smtplib
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from korzo.activity.activities import sender
from korzo.activity.models import Outgoing
from korzo.community.queries import the_community
from korzo.kit import signing
from korzo.kit.errors import SendingFailed
from korzo.members.models import Member
from korzo.notifications.actions import MAIL_SENDER, wish_of
from korzo.notifications.models import Notice
from korzo.notifications.queries import show

UNSUBSCRIBE = "notifications.unsubscribe"
# Answers from which on a mail server means "never", not "later" (RFC 5321).
PERMANENT_FROM = 500
# Signs that keep names in their own direction are for bodies; some programs draw them as boxes in a subject.
_NO_ISOLATES = dict.fromkeys(range(0x2066, 0x206A))


@dataclass(frozen=True)
class Letter:
    """What the templates of a letter get."""

    sentence: str
    link: str
    settings_link: str
    unsubscribe_link: str
    community: str
    name: str
    language: str
    direction: str


@sender(MAIL_SENDER)
def send_notice(outgoing: Outgoing) -> None:
    """Not sent when it was read meanwhile, taken back, or no longer wished for."""
    notice = Notice.objects.select_related("member").filter(pk=outgoing.payload.get("notice_id")).first()
    if notice is None or not _is_still_wanted(notice):
        return
    with translation.override(notice.member.language):
        message = _message(notice, int(outgoing.payload["activity_id"]))
    _send(message)


def _is_still_wanted(notice: Notice) -> bool:
    member: Member = notice.member
    if not member.is_active or member.erased_at is not None or not wish_of(member.pk, notice.kind).by_mail:
        return False
    return notice.read_at is None or not notice.on_site


def _message(notice: Notice, activity_id: int) -> EmailMultiAlternatives:
    member: Member = notice.member
    (shown,) = show([notice])
    unsubscribe_link = _absolute(reverse("notifications:unsubscribe", args=[unsubscribe_token(member.pk, notice.kind)]))
    letter = Letter(
        sentence=shown.sentence,
        link=_absolute(notice.link or reverse("notifications:list")),
        settings_link=_absolute(reverse("notifications:settings")),
        unsubscribe_link=unsubscribe_link,
        community=the_community().name,
        name=member.name,
        language=member.language,
        direction="rtl" if translation.get_language_bidi() else "ltr",
    )
    message = EmailMultiAlternatives(
        subject=one_line(shown.sentence),
        body=render_to_string("notifications/mail/notice.txt", {"letter": letter}),
        from_email=from_address(letter.community),
        to=[member.email],
        headers={
            "Message-ID": f"<notice-{notice.pk}.{activity_id}@{_host()}>",
            "List-Id": f"<notices.{_host()}>",
            "List-Unsubscribe": f"<{unsubscribe_link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    message.attach_alternative(render_to_string("notifications/mail/notice.html", {"letter": letter}), "text/html")
    return message


def unsubscribe_token(member_id: int, kind: str) -> str:
    return signing.sign(UNSUBSCRIBE, [member_id, kind])


def from_address(name: str) -> str:
    """The community's name before the installation's own address."""
    return formataddr((one_line(name), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def one_line(text: str) -> str:
    """Words of members go into headers: a line break there would begin a header of their own."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text.translate(_NO_ISOLATES)).split())


def _absolute(path: str) -> str:
    return f"{settings.KORZO_URL}{path}"


def _host() -> str:
    return urlsplit(settings.KORZO_URL).hostname or "localhost"


def _send(message: EmailMultiAlternatives) -> None:
    try:
        message.send()
    except smtplib.SMTPAuthenticationError as error:
        # The owner will correct the password, and then the letter should go.
        raise SendingFailed(str(error)) from error
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _words in error.recipients.values()]
        raise SendingFailed(str(error), permanent=all(code >= PERMANENT_FROM for code in codes)) from error
    except smtplib.SMTPResponseException as error:
        raise SendingFailed(str(error), permanent=error.smtp_code >= PERMANENT_FROM) from error
    except OSError as error:
        # All other errors of the mail library, a lost connection and a full disk are of this family: it may pass.
        raise SendingFailed(str(error)) from error
