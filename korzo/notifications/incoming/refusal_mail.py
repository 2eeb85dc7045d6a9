"""What a member reads whose letter was not posted."""

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
from korzo.discussions.activities import ReplyPosted
from korzo.members.models import Member
from korzo.notifications.envelope import absolute, from_address, host, one_line, unsubscribe_link
from korzo.notifications.incoming.actions.tell import REFUSAL_SENDER
from korzo.notifications.incoming.backends import NOBODY
from korzo.notifications.incoming.models import IncomingMail, Outcome
from korzo.notifications.models import Notice

REASONS = {
    "stranger": gettext_lazy(
        "Somebody answered a mail that we sent to you. Only you can answer it, from the address of your account, so"
        " nothing was posted. If it was you, please write from that address or on the site."
    ),
    "old": gettext_lazy("The mail that you answered is more than three months old. Please answer on the site."),
    "many": gettext_lazy("Your mail went to many people at once. Please answer us alone, or on the site."),
    "large": gettext_lazy("Your mail is too large for us. Smaller pictures are welcome, here or on the site."),
    "unsubscribe": gettext_lazy("You wish to get no more mail. Please confirm it with one click:"),
}


@sender(REFUSAL_SENDER, title=gettext_lazy("Mail about a reply that was not posted"))
def send_refusal(outgoing: Outgoing) -> None:
    """Only ever to the member, never to an address that a letter named."""
    mail = IncomingMail.objects.select_related("member").filter(pk=outgoing.payload.get("mail_id")).first()
    if mail is None or mail.member is None or mail.member.erased_at is not None:
        return
    member: Member = mail.member
    with translation.override(member.language):
        message = _message(mail, member, str(outgoing.payload.get("sentence", "")))
    hand_over(message, member=member, purpose=Purpose.SERVICE, source=f"refusal:{mail.pk}", at=timezone.now())


def _message(mail: IncomingMail, member: Member, sentence: str) -> EmailMessage:
    community = the_community().name
    is_leaving = mail.outcome == Outcome.LEFT
    shown = {
        "name": member.name,
        "community": community,
        "reason": sentence or REASONS.get(mail.code, ""),
        "link": _way_out(mail, member) if is_leaving else _topic_link(mail),
    }
    message = EmailMessage(
        subject=one_line(_("No more mail from us?") if is_leaving else _("Your mail was not posted")),
        body=render_to_string("notifications/mail/refusal.txt", {"letter": shown}),
        to=[member.email],
        headers={
            "From": from_address(community),
            "Message-ID": f"<refusal-{mail.pk}@{host()}>",
            "Auto-Submitted": "auto-replied",
            "X-Auto-Response-Suppress": "All",
            "X-Korzo-Id": f"refusal-{mail.pk}",
        },
    )
    message.from_email = NOBODY
    return message


def _topic_link(mail: IncomingMail) -> str:
    return absolute(reverse("discussions:topic_by_id", args=[mail.topic_id]) if mail.topic_id else "/")


def _way_out(mail: IncomingMail, member: Member) -> str:
    """For the kind of news that they answered last; its page also offers to end all of them."""
    kinds = Notice.objects.filter(member=member, params__topic_id=mail.topic_id).order_by("-at")
    return unsubscribe_link(member.pk, kinds.values_list("kind", flat=True).first() or ReplyPosted.verb)
