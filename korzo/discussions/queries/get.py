"""Fetching is checking: what a person may not see does not come out of here."""

from korzo.discussions.models import Post, Space, Topic
from korzo.discussions.permissions import posts_visible_to, visible_to
from korzo.edge.recording import reads
from korzo.kit.errors import Missing
from korzo.members.permissions import Person


def get_space(slug: str) -> Space:
    reads("spaces")
    space = Space.objects.select_related("photo").filter(slug=slug).first()
    if space is None:
        raise Missing(slug)
    return space


def get_topic_for(person: Person, pk: int) -> Topic:
    reads(f"topic:{pk}", "spaces")
    topic = visible_to(person).select_related("space", "author", "product").filter(pk=pk).first()
    if topic is None:
        raise Missing(pk)
    return topic


def get_post_for(person: Person, pk: int) -> Post:
    """With its topic and states, so that all checks answer without asking again."""
    posts = posts_visible_to(person).select_related("topic__space", "author", "removal", "acceptance")
    post = posts.filter(pk=pk).first()
    if post is None:
        raise Missing(pk)
    return post
