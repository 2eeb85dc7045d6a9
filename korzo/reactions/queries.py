"""What others may ask about reactions: always for all ids of a page at once."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet

from korzo.edge.recording import reads
from korzo.members.permissions import Person
from korzo.reactions.models import Reaction


def counts(subject_label: str, ids: Iterable[int], *, emoji: str = Reaction.Emoji.HEART) -> dict[int, int]:
    """How many reactions each subject has; those without any are left out."""
    wanted = set(ids)
    reads(*(f"hearts:{subject_label}:{pk}" for pk in wanted))
    rows = _about(subject_label, wanted, emoji).values("subject_id").annotate(n=Count("pk"))
    return dict(rows.order_by().values_list("subject_id", "n"))


def mine(subject_label: str, ids: Iterable[int], member: Person, *, emoji: str = Reaction.Emoji.HEART) -> set[int]:
    """The subjects among these to which this person reacted. Guests cost no query."""
    if member is None:
        return set()
    return set(_about(subject_label, ids, emoji).filter(member=member).values_list("subject_id", flat=True))


def about_members(member_ids: Iterable[int]) -> dict[int, Any]:
    """What we keep about people, for their export."""
    columns = ("subject_label", "subject_id", "emoji", "at")
    return {pk: {"reactions": list(Reaction.objects.filter(member_id=pk).values(*columns))} for pk in member_ids}


def _about(subject_label: str, ids: Iterable[int], emoji: str) -> QuerySet[Reaction]:
    return Reaction.objects.filter(subject_label=subject_label, subject_id__in=set(ids), emoji=emoji)
