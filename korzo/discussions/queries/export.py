"""What the talk keeps about a person, for their export."""

from collections.abc import Iterable
from typing import Any

from korzo.discussions.models import IdeaVote, Post, PostHold


def about_members(member_ids: Iterable[int]) -> dict[int, Any]:
    return {
        member_id: {"talk": _posts(member_id), "ideas_wanted": _votes(member_id), "waiting": _held(member_id)}
        for member_id in member_ids
    }


def _posts(member_id: int) -> list[dict[str, Any]]:
    posts = Post.objects.filter(author_id=member_id).order_by("created_at", "pk")
    columns = ("topic__title", "topic_id", "number", "plain", "created_at", "edited_at")
    return [dict(row) for row in posts.values(*columns)]


def _votes(member_id: int) -> list[dict[str, Any]]:
    votes = IdeaVote.objects.filter(member_id=member_id).order_by("at", "pk")
    return [dict(row) for row in votes.values("topic_id", "topic__title", "at")]


def _held(member_id: int) -> list[dict[str, Any]]:
    """Why words of theirs were held back, and what became of it."""
    holds = PostHold.objects.filter(author_id=member_id).order_by("at", "pk")
    return [dict(row) for row in holds.values("post_id", "at", "reasons", "refused_at", "refusal")]
