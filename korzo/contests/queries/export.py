"""What this room keeps about a person, for their export."""

from collections.abc import Iterable
from typing import Any

from korzo.contests.models import Entry, Juror, Mark, Vote

_COLUMNS = ("contest__title", "number", "title", "plain", "rights_text", "rights_at", "is_standing", "created_at")


def about_members(member_ids: Iterable[int]) -> dict[int, Any]:
    return {member_id: {"contests": _about(member_id)} for member_id in member_ids}


def _about(member_id: int) -> dict[str, Any]:
    entries = Entry.objects.filter(author_id=member_id).order_by("created_at", "pk")
    votes = Vote.objects.filter(member_id=member_id).order_by("at", "pk")
    juries = Juror.objects.filter(member_id=member_id).order_by("at", "pk")
    marks = Mark.objects.filter(juror__member_id=member_id).order_by("at", "pk")
    return {
        "entries": list(entries.values(*_COLUMNS)),
        "votes": list(
            votes.values("entry__contest__title", "entry__title", "at", "is_young", "ruling__counts", "ruling__reason")
        ),
        "juries": list(juries.values("contest__title", "at")),
        "marks": list(marks.values("entry__title", "criterion__name", "value", "at")),
    }
