"""Giving a reaction and taking it back. Asking twice changes nothing."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from korzo.activity.actions import record
from korzo.kit import turns
from korzo.members.permissions import Person
from korzo.reactions.activities import ReactionGiven, ReactionWithdrawn
from korzo.reactions.models import Reaction
from korzo.reactions.permissions import check_offered, check_react
from korzo.reactions.queries.reactions import offered_keys


def react(
    subject_label: str,
    subject_id: int,
    *,
    actor: Person,
    author_id: int | None,
    emoji: str = Reaction.Emoji.HEART,
    at: datetime | None = None,
    backfilled: bool = False,
) -> Reaction:
    """The caller's room has checked that the actor may see the subject."""
    moment = at or timezone.now()
    key = Reaction.Emoji(emoji).value
    with transaction.atomic():
        member = check_react(actor, author_id)
        if not backfilled:
            # The heart is always offered, so the commonest case asks nothing.
            check_offered(key, [key] if key == Reaction.Emoji.HEART else offered_keys())
        reaction, is_new = Reaction.objects.get_or_create(
            subject_label=subject_label,
            subject_id=subject_id,
            member=member,
            emoji=key,
            defaults={"at": moment},
        )
        if is_new:
            if not backfilled:
                turns.take_turn(turns.REACTION, member=member)
            record(
                ReactionGiven(of_label=subject_label, of_id=subject_id, emoji=key),
                actor_id=member.pk,
                member_id=author_id,
                occurred_at=moment,
                backfilled=backfilled,
            )
    return reaction


def unreact(
    subject_label: str,
    subject_id: int,
    *,
    actor: Person,
    author_id: int | None,
    emoji: str = Reaction.Emoji.HEART,
) -> bool:
    """Whether there was one to take back; also one that is no longer offered."""
    key = Reaction.Emoji(emoji).value
    with transaction.atomic():
        member = check_react(actor, author_id)
        removed, _by_model = Reaction.objects.filter(
            subject_label=subject_label, subject_id=subject_id, member=member, emoji=key
        ).delete()
        if removed:
            record(
                ReactionWithdrawn(of_label=subject_label, of_id=subject_id, emoji=key),
                actor_id=member.pk,
                member_id=author_id,
            )
    return bool(removed)
