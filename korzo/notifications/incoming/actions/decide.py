"""Staff decide about a letter whose sender our mail server could not vouch for."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.kit.errors import Missing, Refused
from korzo.kit.letters import BadLetter, Letter, parse
from korzo.members.permissions import Person, check_signed_in
from korzo.notifications.incoming import keeping
from korzo.notifications.incoming.actions.receive import settle, settle_with_post
from korzo.notifications.incoming.checks import examine
from korzo.notifications.incoming.doorway import Doorway
from korzo.notifications.incoming.models import IncomingMail, Outcome
from korzo.notifications.incoming.permissions import check_decide_mail


def post_after_all(pk: int, *, actor: Person, doorway: Doorway) -> IncomingMail:
    """The sender is who they say. All other checks are asked again, as of now."""
    me = check_signed_in(actor)
    check_decide_mail(me)
    mail = _waiting(pk)
    letter = _letter(mail)
    # Its code counts from the day on which it came, not from that on which somebody finds time for it.
    finding = examine(letter, doorway, at=mail.came_at, size=mail.size_bytes, proven=True)
    if finding.outcome == Outcome.POSTED and finding.member is not None:
        done = settle_with_post(mail, letter, finding, finding.member, timezone.now(), by=me)
    else:
        done = settle(mail, letter, replace(finding, tells=False), timezone.now(), by=me)
    IncomingMail.objects.filter(pk=done.pk).update(decided_by=me)
    return done


def drop_mail(pk: int, *, actor: Person) -> IncomingMail:
    me = check_signed_in(actor)
    check_decide_mail(me)
    _waiting(pk)
    with transaction.atomic():
        changed = IncomingMail.objects.filter(pk=pk, outcome=Outcome.WAITING).update(
            outcome=Outcome.DROPPED, decided_by=me
        )
        if not changed:
            raise _decided()
    return IncomingMail.objects.get(pk=pk)


def _waiting(pk: int) -> IncomingMail:
    mail = IncomingMail.objects.filter(pk=pk).first()
    if mail is None:
        raise Missing(pk)
    if mail.outcome != Outcome.WAITING:
        raise _decided()
    return mail


def _decided() -> Refused:
    return Refused(_("Somebody decided about this letter already."))


def _letter(mail: IncomingMail) -> Letter:
    try:
        return parse(keeping.kept(mail.file))
    except (FileNotFoundError, BadLetter):
        raise Refused(_("This letter is not kept any more.")) from None
