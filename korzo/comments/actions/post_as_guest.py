"""A comment of somebody without an account: it waits for a confirmed mail, and only then for anything else."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.comments import subjects
from korzo.comments.actions.letters import write_letter
from korzo.comments.actions.pace import check_mail_pace
from korzo.comments.actions.post_comment import add, parent_of
from korzo.comments.actions.publish import tell_comment
from korzo.comments.actions.settle import hold_comment, hold_subject, settle
from korzo.comments.actions.team import STEPS
from korzo.comments.actions.weigh import look_at_guest
from korzo.comments.actions.words import Written, make_ready
from korzo.comments.models import NAME_LENGTH_MAX, Comment, Guest, NoticeText
from korzo.comments.permissions import check_guest, is_removed
from korzo.comments.queries.rules import the_notice, the_rules
from korzo.kit.blocks import UNSEEN
from korzo.kit.errors import FieldRefused, Missing, Refused
from korzo.kit.tongue import guess_language
from korzo.moderation.actions import Deed, take_turn_from


@dataclass(frozen=True)
class GuestWords:
    """What a guest says about themselves, and what their form saw. `digest` names the notice that stood beside it."""

    name: str
    mail: str
    digest: str
    language: str
    address: str
    is_proven: bool = False


def post_as_guest(
    label: str,
    pk: int,
    *,
    guest: GuestWords,
    written: Written,
    parent_id: int | None = None,
    at: datetime | None = None,
) -> Comment:
    """Nobody reads it yet; a letter with a link to confirm it is on its way."""
    with transaction.atomic():
        moment = at or timezone.now()
        rules = the_rules()
        check_guest(label, subjects.get_for(None, label, pk), rules, moment)
        name, mail = _checked(guest)
        take_turn_from(Deed.GUEST_POST, address=guest.address, at=moment)
        check_mail_pace(mail)
        hold_subject(label, pk)
        parent = parent_of(parent_id, label, pk)
        ready = make_ready(written, actor=None, at=moment)
        comment = Comment(subject_label=label, subject_id=pk, parent=parent)
        add(comment, ready, language=guess_language(ready.plain, of_author=guest.language), at=moment)
        comment.guest = Guest.objects.create(
            comment=comment,
            name=name,
            mail=mail,
            language=guest.language,
            notice=_agreed_to(guest, moment),
            agreed_at=moment,
            is_proven=guest.is_proven,
            trap_filled=written.trap_filled,
        )
        write_letter(comment, "confirm")
        return settle(comment.pk)


def _checked(guest: GuestWords) -> tuple[str, str]:
    name = " ".join(UNSEEN.sub("", guest.name).split())
    if not name:
        raise FieldRefused("name", _("Please give a name. It may be a first name alone."))
    if len(name) > NAME_LENGTH_MAX or "@" in name or "://" in name:
        raise FieldRefused("name", _("Please give a short name, without an address in it."))
    mail = guest.mail.strip()
    try:
        validate_email(mail)
    except ValidationError:
        raise FieldRefused("mail", _("This does not look like a mail address.")) from None
    return name, mail


def _agreed_to(guest: GuestWords, at: datetime) -> NoticeText:
    """The words that stood beside the form, kept as they were."""
    notice = the_notice()
    if notice.digest != guest.digest:
        raise Refused(_("What we say about your data changed just now. Please read it again, then send your comment."))
    kept, _is_new = NoticeText.objects.get_or_create(
        digest=notice.digest, defaults={"language": notice.language, "text": notice.text, "at": at}
    )
    return kept


def confirm_comment(pk: int, *, at: datetime | None = None) -> Comment:
    """The mail is right: the comment is weighed, and shown or held. Only the first time does anything."""
    moment = at or timezone.now()
    with transaction.atomic():
        comment = hold_comment(pk)
        if not hasattr(comment, "guest") or is_removed(comment):
            raise Missing(str(pk))
        confirmed = Guest.objects.filter(comment=comment, confirmed_at__isnull=True).update(confirmed_at=moment)
        if not confirmed:
            raise Refused(_("This comment was confirmed already. Thank you!"))
        look = look_at_guest(comment, comment.guest, rules=the_rules(), at=moment)
        if look.is_held:
            return STEPS.hold_back(comment, look.verdict, author=None, at=moment)
        shown = settle(pk)
        tell_comment(shown, at=moment)
    return shown
