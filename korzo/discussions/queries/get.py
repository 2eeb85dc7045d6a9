"""Fetching is checking: what a person may not see does not come out of here."""

from korzo.discussions.models import Post, Space, Tag, Topic, TopicMerge
from korzo.discussions.permissions import own_posts, posts_visible_to, readable_by, spaces_visible_to
from korzo.discussions.queries.question_states import QUESTION_STATES
from korzo.edge.recording import reads
from korzo.kit.errors import Missing
from korzo.members.permissions import Person


def get_space_for(person: Person, slug: str) -> Space:
    reads("spaces")
    space = spaces_visible_to(person).select_related("photo").filter(slug=slug).first()
    if space is None:
        raise Missing(slug)
    return space


def get_topic_for(person: Person, pk: int) -> Topic:
    """With its states, so that all checks answer without asking again."""
    reads(f"topic:{pk}", "spaces")
    states = ("closure__by", "pin", "feature", "schedule", "idea_merge__into", *QUESTION_STATES, "duplicate__of__space")
    topic = readable_by(person).select_related("space", "author", "product", *states).filter(pk=pk).first()
    if topic is None:
        raise Missing(pk)
    return topic


def joined_into(person: Person, pk: int) -> Topic | None:
    """Where a topic went that was joined to another, if this person may read that."""
    into = TopicMerge.objects.filter(topic=pk).values("into_id")
    return readable_by(person).filter(pk__in=into).first()


def get_post_for(person: Person, pk: int) -> Post:
    """With its topic and states, so that all checks answer without asking again."""
    states = ("topic__space", "topic__closure", "author", "removal", "hold", "acceptance")
    post = posts_visible_to(person).select_related(*states).filter(pk=pk).first()
    if post is None and person is not None:
        post = own_posts(person).select_related(*states).filter(pk=pk).first()
    if post is None:
        raise Missing(pk)
    return post


def get_tag(slug: str) -> Tag:
    reads("talk")
    tag = Tag.objects.select_related("merged_into").filter(slug=slug).first()
    if tag is None:
        raise Missing(slug)
    return tag
