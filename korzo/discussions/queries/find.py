"""Listing all topics for search engines, and counting a member's."""

from datetime import datetime

from korzo.discussions.models import Acceptance
from korzo.discussions.permissions import closed_to, visible_to
from korzo.edge.recording import reads


def topic_count() -> int:
    """Topics with a public page."""
    reads("talk", "spaces")
    return visible_to(None).count()


def addresses(start: int, limit: int) -> list[tuple[str, datetime]]:
    """Public pages with the time of their last change, for the site map."""
    reads("talk", "spaces")
    topics = visible_to(None).order_by("pk")[start : start + limit]
    return [(topic.get_absolute_url(), topic.last_post_at) for topic in topics]


def counts_of(member_id: int) -> tuple[int, int]:
    """How many public topics this person began, and how many of their answers were accepted."""
    reads("talk", "spaces")
    topics = visible_to(None).filter(author_id=member_id).count()
    accepted = Acceptance.objects.filter(post__author_id=member_id).exclude(topic__space__in=closed_to(None))
    return topics, accepted.count()
