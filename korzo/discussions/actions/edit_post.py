from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.discussions.actions.call_groups import groups_called
from korzo.discussions.actions.settle import hold_post
from korzo.discussions.actions.start_topic import checked_title, excerpt_of, slug_of
from korzo.discussions.actions.team import STEPS
from korzo.discussions.actions.weigh import LABEL, look_at
from korzo.discussions.actions.write import Ready, Written, keep_mentions, keep_pictures, make_ready
from korzo.discussions.activities import PostEdited
from korzo.discussions.models import Acceptance, Post, PostPicture, Topic
from korzo.discussions.permissions import check_edit
from korzo.kit.errors import Refused
from korzo.kit.html import CLEANER_VERSION
from korzo.kit.tongue import guess_language
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.moderation.actions import Deed, ask_outside, take_turn
from korzo.moderation.permissions import check_may_write
from korzo.writing.actions import Version, drop_draft, keep_change


def edit_post(
    post: Post,
    *,
    actor: Person,
    written: Written,
    title: str | None = None,
    version: int | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Post:
    """`version` is the one that the person saw; `title` counts only for the post that opens a topic.

    Words that the checks hold back take the post from view until somebody of the team looked at them.
    """
    moment = at or timezone.now()
    seen = version or post.version
    with transaction.atomic():
        held = hold_post(post.pk)
        member = check_edit(actor, held, moment)
        check_may_write(member)
        take_turn(Deed.EDIT, member=member, at=moment)
        name = checked_title(title) if title is not None and held.opens_topic else None
        standing = [one.picture for one in PostPicture.objects.filter(post=held).select_related("picture")]
        ready = make_ready(
            written,
            actor=member,
            at=moment,
            standing=standing,
            called=groups_called(held),
            scope=f"topic:{held.topic_id}",
        )
        look = look_at(written, ready, author=member, at=moment, title=name or "", is_edit=True, backfilled=False)
        if not _save(held, ready, seen=seen, at=moment, stands=held.is_standing and not look.is_held):
            raise Refused(_("Somebody changed this post meanwhile. Your words are kept here; please look at both."))
        if held.opens_topic:
            _follow(held, ready, name)
        _keep_former(held, ready, by=member, reason=reason, at=moment)
        drop_draft(written.draft_key, actor=member)
        stood = held.is_standing
        held.refresh_from_db(fields=["is_standing", "version"])
        keep_pictures(held, ready.pictures)
        keep_mentions(held, ready, actor=member, at=moment, backfilled=False)
        ask_outside(LABEL, held.pk, look, agent=written.agent)
        if look.is_held:
            STEPS.hold_back(held, look.verdict, author=member, at=moment, stood_before=stood)
        _tell(held, actor=member, at=moment)
    post.refresh_from_db()
    return post


def _tell(post: Post, *, actor: Member, at: datetime) -> None:
    own = actor.pk == post.author_id
    record(
        PostEdited(topic_id=post.topic_id, post_id=post.pk, version=post.version),
        actor_id=actor.pk,
        actor_kind=Activity.ActorKind.MEMBER if own else Activity.ActorKind.STAFF,
        member_id=post.author_id,
        occurred_at=at,
    )


def _save(post: Post, ready: Ready, *, seen: int, at: datetime, stands: bool) -> int:
    author_language = post.author.language if post.author else post.language
    return Post.objects.filter(pk=post.pk, version=seen).update(
        html=ready.html,
        plain=ready.plain,
        cleaner_version=CLEANER_VERSION,
        language=guess_language(ready.plain, of_author=author_language),
        version=F("version") + 1,
        edited_at=at,
        is_standing=stands,
    )


def _keep_former(post: Post, ready: Ready, *, by: Member, reason: str, at: datetime) -> None:
    """`post` still holds the former words. A slip of the pen that is corrected at once leaves none."""
    answered = Post.objects.filter(topic=post.topic_id, number__gt=post.number, is_standing=True).exists()
    before = Version(
        version=post.version, html=post.html, plain=post.plain, by=post.author, at=post.edited_at or post.created_at
    )
    after = Version(version=post.version + 1, html=ready.html, plain=ready.plain, by=by, at=at, reason=reason)
    keep_change(
        LABEL,
        post.pk,
        before=before,
        after=after,
        first_written_at=post.created_at,
        was_answered=answered or Acceptance.objects.filter(post=post).exists(),
    )


def _follow(post: Post, ready: Ready, name: str | None) -> None:
    """The list shows the beginning of the first post; the old address of a new title leads here by its number."""
    topics = Topic.objects.filter(pk=post.topic_id)
    topics.update(excerpt=excerpt_of(ready.plain))
    if name is not None:
        topics.update(title=name, slug=slug_of(name))
