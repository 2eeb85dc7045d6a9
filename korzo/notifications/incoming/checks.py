"""Whether a letter may become a reply: the checks in their order, each with its own outcome. Nothing is written."""

from dataclasses import dataclass
from datetime import datetime

from korzo.kit.html import clean
from korzo.kit.letters import (
    BYTES_MAX,
    Letter,
    Trust,
    automatic_sign,
    bounce_of,
    dmarc_of,
    is_wish_to_leave,
    new_words,
)
from korzo.members.models import Member
from korzo.members.queries import confirmed_mails
from korzo.notifications.incoming.doorway import Doorway
from korzo.notifications.incoming.models import SHOWN_LENGTH_MAX, Outcome
from korzo.notifications.incoming.tokens import Kind, Token, token_in

# Somebody who writes to more people at once is not answering us.
RECEIVERS_MAX = 10
# Where a mail server notes whom a letter was for; "To" may name a list or nobody.
RECEIVER_HEADERS = ("delivered-to", "x-original-to", "envelope-to", "x-rcptto", "to", "cc")
OWN_MARK = "x-korzo-id"


@dataclass(frozen=True)
class Finding:
    """`tells`: the member hears of it. A POSTED one is a promise: the talk has not been asked yet."""

    outcome: str
    code: str = ""
    member: Member | None = None
    topic_id: int | None = None
    tells: bool = False


def examine(letter: Letter, doorway: Doorway, *, at: datetime, size: int, proven: bool = False) -> Finding:
    """`proven`: a person of the team looked at the sender, so what the mail servers say is not asked."""
    token = token_in(doorway, letter.addresses(*RECEIVER_HEADERS))
    member = _member_of(token)
    topic_id = token.topic_id or None if token else None

    def found(outcome: str, code: str, *, tells: bool = False) -> Finding:
        return Finding(outcome, code, member, topic_id, tells and member is not None)

    bounce = bounce_of(letter)
    if bounce is not None:
        return found(Outcome.BOUNCE, bounce.code)
    sign = automatic_sign(letter)
    if sign:
        return found(Outcome.AUTOMATIC, sign)
    code, tells = _refusal(letter, token, member, doorway, at, size)
    if code:
        return found(Outcome.REFUSED, code, tells=tells)
    if not proven and (doubt := _doubt(letter, doorway)):
        return found(Outcome.WAITING, doubt)
    if is_wish_to_leave(_words(letter)):
        return found(Outcome.LEFT, "unsubscribe", tells=True)
    return found(Outcome.POSTED, "")


def _member_of(token: Token | None) -> Member | None:
    if token is None:
        return None
    return Member.objects.get_queryset().filter(pk=token.member_id, erased_at__isnull=True).first()


def _refusal(
    letter: Letter, token: Token | None, member: Member | None, doorway: Doorway, at: datetime, size: int
) -> tuple[str, bool]:
    """Why not, and whether the member is told. Nobody else ever is: an address may be forged."""
    senders = set(letter.addresses("from"))
    if len(senders) != 1:
        return "sender", False
    (sender,) = senders
    if _is_ours(sender, doorway) or letter.has(OWN_MARK):
        return "loop", False
    if token is None or token.kind is not Kind.REPLY or member is None or not token.topic_id:
        return "token", False
    is_theirs = sender in confirmed_mails(member)
    # A notice that was passed on, and a friend who answered it: the member learns of it, the friend does not.
    checks = (
        ("old", token.is_old(at.date()), is_theirs),
        ("stranger", not is_theirs, True),
        ("many", len(set(letter.addresses("to", "cc"))) > RECEIVERS_MAX, True),
        ("large", size > BYTES_MAX, True),
    )
    return next(((code, tells) for code, fails, tells in checks if fails), ("", False))


def _is_ours(sender: str, doorway: Doorway) -> bool:
    local, _at, host = doorway.address.partition("@")
    name, _at, where = sender.partition("@")
    return where == host and name.partition("+")[0] in {local, "bounce"}


def _doubt(letter: Letter, doorway: Doorway) -> str:
    """Empty where our own mail server vouches for the sender, or was never asked to: then the token alone counts."""
    if not doorway.authserv_id:
        return ""
    trust = dmarc_of(letter, doorway.authserv_id)
    return {Trust.PASS: "", Trust.FAIL: "forged", Trust.NONE: "unproven"}[trust]


def _words(letter: Letter) -> str:
    found = new_words(letter)
    return clean(found.body, rich=True).plain if found.is_rich else found.body


def shown_sender(letter: Letter | None) -> str:
    """ "l•••@example.com": enough to recognise a letter by, and nobody's address."""
    senders = letter.addresses("from") if letter is not None else []
    if not senders:
        return ""
    name, _at, host = senders[0].rpartition("@")
    return f"{name[:1]}•••@{host}"[:SHOWN_LENGTH_MAX]
