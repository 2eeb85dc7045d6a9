"""Letters that no setting keeps back: receipts, reasons and answers are the right of who gets them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korzo.activity.activities import sender
from korzo.activity.models import Outgoing
from korzo.attention.actions import hand_over
from korzo.attention.models import Purpose
from korzo.community.queries import the_community
from korzo.kit.errors import SendingFailed
from korzo.members.models import Member
from korzo.moderation.actions.decide import TELL_SENDER
from korzo.moderation.actions.statements import LETTER_SENDER
from korzo.moderation.actions.tell import tell_decision
from korzo.moderation.models import Appeal, Decision, LegalNotice, Statement


@dataclass(frozen=True)
class Letter:
    """What the template gets, and to whom it goes. `source` names it to the gate that all letters pass."""

    source: str
    to: str
    language: str
    subject: str
    paragraphs: list[str]
    path: str
    member: Member | None = None
    community: str = ""
    link: str = ""


@sender(TELL_SENDER, title=gettext_lazy("Say what was decided"))
def tell(outgoing: Outgoing) -> None:
    """Waits until a decision cannot be taken back by a key any more."""
    tell_decision(int(outgoing.payload["decision_id"]))


@sender(LETTER_SENDER, title=gettext_lazy("Letters about decisions"))
def send_letter(outgoing: Outgoing) -> None:
    letter = _WRITERS[outgoing.payload["kind"]](int(outgoing.payload["pk"]))
    if letter is None:
        return
    with translation.override(letter.language):
        message = _message(replace(letter, community=the_community().name, link=f"{settings.KORZO_URL}{letter.path}"))
    if letter.member is not None:
        hand_over(
            message,
            member=letter.member,
            purpose=Purpose.TRANSACTIONAL,
            source=letter.source,
            at=timezone.now(),
            urgent=True,
        )
        return
    try:
        message.send()
    except OSError as error:
        # All errors of the mail library are of this family.
        raise SendingFailed(str(error)) from error


def _message(letter: Letter) -> EmailMessage:
    host = urlsplit(settings.KORZO_URL).hostname or "localhost"
    return EmailMessage(
        subject=letter.subject,
        body=render_to_string("moderation/mail/letter.txt", {"letter": letter}),
        from_email=formataddr((" ".join(letter.community.split()), parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[letter.to],
        headers={
            "Message-ID": f"<{letter.source.replace(':', '-')}@{host}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )


def _to_member(member: Member | None) -> Member | None:
    return member if member is not None and member.erased_at is None else None


def _statement(pk: int) -> Letter | None:
    row = Statement.objects.select_related("member").filter(pk=pk, withdrawal__isnull=True).first()
    member = _to_member(row.member) if row else None
    if row is None or member is None:
        return None
    with translation.override(member.language):
        return Letter(
            source=f"moderation.statement:{pk}",
            to=member.email,
            language=member.language,
            subject=str(row.get_restriction_display()),
            paragraphs=[
                str(row.get_restriction_display()) + ".",
                row.sentence,
                row.facts,
                _("The rule: %(rule)s") % {"rule": row.rule},
                row.redress,
            ],
            path=reverse("moderation:statement", args=[pk]),
            member=member,
        )


def _receipt(pk: int) -> Letter | None:
    row = LegalNotice.objects.filter(pk=pk).exclude(mail="").first()
    if row is None:
        return None
    with translation.override(row.language):
        return Letter(
            source=f"moderation.notice:{pk}",
            to=row.mail,
            language=row.language,
            subject=_("We received your notice"),
            paragraphs=[
                _("Your notice about this address is with us: %(address)s") % {"address": row.address},
                _("A person reads it and decides. Nothing is decided by a machine. You get our decision by mail."),
                _("The address below shows at any time how far it is."),
            ],
            path=reverse("moderation:notice_state", args=[row.key]),
        )


def _notice_decision(pk: int) -> Letter | None:
    row = LegalNotice.objects.select_related("item").filter(pk=pk).exclude(mail="").first()
    decision = row.item.decisions.filter(undone_at__isnull=True).first() if row else None
    if row is None or decision is None:
        return None
    with translation.override(row.language):
        acted = _("We took down what your notice is about.")
        kept = _("We looked at what your notice is about and leave it where it is.")
        return Letter(
            source=f"moderation.notice_decision:{pk}",
            to=row.mail,
            language=row.language,
            subject=_("Our decision about your notice"),
            paragraphs=[
                kept if decision.verb == Decision.Verb.DISAGREE else acted,
                decision.words,
                _("A person decided this. If you think that it is wrong, answer this letter or go to court."),
            ],
            path=reverse("moderation:notice_state", args=[row.key]),
        )


def _appeal(pk: int) -> Letter | None:
    row = Appeal.objects.select_related("member").filter(pk=pk).first()
    member = _to_member(row.member) if row else None
    if row is None or member is None:
        return None
    with translation.override(member.language):
        return Letter(
            source=f"moderation.appeal_decision:{pk}",
            to=member.email,
            language=member.language,
            subject=_("A second person looked at your case"),
            paragraphs=[
                str(row.get_outcome_display()) + ".",
                row.answer,
                _("If you still think that it is wrong, you can go to court."),
            ],
            path=reverse("moderation:statement", args=[row.statement_id]),
            member=member,
        )


_WRITERS: dict[str, Callable[[int], Letter | None]] = {
    "statement": _statement,
    "receipt": _receipt,
    "notice_decision": _notice_decision,
    "appeal": _appeal,
}
