"""Posts as the rooms below see them: to be moderated, to carry a poll, to have a history."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from korzo.discussions.actions import hide_post, refuse_post, release_post, show_post
from korzo.discussions.models import Post, Topic
from korzo.discussions.permissions import MODERATE, check_reply, own_posts, posts_visible_to
from korzo.members.permissions import Person, can
from korzo.moderation.actions import Moderated, Seen, found_at, newest_of, seen_of
from korzo.writing.actions import Subject

LABEL = "discussions.post"
# Before and after a post, so that whoever decides knows what it answers.
NEIGHBOURS = 3


def fetch(ids: list[int]) -> dict[int, Seen]:
    rows = Post.objects.filter(pk__in=ids).select_related("topic")
    return {post.pk: _seen(post) for post in rows}


def _seen(post: Post) -> Seen:
    return seen_of(post, title=post.topic.title, is_shown=post.is_standing and post.topic.is_standing)


def may_see(person: Person, pk: int) -> bool:
    return posts_visible_to(person).filter(pk=pk, hold__isnull=True).exists()


def context(pk: int) -> list[Seen]:
    """What stands around it, in the order of reading."""
    post = Post.objects.filter(pk=pk).first()
    if post is None:
        return []
    around = Post.objects.filter(topic=post.topic_id, is_standing=True).select_related("topic")
    before = list(around.filter(number__lt=post.number).order_by("-number")[:NEIGHBOURS])
    after = list(around.filter(number__gt=post.number).order_by("number")[:NEIGHBOURS])
    return [_seen(one) for one in [*reversed(before), *after]]


def of_author(member_id: int, limit: int) -> list[int]:
    return newest_of(Post.objects.all(), member_id, limit)


def edit_url(pk: int) -> str:
    return reverse("discussions:edit_post", args=[pk])


def at_address(path: str) -> int | None:
    return found_at(path, {"discussions:topic": _first_post, "discussions:post": lambda pk: pk})


def _first_post(topic_id: int) -> int | None:
    return Topic.objects.filter(pk=topic_id).values_list("first_post_id", flat=True).first()


POSTS = Moderated(
    label=LABEL,
    name=pgettext_lazy("noun", "Post"),
    fetch=fetch,
    hide=hide_post,
    show=show_post,
    release=release_post,
    refuse=refuse_post,
    may_see=may_see,
    context=context,
    of_author=of_author,
    at_address=at_address,
    edit_url=edit_url,
)


def seen_among(person: Person, ids: Collection[int]) -> set[int]:
    """Whose poll this person may see."""
    return set(posts_visible_to(person).filter(pk__in=ids, is_standing=True).values_list("pk", flat=True))


def check_ballot(person: Person, pk: int) -> object:
    """Whoever may write below a post may vote in its poll, and nobody does in a talk that is closed."""
    post = Post.objects.select_related("topic__space", "topic__closure").get(pk=pk)
    return check_reply(person, post.topic)


def history_of(person: Person, pk: int) -> Subject | None:
    """Whoever reads a post may see what it was; of one that does not stand, its author and the team."""
    posts = posts_visible_to(person).select_related("topic")
    if not can(person, MODERATE):
        posts = posts.filter(is_standing=True)
    post = posts.filter(pk=pk).first()
    if post is None and person is not None:
        post = own_posts(person).select_related("topic").filter(pk=pk).first()
    return Subject(title=post.topic.title, url=post.get_absolute_url()) if post else None
