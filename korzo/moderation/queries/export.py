"""What the room says about a person in their own export."""

from typing import Any

from korzo.moderation.models import Appeal, Flag, LegalNotice, MemberNote, Sanction, Statement


def about_members(ids: list[int]) -> dict[int, dict[str, Any]]:
    """All that was decided and noted about them; who of the team did it is not theirs to take along."""
    return {pk: {"moderation": _about(pk)} for pk in ids}


def _about(member_id: int) -> dict[str, Any]:
    return {
        "flags": list(Flag.objects.filter(member=member_id).values("label", "subject_id", "reason", "words", "at")),
        "statements": list(
            Statement.objects.filter(member=member_id).values(
                "restriction", "until", "excerpt", "facts", "sentence", "rule", "redress", "at"
            )
        ),
        "sanctions": list(
            Sanction.objects.filter(member=member_id).values("kind", "at", "until", "words", "reason", "lifted_at")
        ),
        "notes": list(MemberNote.objects.filter(member=member_id).values("words", "at")),
        "appeals": list(Appeal.objects.filter(member=member_id).values("words", "answer", "outcome", "at")),
        "notices": list(LegalNotice.objects.filter(member=member_id).values("address", "ground", "reason", "at")),
    }
