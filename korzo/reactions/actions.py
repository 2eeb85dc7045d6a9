"""Giving a reaction and taking it back. Asking twice changes nothing."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from korzo.activity.actions import record
from korzo.kit.generations import bump_on_commit
from korzo.members.permissions import Person
from korzo.reactions.activities import ReactionGiven, ReactionWithdrawn
from korzo.reactions.models import Reaction
from korzo.reactions.permissions import check_pace, check_react


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
    with transaction.atomic():
        member = check_react(actor, author_id)
        if not backfilled:
            check_pace(member, moment)
        reaction, is_new = Reaction.objects.get_or_create(
            subject_label=subject_label,
            subject_id=subject_id,
            member=member,
            emoji=Reaction.Emoji(emoji).value,
            defaults={"at": moment},
        )
        if is_new:
            record(
                ReactionGiven(of_label=subject_label, of_id=subject_id, emoji=reaction.emoji),
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
    """Whether there was one to take back."""
    with transaction.atomic():
        member = check_react(actor, author_id)
        removed, _by_model = Reaction.objects.filter(
            subject_label=subject_label, subject_id=subject_id, member=member, emoji=Reaction.Emoji(emoji).value
        ).delete()
        if removed:
            record(
                ReactionWithdrawn(of_label=subject_label, of_id=subject_id, emoji=emoji),
                actor_id=member.pk,
                member_id=author_id,
            )
    return bool(removed)


def forget_member(member_id: int) -> int:
    """Take a person's reactions out, as part of their erasure: nothing to announce, the counts just follow."""
    with transaction.atomic():
        given = Reaction.objects.filter(member_id=member_id)
        bump_on_commit(*(f"hearts:{label}:{pk}" for label, pk in given.values_list("subject_label", "subject_id")))
        removed, _by_model = given.delete()
    return removed
