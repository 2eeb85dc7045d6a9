"""Letters to guests, who have no account: to confirm, and what the team decided. Never with the words of the comment,
so that nobody can send theirs to a stranger in our name.
"""

from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korzo.activity.activities import sender
from korzo.activity.models import Outgoing
from korzo.comments.actions.letters import LETTER_SENDER
from korzo.comments.models import Comment
from korzo.comments.permissions import is_held, is_removed
from korzo.comments.queries import get_guest_comment
from korzo.comments.tokens import CONFIRM, REMOVE, token_for
from korzo.community.queries import the_community
from korzo.kit.errors import Missing, SendingFailed


@dataclass(frozen=True)
class Letter:
    subject: str
    paragraphs: list[str]
    community: str


@sender(LETTER_SENDER, title=gettext_lazy("Letters to guests about their comments"))
def send_letter(outgoing: Outgoing) -> None:
    """A letter whose guest is gone meanwhile, or whose news is old, goes nowhere."""
    try:
        comment, seen = get_guest_comment(int(outgoing.payload["pk"]))
    except Missing:
        return
    if not comment.guest.mail:
        return
    kind = outgoing.payload["kind"]
    with translation.override(comment.guest.language):
        letter = _letter(kind, comment, seen.title if seen else "")
        if letter is None:
            return
        message = _message(f"comments-{kind}-{comment.pk}-{comment.version}", letter, to=comment.guest.mail)
    try:
        message.send()
    except OSError as error:
        # All errors of the mail library are of this family.
        raise SendingFailed(str(error)) from error


def _letter(kind: str, comment: Comment, title: str) -> Letter | None:
    """None where it is no longer true."""
    name = the_community().name
    where = {"title": title, "community": name}
    removal = _("To delete your comment, with your name and address: %(url)s") % {"url": _address(REMOVE, comment)}
    if kind == "confirm":
        if comment.guest.confirmed_at is not None or is_removed(comment):
            return None
        words = [
            _("Somebody wrote a comment on “%(title)s” at %(community)s and gave this address.") % where,
            _("If it was you, open this page and press the button there: %(url)s")
            % {"url": _address(CONFIRM, comment)},
            _("If it was not you, you need not do anything. Within three days it is deleted, this address too."),
            removal,
        ]
        return Letter(_("Please confirm your comment"), words, name)
    if kind == "released" and comment.is_visible:
        words = [
            _("The team looked at your comment on “%(title)s”. Everybody can read it now: %(url)s")
            % {**where, "url": settings.KORZO_URL + comment.get_absolute_url()},
            removal,
        ]
        return Letter(_("Your comment is there"), words, name)
    if kind == "refused" and is_held(comment) and comment.hold.refused_at is not None:
        return _no(_("Your comment on “%(title)s” was not published.") % where, comment.hold.refusal, removal, name)
    if kind == "hidden" and is_removed(comment) and not comment.removal.by_author:
        return _no(_("Your comment on “%(title)s” was taken away.") % where, comment.removal.reason, removal, name)
    return None


def _no(what: str, reason: str, removal: str, name: str) -> Letter:
    """With the reasons, and the way to question them."""
    redress = _("A person decided this. If you think that it is wrong, answer this letter or go to court.")
    return Letter(_("Our decision about your comment"), [what, reason, redress, removal], name)


def _address(purpose: str, comment: Comment) -> str:
    view = "comments:confirmation" if purpose == CONFIRM else "comments:guest_removal"
    return settings.KORZO_URL + reverse(view, args=[token_for(purpose, comment)])


def _message(name: str, letter: Letter, *, to: str) -> EmailMessage:
    host = urlsplit(settings.KORZO_URL).hostname or "localhost"
    return EmailMessage(
        subject=letter.subject,
        body=render_to_string("comments/mail/letter.txt", {"letter": letter}),
        from_email=formataddr((" ".join(letter.community.split()), parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[to],
        headers={
            "Message-ID": f"<{name}@{host}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
