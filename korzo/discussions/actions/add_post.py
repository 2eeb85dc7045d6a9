"""A numbered post in a topic. Part of starting a topic and of replying, never an action of its own."""

from datetime import datetime

from django.db.models import F

from korzo.discussions.actions.write import Ready, keep_mentions, keep_pictures
from korzo.discussions.models import Post, Topic
from korzo.kit.html import CLEANER_VERSION
from korzo.kit.tongue import guess_language
from korzo.members.models import Member


def add_post(topic: Topic, ready: Ready, *, author: Member, at: datetime, backfilled: bool, stands: bool) -> Post:
    """One that does not stand yet is counted nowhere, and tells nobody."""
    wrote_before = Post.objects.filter(topic=topic, author=author, is_standing=True).exists()
    post = Post.objects.create(
        topic=topic,
        number=_next_number(topic, is_new_writer=stands and not wrote_before),
        author=author,
        html=ready.html,
        plain=ready.plain,
        cleaner_version=CLEANER_VERSION,
        language=guess_language(ready.plain, of_author=author.language),
        created_at=at,
        is_standing=stands,
    )
    keep_pictures(post, ready.pictures)
    keep_mentions(post, ready, actor=author, at=at, backfilled=backfilled)
    return post


def _next_number(topic: Topic, *, is_new_writer: bool) -> int:
    """The update locks the topic's row until the end of the transaction, so two replies never read one number."""
    Topic.objects.filter(pk=topic.pk).update(
        highest_number=F("highest_number") + 1, writer_count=F("writer_count") + int(is_new_writer)
    )
    return Topic.objects.values_list("highest_number", flat=True).get(pk=topic.pk)
