"""One line of the audit log for each step, in the transaction of the step."""

from typing import Any

from korzo.members.models import Member
from korzo.moderation.models import Entry


def write_entry(
    verb: str,
    /,
    *,
    actor: Member | None,
    member_id: int | None = None,
    subject: tuple[str, int | None] = ("", None),
    **data: Any,
) -> Entry:
    """`data` are ids, codes and durations; words of people stand in the rows themselves."""
    label, subject_id = subject
    return Entry.objects.create(
        verb=verb,
        actor=actor,
        member_id=member_id,
        label=label,
        subject_id=subject_id,
        automated=actor is None,
        data=data,
    )
