from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.discussions.actions.start_topic import checked_title, excerpt_of, slug_of
from korzo.discussions.actions.write import Ready, Written, keep_mentions, keep_pictures, make_ready
from korzo.discussions.activities import PostEdited
from korzo.discussions.models import Post, PostPicture, Topic
from korzo.discussions.permissions import check_edit
from korzo.kit.errors import Refused
from korzo.kit.html import CLEANER_VERSION
from korzo.kit.tongue import guess_language
from korzo.members.permissions import Person


def edit_post(
    post: Post,
    *,
    actor: Person,
    written: Written,
    title: str | None = None,
    version: int | None = None,
    at: datetime | None = None,
) -> Post:
    """`version` is the one that the person saw; `title` counts only for the post that opens a topic."""
    moment = at or timezone.now()
    seen = version or post.version
    with transaction.atomic():
        member = check_edit(actor, post, moment)
        name = checked_title(title) if title is not None and post.opens_topic else None
        standing = [one.picture for one in PostPicture.objects.filter(post=post).select_related("picture")]
        ready = make_ready(written, actor=member, at=moment, standing=standing)
        if not _save(post, ready, seen=seen, at=moment):
            raise Refused(_("Somebody changed this post meanwhile. Your words are kept here; please look at both."))
        if post.opens_topic:
            _follow(post, ready, name)
        keep_pictures(post, ready.pictures)
        keep_mentions(post, ready, actor=member, at=moment, backfilled=False)
        own = member.pk == post.author_id
        record(
            PostEdited(topic_id=post.topic_id, post_id=post.pk, version=seen + 1),
            actor_id=member.pk,
            actor_kind=Activity.ActorKind.MEMBER if own else Activity.ActorKind.STAFF,
            member_id=post.author_id,
            occurred_at=moment,
        )
    post.refresh_from_db()
    return post


def _save(post: Post, ready: Ready, *, seen: int, at: datetime) -> int:
    author_language = post.author.language if post.author else post.language
    return Post.objects.filter(pk=post.pk, version=seen).update(
        html=ready.html,
        plain=ready.plain,
        cleaner_version=CLEANER_VERSION,
        language=guess_language(ready.plain, of_author=author_language),
        version=F("version") + 1,
        edited_at=at,
    )


def _follow(post: Post, ready: Ready, name: str | None) -> None:
    """The list shows the beginning of the first post; the old address of a new title leads here by its number."""
    topics = Topic.objects.filter(pk=post.topic_id)
    topics.update(excerpt=excerpt_of(ready.plain))
    if name is not None:
        topics.update(title=name, slug=slug_of(name))
