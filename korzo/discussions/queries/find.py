"""Finding topics by words, and listing all of them for search engines."""

from datetime import datetime

from django.db.models import Q

from korzo.discussions.models import Acceptance, Topic
from korzo.discussions.permissions import visible_to
from korzo.discussions.queries.feed import FeedItem, feed_items
from korzo.edge.recording import reads
from korzo.members.permissions import Person

# More words than that make no question; each costs the database a look at every text.
WORDS_MAX = 8
FOUND_MAX = 20


def found(words: str, person: Person, *, limit: int = FOUND_MAX) -> list[FeedItem]:
    """Topics whose title or first post holds every word: the simple search, until there is a better one."""
    topics = visible_to(person).select_related("space")
    wanted = words.split()[:WORDS_MAX]
    for word in wanted:
        topics = topics.filter(Q(title__icontains=word) | Q(first_post__plain__icontains=word))
    return feed_items(list(topics.order_by("-last_post_at", "-pk")[:limit])) if wanted else []


def topic_count() -> int:
    """Topics with a public page."""
    reads("talk")
    return Topic.objects.standing().count()


def addresses(start: int, limit: int) -> list[tuple[str, datetime]]:
    """Public pages with the time of their last change, for the site map."""
    reads("talk")
    topics = Topic.objects.standing().order_by("pk")[start : start + limit]
    return [(topic.get_absolute_url(), topic.last_post_at) for topic in topics]


def counts_of(member_id: int) -> tuple[int, int]:
    """How many topics this person began, and how many of their answers were accepted."""
    reads("talk")
    topics = Topic.objects.standing().filter(author_id=member_id).count()
    return topics, Acceptance.objects.filter(post__author_id=member_id).count()
