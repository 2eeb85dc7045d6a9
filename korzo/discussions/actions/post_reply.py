from datetime import datetime

from django.db import transaction
from django.utils import timezone

from korzo.discussions.actions.add_post import add_post
from korzo.discussions.actions.pace import check_pace
from korzo.discussions.actions.publish import count_reply, tell_reply
from korzo.discussions.actions.settle import hold_topic
from korzo.discussions.actions.team import STEPS
from korzo.discussions.actions.weigh import LABEL, look_at
from korzo.discussions.actions.write import Written, make_ready
from korzo.discussions.models import Post, Topic
from korzo.discussions.permissions import check_reply
from korzo.members.permissions import Person, check_signed_in
from korzo.moderation.actions import ask_outside, check_not_twice, hold_writer
from korzo.moderation.permissions import check_may_write
from korzo.polls.actions import PollDraft, create_poll
from korzo.writing.actions import drop_draft


def post_reply(
    topic: Topic,
    *,
    actor: Person,
    written: Written,
    poll: PollDraft | None = None,
    at: datetime | None = None,
    backfilled: bool = False,
) -> Post:
    with transaction.atomic():
        member = check_signed_in(actor)
        hold_writer(member)
        # The topic may have been closed, moved or joined to another while the words were written.
        held = hold_topic(topic.pk)
        check_reply(member, held)
        if not backfilled:
            check_may_write(member)
        # Only now: somebody who waited here must see what was written meanwhile.
        moment = at or timezone.now()
        if not backfilled:
            check_pace(member, moment, topics=False)
        ready = make_ready(written, actor=member, at=moment, backfilled=backfilled, scope=f"topic:{held.pk}")
        if not backfilled:
            check_not_twice(Post.objects.all(), ready.plain, author=member, at=moment)
        asked = poll.plain if poll else ""
        look = look_at(written, ready, author=member, at=moment, asked=asked, backfilled=backfilled)
        post = add_post(held, ready, author=member, at=moment, backfilled=backfilled, stands=not look.is_held)
        if poll:
            create_poll(LABEL, post.pk, actor=member, draft=poll, at=moment, backfilled=backfilled)
        drop_draft(written.draft_key, actor=member)
        if look.is_held:
            STEPS.hold_back(post, look.verdict, author=member, at=moment)
        else:
            ask_outside(LABEL, post.pk, look, agent=written.agent)
            count_reply(held, moment)
            tell_reply(post, held, at=moment, has_pictures=bool(ready.pictures), backfilled=backfilled)
    return post
