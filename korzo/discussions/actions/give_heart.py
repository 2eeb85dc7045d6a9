from datetime import datetime

from django.utils.translation import gettext as _

from korzo.discussions.models import Post
from korzo.discussions.permissions import check_see, is_removed
from korzo.kit.errors import Refused
from korzo.members.permissions import Person, check_signed_in
from korzo.reactions import actions as reactions
from korzo.reactions.models import Reaction

LABEL = "discussions.post"


def give_heart(post: Post, *, actor: Person, at: datetime | None = None, backfilled: bool = False) -> Reaction:
    _check(post, actor)
    return reactions.react(LABEL, post.pk, actor=actor, author_id=post.author_id, at=at, backfilled=backfilled)


def take_heart_back(post: Post, *, actor: Person) -> bool:
    _check(post, actor)
    return reactions.unreact(LABEL, post.pk, actor=actor, author_id=post.author_id)


def _check(post: Post, actor: Person) -> None:
    check_signed_in(actor)
    check_see(actor, post.topic)
    if is_removed(post):
        raise Refused(_("This post was taken away."))
