from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.discussions.actions.add_post import add_post
from korzo.discussions.actions.pace import check_not_twice, check_pace, lock
from korzo.discussions.actions.write import Written, make_ready
from korzo.discussions.activities import TopicStarted
from korzo.discussions.models import EXCERPT_LENGTH_MAX, SLUG_LENGTH_MAX, TITLE_LENGTH_MAX, Space, Topic
from korzo.discussions.permissions import check_start
from korzo.kit.errors import FieldRefused
from korzo.kit.html import excerpt
from korzo.members.permissions import Person
from korzo.shop.models import Product

# "Socks?" tells a reader nothing. Six letters are a sentence in scripts that need few.
TITLE_LENGTH_MIN = 6


def start_topic(
    space: Space,
    *,
    actor: Person,
    title: str,
    written: Written,
    kind: str = Topic.Kind.DISCUSSION,
    product: Product | None = None,
    at: datetime | None = None,
    backfilled: bool = False,
) -> Topic:
    with transaction.atomic():
        member = check_start(actor, space)
        name = checked_title(title)
        lock(member)
        # Only now: somebody who waited here must see what was written meanwhile.
        moment = at or timezone.now()
        if not backfilled:
            check_pace(member, moment, topics=True)
        ready = make_ready(written, actor=member, at=moment, backfilled=backfilled)
        if not backfilled:
            check_not_twice(member, ready.plain, moment)
        topic = Topic.objects.create(
            space=space,
            kind=Topic.Kind(kind),
            title=name,
            slug=slug_of(name),
            author=member,
            language=member.language,
            product=product,
            excerpt=excerpt_of(ready.plain),
            created_at=moment,
            last_post_at=moment,
        )
        post = add_post(topic, ready, author=member, at=moment, backfilled=backfilled)
        Topic.objects.filter(pk=topic.pk).update(first_post=post, language=post.language, is_standing=True)
        Space.objects.filter(pk=space.pk).update(topic_count=F("topic_count") + 1)
        record(
            TopicStarted(
                topic_id=topic.pk,
                space_id=space.pk,
                is_question=topic.is_question,
                has_pictures=bool(ready.pictures),
                product_id=product.pk if product else None,
            ),
            actor_id=member.pk,
            member_id=member.pk,
            occurred_at=moment,
            backfilled=backfilled,
        )
    topic.refresh_from_db()
    return topic


def checked_title(title: str) -> str:
    name = " ".join(title.replace("\x00", "").split())
    if len(name) < TITLE_LENGTH_MIN:
        raise FieldRefused("title", _("Please give it a title of a few words, so that others find it."))
    if len(name) > TITLE_LENGTH_MAX:
        raise FieldRefused("title", _("This title is long. Please put some of it into the text."))
    return name


def slug_of(title: str) -> str:
    return slugify(title, allow_unicode=True)[:SLUG_LENGTH_MAX].strip("-") or "talk"


def excerpt_of(plain: str) -> str:
    return excerpt(plain, EXCERPT_LENGTH_MAX - 10)
