from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.discussions.actions.add_post import add_post
from korzo.discussions.actions.pace import check_pace
from korzo.discussions.actions.publish import tell_topic
from korzo.discussions.actions.settle import settle
from korzo.discussions.actions.tag_topic import put_tags
from korzo.discussions.actions.team import STEPS
from korzo.discussions.actions.weigh import LABEL, look_at
from korzo.discussions.actions.write import Ready, Written, make_ready
from korzo.discussions.activities import TopicScheduled
from korzo.discussions.models import (
    EXCERPT_LENGTH_MAX,
    SLUG_LENGTH_MAX,
    TITLE_LENGTH_MAX,
    IdeaState,
    Kind,
    Post,
    Space,
    Topic,
    TopicSchedule,
)
from korzo.discussions.permissions import can_care, check_start
from korzo.kit.errors import FieldRefused
from korzo.kit.html import excerpt
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.moderation.actions import Look, ask_outside, check_not_twice, hold_writer
from korzo.moderation.permissions import check_may_write
from korzo.polls.actions import PollDraft, create_poll
from korzo.shop.models import Product
from korzo.writing.actions import drop_draft

# "Socks?" tells a reader nothing. Six letters are a sentence in scripts that need few.
TITLE_LENGTH_MIN = 6

# Words that stand in this place of our own addresses.
TAKEN_SLUGS = frozenset({"care", "posts", "replies", "vote"})


def start_topic(
    space: Space,
    *,
    actor: Person,
    title: str,
    written: Written,
    kind: str = Kind.DISCUSSION,
    product: Product | None = None,
    tags: Sequence[str] = (),
    poll: PollDraft | None = None,
    publish_at: datetime | None = None,
    at: datetime | None = None,
    backfilled: bool = False,
) -> Topic:
    """A poll may stand in any topic, and has to in one of that kind. The team may publish later."""
    with transaction.atomic():
        member = check_start(actor, space, kind)
        if not backfilled:
            check_may_write(member)
        name = checked_title(title)
        hold_writer(member)
        # Only now: somebody who waited here must see what was written meanwhile.
        moment = at or timezone.now()
        if not backfilled:
            check_pace(member, moment, topics=True)
        ready = make_ready(written, actor=member, at=moment, backfilled=backfilled)
        _check_kind(Kind(kind), ready, poll)
        if not backfilled:
            check_not_twice(Post.objects.all(), ready.plain, author=member, at=moment)
        look = look_at(
            written,
            ready,
            author=member,
            at=moment,
            title=name,
            asked=poll.plain if poll else "",
            backfilled=backfilled,
        )
        later = publish_at if publish_at and publish_at > moment and can_care(member) else None
        topic = _topic(space, member, name, ready, kind=kind, product=product, at=moment)
        post = add_post(topic, ready, author=member, at=moment, backfilled=backfilled, stands=not look.is_held)
        Topic.objects.filter(pk=topic.pk).update(first_post=post, language=post.language)
        put_tags(topic, tags)
        if poll:
            create_poll(LABEL, post.pk, actor=member, draft=poll, at=moment, backfilled=backfilled)
        drop_draft(written.draft_key, actor=member)
        ask_outside(LABEL, post.pk, look, agent=written.agent)
        _open(topic, post, look, member, later, at=moment, backfilled=backfilled)
    topic.refresh_from_db()
    return topic


def _check_kind(kind: Kind, ready: Ready, poll: PollDraft | None) -> None:
    if kind == Kind.SHOWCASE and not ready.pictures:
        raise FieldRefused("pictures", _("A showcase begins with a picture. Words are welcome, and not needed."))
    if kind == Kind.POLL and poll is None:
        raise FieldRefused("poll_question", _("Please write what you want to ask, and what people can choose from."))


def _topic(
    space: Space, author: Member, name: str, ready: Ready, *, kind: str, product: Product | None, at: datetime
) -> Topic:
    return Topic.objects.create(
        space=space,
        kind=Kind(kind),
        title=name,
        slug=slug_of(name),
        author=author,
        language=author.language,
        product=product,
        excerpt=excerpt_of(ready.plain),
        is_waiting=kind == Kind.QUESTION,
        idea_state=IdeaState.NEW if kind == Kind.IDEA else "",
        created_at=at,
        last_post_at=at,
    )


def _open(
    topic: Topic, post: Post, look: Look, author: Member, later: datetime | None, *, at: datetime, backfilled: bool
) -> None:
    """Everybody hears of it now, or when its time has come, or when somebody looked at it."""
    if later is not None:
        TopicSchedule.objects.create(topic=topic, by=author, at=at, publish_at=later)
        record(TopicScheduled(topic_id=topic.pk), actor_id=author.pk, member_id=author.pk, occurred_at=at)
    if look.is_held:
        STEPS.hold_back(post, look.verdict, author=author, at=at)
    if settle(topic.pk):
        topic.first_post = post
        tell_topic(topic, at=at, backfilled=backfilled)


def checked_title(title: str) -> str:
    name = " ".join(title.replace("\x00", "").split())
    if len(name) < TITLE_LENGTH_MIN:
        raise FieldRefused("title", _("Please give it a title of a few words, so that others find it."))
    if len(name) > TITLE_LENGTH_MAX:
        raise FieldRefused("title", _("This title is long. Please put some of it into the text."))
    return name


def slug_of(title: str) -> str:
    slug = slugify(title, allow_unicode=True)[:SLUG_LENGTH_MAX].strip("-") or "talk"
    return f"{slug}-talk" if slug in TAKEN_SLUGS else slug


def excerpt_of(plain: str) -> str:
    return excerpt(plain, EXCERPT_LENGTH_MAX - 10)
