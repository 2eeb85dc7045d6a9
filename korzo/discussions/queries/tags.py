"""Tags: of a topic, and all of them for the team."""

from django.db.models import Count

from korzo.discussions.models import Tag
from korzo.edge.recording import reads

# More than these nobody tidies by hand.
TAGS_LISTED_MAX = 300


def tags_of(topic_id: int) -> list[Tag]:
    # Renamed and joined once in a while, with whole piles of topics.
    reads("tags")
    return list(Tag.objects.filter(topic_tags__topic=topic_id).order_by("slug"))


def tags_in_use() -> list[Tag]:
    """Those with most topics first, each with `topics`. Only for the team: topics of closed spaces count."""
    tags = Tag.objects.filter(merged_into__isnull=True).annotate(topics=Count("topic_tags"))
    return list(tags.order_by("-topics", "slug")[:TAGS_LISTED_MAX])
