from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.discussions.models import Post
from korzo.discussions.permissions import check_see, is_removed
from korzo.kit.errors import Refused
from korzo.live.actions import publish
from korzo.members.permissions import Person, check_signed_in
from korzo.reactions import actions as reactions
from korzo.reactions import queries as hearts
from korzo.reactions.models import Reaction

LABEL = "discussions.post"


def give_heart(post: Post, *, actor: Person, at: datetime | None = None, backfilled: bool = False) -> Reaction:
    _check(post, actor)
    with transaction.atomic():
        given = reactions.react(LABEL, post.pk, actor=actor, author_id=post.author_id, at=at, backfilled=backfilled)
        if not backfilled:
            _tell(post)
    return given


def take_heart_back(post: Post, *, actor: Person) -> bool:
    _check(post, actor)
    with transaction.atomic():
        was_there = reactions.unreact(LABEL, post.pk, actor=actor, author_id=post.author_id)
        if was_there:
            _tell(post)
    return was_there


def _tell(post: Post) -> None:
    """Reactions do not know topics, so their number is told from here."""
    count = hearts.counts(LABEL, [post.pk]).get(post.pk, 0)
    publish(f"topic:{post.topic_id}", "discussions.hearts", {"post_id": post.pk, "count": count})


def _check(post: Post, actor: Person) -> None:
    check_signed_in(actor)
    check_see(actor, post.topic)
    if is_removed(post):
        raise Refused(_("This post was taken away."))
