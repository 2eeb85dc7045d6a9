"""What the talk keeps about a person, for their export."""

from collections.abc import Iterable
from typing import Any

from korzo.discussions.models import (
    AnswerRequest,
    DuplicateProposal,
    IdeaVote,
    Post,
    PostHold,
    Reader,
    ReadingDay,
    SameQuestion,
    TopicReading,
)


def about_members(member_ids: Iterable[int]) -> dict[int, Any]:
    return {
        member_id: {
            "talk": _posts(member_id),
            "ideas_wanted": _votes(member_id),
            "waiting": _held(member_id),
            "questions": _questions(member_id),
            **_reading(member_id),
        }
        for member_id in member_ids
    }


def _posts(member_id: int) -> list[dict[str, Any]]:
    posts = Post.objects.filter(author_id=member_id).order_by("created_at", "pk")
    columns = ("topic__title", "topic_id", "number", "plain", "created_at", "edited_at")
    return [dict(row) for row in posts.values(*columns)]


def _votes(member_id: int) -> list[dict[str, Any]]:
    votes = IdeaVote.objects.filter(member_id=member_id).order_by("at", "pk")
    return [dict(row) for row in votes.values("topic_id", "topic__title", "at")]


def _questions(member_id: int) -> dict[str, list[dict[str, Any]]]:
    """Which questions they have, too, and about which they were asked."""
    same = SameQuestion.objects.filter(member_id=member_id).order_by("at", "pk")
    asked = AnswerRequest.objects.filter(member_id=member_id).order_by("at", "pk")
    proposed = DuplicateProposal.objects.filter(by_id=member_id).order_by("at", "pk")
    return {
        "same": [dict(row) for row in same.values("topic_id", "topic__title", "at")],
        "asked_about": [dict(row) for row in asked.values("topic_id", "topic__title", "is_owner", "at")],
        "proposed": [dict(row) for row in proposed.values("topic_id", "of_id", "at", "declined_at")],
    }


def _held(member_id: int) -> list[dict[str, Any]]:
    """Why words of theirs were held back, and what became of it."""
    holds = PostHold.objects.filter(author_id=member_id).order_by("at", "pk")
    return [dict(row) for row in holds.values("post_id", "at", "reasons", "refused_at", "refusal")]


def _reading(member_id: int) -> dict[str, Any]:
    """Where they stopped, and how much they read."""
    places = TopicReading.objects.filter(reader=member_id).order_by("visited_at", "pk")
    days = ReadingDay.objects.filter(reader=member_id).order_by("day")
    sums = ("earlier_days", "earlier_topics", "earlier_posts", "earlier_seconds")
    moments = ("seen_at", "last_visit_at", "all_read_at")
    return {
        "reading": Reader.objects.filter(pk=member_id).values("remembers", *moments, *sums).first(),
        "reading_places": [
            dict(row) for row in places.values("topic_id", "topic__title", "last_read_number", "visited_at", "seconds")
        ],
        "reading_days": [dict(row) for row in days.values("day", "topics_entered", "posts_read", "seconds")],
    }
