"""Listing what everybody may read for search engines, and counting a member's."""

from django.db.models import Exists, OuterRef

from korzo.discussions.models import Acceptance, Space, Tag, Topic, TopicTag
from korzo.discussions.permissions import closed_to, spaces_visible_to, visible_to
from korzo.discussions.queries.pictures import photos_of_posts
from korzo.edge.recording import reads
from korzo.kit.sitemap import Address


def last_topic_id() -> int:
    """0 while there is none."""
    reads("talk")
    return Topic.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def addresses(low: int, high: int) -> list[Address]:
    """Public topics above `low` and up to `high`, for the site map, with the pictures of their first posts."""
    reads("talk", "spaces")
    topics = list(visible_to(None).filter(pk__gt=low, pk__lte=high).order_by("pk"))
    photos = photos_of_posts(topic.first_post_id for topic in topics if topic.is_pictured and topic.first_post_id)
    return [
        Address(
            topic.get_absolute_url(),
            topic.last_post_at,
            tuple(photo.url for photo in photos.get(topic.first_post_id or 0, []) if not photo.url.startswith("data:")),
        )
        for topic in topics
    ]


def last_tag_id() -> int:
    reads("talk", "tags")
    return Tag.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def tag_addresses(low: int, high: int) -> list[Address]:
    """Tags under which there is something to read."""
    reads("talk", "spaces", "tags")
    used = TopicTag.objects.filter(tag=OuterRef("pk"), topic__is_standing=True).exclude(
        topic__space__in=closed_to(None)
    )
    tags = Tag.objects.filter(Exists(used), merged_into__isnull=True, pk__gt=low, pk__lte=high)
    return [Address(tag.get_absolute_url()) for tag in tags.order_by("pk")]


def last_space_id() -> int:
    reads("spaces")
    return Space.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def space_addresses(low: int, high: int) -> list[Address]:
    """Public spaces with something in them."""
    reads("spaces", "talk")
    spaces = spaces_visible_to(None).filter(topic_count__gt=0, pk__gt=low, pk__lte=high)
    return [Address(space.get_absolute_url()) for space in spaces.order_by("pk")]


def counts_of(member_id: int) -> tuple[int, int]:
    """How many public topics this person began, and how many of their answers were accepted."""
    reads("talk", "spaces")
    topics = visible_to(None).filter(author_id=member_id).count()
    accepted = Acceptance.objects.filter(post__author_id=member_id).exclude(topic__space__in=closed_to(None))
    return topics, accepted.count()
