"""What feed readers are given: only what everybody may read, the newest first, with all its words."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from korzo.discussions.models import Post, Space, Tag, Topic, TopicQuerySet, TopicTag
from korzo.discussions.permissions import closed_to, posts_visible_to, visible_to
from korzo.discussions.queries.topic_page import PostShown, posts_shown
from korzo.edge.recording import reads
from korzo.kit.atom import ENTRIES_MAX, Entry


def latest_entries(space: Space | None = None) -> list[Entry]:
    """Topics of one space, or of all."""
    reads("talk", "spaces")
    topics = visible_to(None)
    return _of_topics(topics.filter(space=space) if space is not None else topics)


def tag_entries(tag: Tag) -> list[Entry]:
    reads("talk", "spaces")
    rows = TopicTag.objects.filter(tag=tag, topic__is_standing=True).exclude(topic__space__in=closed_to(None))
    wide = rows.select_related("topic__space").order_by("-created_at", "-topic_id")
    return _entries([(row.topic, row.topic.first_post_id) for row in wide[:ENTRIES_MAX]])


def topic_entries(topic: Topic) -> list[Entry]:
    """The newest posts of a topic that the caller fetched for everybody."""
    reads(f"topic:{topic.pk}")
    posts = Post.objects.filter(topic=topic, is_standing=True).order_by("-number")[:ENTRIES_MAX]
    return _entries([(topic, pk) for pk in posts.values_list("pk", flat=True)])


def member_entries(member_id: int) -> list[Entry]:
    """Topics and replies of one person."""
    reads("talk", "spaces")
    posts = posts_visible_to(None).filter(author_id=member_id, is_standing=True).select_related("topic__space")
    return _entries([(post.topic, post.pk) for post in posts.order_by("-created_at", "-pk")[:ENTRIES_MAX]])


def _of_topics(topics: TopicQuerySet) -> list[Entry]:
    newest = topics.select_related("space").order_by("-created_at", "-pk")[:ENTRIES_MAX]
    return _entries([(topic, topic.first_post_id) for topic in newest])


def _entries(listed: list[tuple[Topic, int | None]]) -> list[Entry]:
    """Topics with the post to tell of each; the number of queries does not depend on how many they are."""
    known = [(topic, pk) for topic, pk in listed if pk is not None]
    shown: Mapping[int, PostShown] = posts_shown([pk for _topic, pk in known]) if known else {}
    return [_entry(topic, shown[pk]) for topic, pk in known if pk in shown]


def _entry(topic: Topic, post: PostShown) -> Entry:
    # A post keeps its id wherever it goes, and this address leads to it.
    lasting = reverse("discussions:post", args=[post.pk])
    return Entry(
        id=lasting,
        url=topic.get_absolute_url() if post.is_lead else lasting,
        title=topic.title if post.is_lead else f"{topic.title} #{post.number}",
        html=post.html,
        published_at=post.created_at,
        changed_at=post.edited_at or post.created_at,
        author=post.author.name or _("A former member"),
        author_url=post.author.url,
        language=post.lang,
        photos=tuple(post.photos),
        categories=(topic.space.name,),
    )
