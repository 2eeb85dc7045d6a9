"""Whoever was silenced or shut out in the former community is so here, for as long as it was meant, and may appeal.

Nobody is told anew: they were told there. The reasons stand on their own pages.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.exchange.models import Import
from korzo.exchange.staging import Staged
from korzo.members.models import Member
from korzo.moderation.actions.sanctions import FAR, project
from korzo.moderation.actions.statements import Why, state_reasons
from korzo.moderation.models import Sanction, Statement

REASON = "other"
WORDS_LENGTH_MAX = 500
_LIMITS = (
    ("silenced_until", Sanction.Kind.SILENCE, Statement.Restriction.SILENCED),
    ("suspended_until", Sanction.Kind.SUSPENSION, Statement.Restriction.SUSPENDED),
)


def bring_standings(brought: Import, both: Iterable[tuple[Staged, Member]]) -> None:
    limited = [(row, member) for row, member in both if any(_until(row.text(field)) for field, _k, _r in _LIMITS)]
    owner = _decider(brought) if limited else None
    for row, member in limited:
        for field, kind, restriction in _LIMITS:
            until = _until(row.text(field))
            if until is not None:
                _limit(member, kind, restriction, until, _words(row), owner)
        project(member.pk)


def _limit(member: Member, kind: str, restriction: str, until: datetime, words: str, owner: Member | None) -> None:
    why = Why(REASON, words)
    statement = state_reasons(member, actor=owner, restriction=restriction, why=why, until=until) if owner else None
    Sanction.objects.create(
        member=member, kind=kind, by=owner, until=until, words=words, reason=REASON, statement=statement
    )


def _decider(brought: Import) -> Member | None:
    """Whoever brings them in answers for it; on the command line that is an owner."""
    owners = Member.objects.get_queryset().present().filter(role=Member.Role.OWNER)
    return brought.sender or owners.order_by("pk").first()


def _words(row: Staged) -> str:
    told = " ".join(row.text("standing_reason").split())
    carried = _("This was decided in the former community and came along.")
    return f"{carried} {told}".strip()[:WORDS_LENGTH_MAX]


def _until(text: str) -> datetime | None:
    if not text:
        return None
    found = min(datetime.fromisoformat(text).astimezone(UTC), FAR)
    return found if found > timezone.now() else None
