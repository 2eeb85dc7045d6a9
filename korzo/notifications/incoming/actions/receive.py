"""A letter comes in. However often it comes, and however many processes hold it, it becomes one reply."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from korzo.kit.letters import BYTES_MAX, BadLetter, Letter, parse
from korzo.members.models import Member
from korzo.notifications.incoming import keeping
from korzo.notifications.incoming.actions.bounces import count_bounce
from korzo.notifications.incoming.actions.post import NotPosted, Posted, post
from korzo.notifications.incoming.actions.tell import tell
from korzo.notifications.incoming.checks import Finding, examine, shown_sender
from korzo.notifications.incoming.doorway import Doorway
from korzo.notifications.incoming.models import CODE_LENGTH_MAX, IncomingMail, Outcome

# Drawing the previews of twenty pictures takes half a minute on a small server.
LEASE = timedelta(minutes=5)
# Of a letter that is too large only its beginning is read: who sent it to whom.
HEAD_BYTES_MAX = 64 * 1024


# Whoever floods us with letters to nobody does not fill the disk.
OF_STRANGERS_KEPT_A_DAY = 200


class Busy(Exception):
    """Another process is at this very letter. Come again later."""


def receive(raw: bytes, *, doorway: Doorway, at: datetime | None = None, size: int | None = None) -> IncomingMail:
    """What became of it is in its row, also for one that was here before. `size`: of the whole, where `raw` is not.

    Refuses nobody loudly: what is wrong with a letter is an outcome, too. Raises Busy, and what a database raises.
    """
    moment = at or timezone.now()
    whole_size = max(size or 0, len(raw))
    letter = _read(raw, whole_size)
    mail, is_ours = _claim(_digest(raw, letter), whole_size, moment)
    if not is_ours:
        return mail
    finding = _finding(letter, doorway, moment, whole_size)
    if finding.member is not None or _has_room(moment):
        _keep(mail, raw, is_known=finding.member is not None)
    if letter is not None and finding.outcome == Outcome.POSTED and finding.member is not None:
        return settle_with_post(mail, letter, finding, finding.member, moment)
    return settle(mail, letter, finding, moment)


def _read(raw: bytes, size: int) -> Letter | None:
    """None for one that nobody can take apart."""
    try:
        return parse(raw[:HEAD_BYTES_MAX] if size > BYTES_MAX else raw)
    except BadLetter:
        return None


def _digest(raw: bytes, letter: Letter | None) -> str:
    """By its own name where it has one: the same letter comes with other headers on another way."""
    name = letter.message_id if letter is not None else ""
    return hashlib.sha256(name.encode() if name else raw).hexdigest()


def _claim(digest: str, size: int, at: datetime) -> tuple[IncomingMail, bool]:
    """Whether the letter is ours to take in: new, or left behind by a process that died at it."""
    now = timezone.now()
    with transaction.atomic():
        IncomingMail.objects.bulk_create(
            [IncomingMail(digest=digest, size_bytes=size, came_at=at, leased_until=now - LEASE)], ignore_conflicts=True
        )
        mail = IncomingMail.objects.select_for_update(of=("self",)).get(digest=digest)
        if mail.outcome != Outcome.TAKING:
            return mail, False
        if mail.leased_until > now:
            raise Busy(digest)
        mail.leased_until = now + LEASE
        mail.save(update_fields=["leased_until"])
    return mail, True


def _finding(letter: Letter | None, doorway: Doorway, at: datetime, size: int) -> Finding:
    if letter is None:
        return Finding(Outcome.REFUSED, "broken")
    return examine(letter, doorway, at=at, size=size)


def _keep(mail: IncomingMail, raw: bytes, *, is_known: bool) -> None:
    """The name first: a file that no row knows of would lie there for ever."""
    mail.file = keeping.name_of(mail.digest)
    IncomingMail.objects.filter(pk=mail.pk).update(file=mail.file)
    keeping.keep(mail.file, raw, is_known=is_known)


def _has_room(at: datetime) -> bool:
    of_strangers = IncomingMail.objects.filter(member=None, came_at__gt=at - timedelta(days=1)).exclude(file="")
    return of_strangers.count() < OF_STRANGERS_KEPT_A_DAY


def settle_with_post(
    mail: IncomingMail, letter: Letter, finding: Finding, member: Member, at: datetime, *, by: Member | None = None
) -> IncomingMail:
    """The reply and the tick that it is there, in one transaction."""
    outcome: Posted | NotPosted = post(mail, letter, member, finding.topic_id or 0)
    if isinstance(outcome, NotPosted):
        refused = replace(finding, outcome=Outcome.REFUSED, code=outcome.code, tells=True)
        return settle(mail, letter, refused, at, sentence=outcome.sentence, by=by)
    return outcome.mail


def settle(
    mail: IncomingMail,
    letter: Letter | None,
    finding: Finding,
    at: datetime,
    *,
    sentence: str = "",
    by: Member | None = None,
) -> IncomingMail:
    with transaction.atomic():
        held = IncomingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
        if held.outcome not in {Outcome.TAKING, Outcome.WAITING}:
            return held
        held.outcome, held.code = finding.outcome, finding.code[:CODE_LENGTH_MAX]
        held.member, held.topic_id, held.file = finding.member, finding.topic_id, mail.file
        held.sender, held.decided_by = shown_sender(letter), by
        held.save(
            update_fields=["outcome", "code", "member", "topic_id", "file", "sender", "decided_by"],
        )
        if finding.outcome == Outcome.BOUNCE and finding.member is not None:
            count_bounce(finding.member, finding.code, at=at)
        if finding.tells:
            tell(held, sentence=sentence, at=at)
    return held
