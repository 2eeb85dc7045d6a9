"""What this room keeps about a person, for their export."""

from collections.abc import Iterable
from typing import Any

from korzo.reviews.models import Helpful, Review, ShopReply

_COLUMNS = ("product__title", "rating", "title", "plain", "fit", "state", "verified", "created_at", "edited_at")


def about_members(member_ids: Iterable[int]) -> dict[int, Any]:
    return {member_id: {"reviews": _about(member_id)} for member_id in member_ids}


def _about(member_id: int) -> dict[str, Any]:
    reviews = Review.objects.filter(author_id=member_id).order_by("created_at", "pk")
    marks = Helpful.objects.filter(member_id=member_id).order_by("at", "pk")
    replies = ShopReply.objects.filter(author_id=member_id).order_by("at", "pk")
    return {
        "written": list(reviews.values(*_COLUMNS)),
        "found_useful": list(marks.values("review_id", "at")),
        "replies_for_the_shop": list(replies.values("review_id", "plain", "at")),
    }
