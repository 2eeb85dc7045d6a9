from collections.abc import Iterable
from typing import Any

from korzo.reactions.models import Bookmark, Follow, Reaction

REACTION = ("subject_label", "subject_id", "emoji", "at")
BOOKMARK = ("subject_label", "subject_id", "note", "remind_on", "reminded_at", "at")
FOLLOW = ("subject_label", "subject_id", "level", "reason", "at")


def about_members(member_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What we keep about people, for their export."""
    return {
        pk: {
            "reactions": list(Reaction.objects.filter(member_id=pk).order_by("at", "pk").values(*REACTION)),
            "saved": list(Bookmark.objects.filter(member_id=pk).order_by("at", "pk").values(*BOOKMARK)),
            "follows": list(Follow.objects.filter(member_id=pk).order_by("at", "pk").values(*FOLLOW)),
        }
        for pk in member_ids
    }
