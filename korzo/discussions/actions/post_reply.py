from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from korzo.activity.actions import record
from korzo.discussions.actions.add_post import add_post
from korzo.discussions.actions.pace import check_not_twice, check_pace, lock
from korzo.discussions.actions.write import Written, make_ready
from korzo.discussions.activities import ReplyPosted
from korzo.discussions.models import Post, Topic
from korzo.discussions.permissions import check_reply
from korzo.members.permissions import Person


def post_reply(
    topic: Topic, *, actor: Person, written: Written, at: datetime | None = None, backfilled: bool = False
) -> Post:
    with transaction.atomic():
        member = check_reply(actor, topic)
        lock(member)
        # Only now: somebody who waited here must see what was written meanwhile.
        moment = at or timezone.now()
        if not backfilled:
            check_pace(member, moment, topics=False)
        ready = make_ready(written, actor=member, at=moment, backfilled=backfilled)
        if not backfilled:
            check_not_twice(member, ready.plain, moment)
        post = add_post(topic, ready, author=member, at=moment, backfilled=backfilled)
        Topic.objects.filter(pk=topic.pk).update(
            reply_count=F("reply_count") + 1, last_post_at=Greatest(F("last_post_at"), moment)
        )
        record(
            ReplyPosted(
                topic_id=topic.pk,
                post_id=post.pk,
                number=post.number,
                is_answer=topic.is_question,
                has_pictures=bool(ready.pictures),
            ),
            actor_id=member.pk,
            member_id=topic.author_id,
            occurred_at=moment,
            backfilled=backfilled,
        )
    return post
