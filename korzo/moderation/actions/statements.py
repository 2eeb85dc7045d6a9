"""Reasons for a member: frozen when they are given, told, and taken back where they were wrong."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from korzo.activity.actions import record, send_out
from korzo.kit.errors import Refused
from korzo.kit.html import excerpt
from korzo.members.models import Member
from korzo.moderation.activities import StatementMade, StatementWithdrawn
from korzo.moderation.models import Statement, StatementWithdrawal
from korzo.moderation.models.sanctions import FACTS_LENGTH_MAX
from korzo.moderation.queries.policy import ground_of, grounds, the_policy
from korzo.moderation.registry import Seen
from korzo.moderation.words import redress

LETTER_SENDER = "moderation.letter"
EXCERPT_LENGTH = 600


@dataclass(frozen=True)
class Why:
    """What whoever decides has to say: a code from the list, words of their own, and where it came from."""

    reason: str
    words: str = ""
    source: str = Statement.Source.OWN
    automated_detection: bool = False


def check_why(why: Why) -> None:
    """ "Breaks the rules" is not enough: the two open reasons need words."""
    if why.reason not in grounds():
        raise Refused(_("Please choose a reason from the list."))
    if why.reason in {"other", "illegal"} and not why.words.strip():
        raise Refused(_("Please say in your own words why: the author reads it."))


def state_reasons(
    member: Member,
    *,
    actor: Member | None,
    restriction: str,
    why: Why,
    seen: Seen | None = None,
    label: str = "",
    until: datetime | None = None,
) -> Statement:
    """The frozen record, in the language in which the member reads. Telling is a step of its own."""
    ground = ground_of(why.reason)
    with translation.override(member.language):
        return Statement.objects.create(
            member=member,
            by=actor,
            label=label,
            subject_id=seen.pk if seen else None,
            restriction=restriction,
            territory=_("Everywhere"),
            until=until,
            excerpt=excerpt(f"{seen.title}\n{seen.plain}", EXCERPT_LENGTH) if seen else "",
            facts=why.words.strip()[:FACTS_LENGTH_MAX],
            source=why.source,
            automated_detection=why.automated_detection,
            automated_decision=actor is None,
            is_law=ground.is_law,
            reason=ground.code,
            sentence=str(ground.sentence),
            rule=str(ground.rule),
            redress=redress(the_policy()),
        )


def tell_reasons(statement: Statement) -> None:
    """On the site, and by a letter that no setting keeps back: it is the member's right."""
    if statement.member_id is None:
        return
    record(
        StatementMade(statement_id=statement.pk, restriction=statement.restriction),
        actor_kind="staff",
        actor_id=statement.by_id,
        member_id=statement.member_id,
        dedupe_key=f"moderation.statement:{statement.pk}",
    )
    send_out(
        LETTER_SENDER,
        key=f"moderation.statement:{statement.pk}",
        payload={"kind": "statement", "pk": statement.pk},
        member_id=statement.member_id,
    )


def withdraw_statement(statement: Statement, *, actor: Member | None, is_told: bool) -> bool:
    """It does not hold any more. False where that was so before."""
    with transaction.atomic():
        _row, is_new = StatementWithdrawal.objects.get_or_create(
            statement=statement, defaults={"by": actor, "at": timezone.now()}
        )
        if is_new and is_told and statement.member_id is not None:
            record(
                StatementWithdrawn(statement_id=statement.pk),
                actor_kind="staff",
                actor_id=actor.pk if actor else None,
                member_id=statement.member_id,
            )
    return is_new
