"""What the writing room asks about posts: which may be quoted, and what deserves a hint while somebody writes."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.discussions.models import Post, Topic
from korzo.discussions.permissions import posts_visible_to, visible_to
from korzo.edge.recording import reads
from korzo.members.queries import bylines
from korzo.writing.actions import Composing, Note, Pointer, Quotable

KIND, LABEL = "post", "discussions.post"
# Whoever asked then has moved on; a fresh topic is seen by more.
OLD_AFTER = timedelta(days=180)
# From then on two people talk, and a message or a quiet hour may be better.
REPLIES_TO_ONE_MAX = 2
# A short address is part of too many others.
LINK_LENGTH_MIN = 12


def scope_of(topic_id: int) -> str:
    return f"topic:{topic_id}"


def look(ids: Collection[int]) -> Mapping[int, Quotable]:
    """Standing posts. What not everybody may read is quoted in its own topic alone."""
    reads(*(f"post:{pk}" for pk in ids))
    standing = Post.objects.filter(pk__in=ids, removal__isnull=True, hold__isnull=True)
    posts = list(standing.only("pk", "plain", "version", "author_id", "topic_id"))
    public = set(posts_visible_to(None).filter(pk__in=[post.pk for post in posts]).values_list("pk", flat=True))
    people = bylines(post.author_id for post in posts)
    return {
        post.pk: Quotable(
            plain=post.plain,
            version=post.version,
            author=people[post.author_id].name,
            url=post.get_absolute_url(),
            scope="" if post.pk in public else scope_of(post.topic_id),
        )
        for post in posts
    }


def _topic(composing: Composing) -> Topic | None:
    kind, _colon, pk = composing.key.partition(":")
    if kind != "topic" or not pk.isdecimal() or len(pk) > 18:
        return None
    return visible_to(composing.person).filter(pk=int(pk)).first()


def link_already_here(composing: Composing) -> Note | None:
    topic = _topic(composing)
    if topic is None:
        return None
    for link in composing.links:
        host = urlsplit(link).netloc
        if len(link) < LINK_LENGTH_MIN or not host:
            continue
        known = Post.objects.filter(topic=topic, removal__isnull=True, hold__isnull=True, html__contains=link)
        if (post := known.order_by("number").first()) is not None:
            here = [Pointer(link, post.get_absolute_url())]
            return Note("link", _("This link stands in this talk already."), here)
    return None


def old_topic(composing: Composing) -> Note | None:
    topic = _topic(composing)
    if topic is None or topic.last_post_at > timezone.now() - OLD_AFTER:
        return None
    return Note("old", _("Nobody wrote here for half a year. You are welcome to, and a new topic may be seen by more."))


def only_to_one(composing: Composing) -> Note | None:
    """The last replies are this person's and one other's, turn by turn."""
    topic, person = _topic(composing), composing.person
    if topic is None or person is None:
        return None
    last = Post.objects.filter(topic=topic, number__gt=1, removal__isnull=True).order_by("-number")
    authors = list(last.values_list("author_id", flat=True)[: 2 * REPLIES_TO_ONE_MAX])
    others = {one for one in authors if one != person.pk}
    if len(others) != 1 or authors.count(person.pk) < REPLIES_TO_ONE_MAX:
        return None
    return Note("pair", _("You two have been talking for a while. Perhaps others have something to say, too?"))
