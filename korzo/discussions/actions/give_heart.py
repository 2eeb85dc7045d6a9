"""Reactions to posts; the heart is the one that everybody knows, and "helpful" is the vote on an answer."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from korzo.discussions.models import Post
from korzo.discussions.permissions import check_see, is_held, is_removed
from korzo.kit.errors import Refused
from korzo.live.actions import publish
from korzo.members.permissions import Person, check_signed_in
from korzo.reactions import actions as reactions
from korzo.reactions import queries as hearts
from korzo.reactions.models import Reaction

LABEL = "discussions.post"
HEART = Reaction.Emoji.HEART


def give_heart(
    post: Post, *, actor: Person, emoji: str = HEART, at: datetime | None = None, backfilled: bool = False
) -> Reaction:
    """A heart, or another reaction of the set that the shop chose."""
    _check(post, actor)
    with transaction.atomic():
        given = reactions.react(
            LABEL, post.pk, actor=actor, author_id=post.author_id, emoji=emoji, at=at, backfilled=backfilled
        )
        if not backfilled:
            _tell(post, given.emoji)
    return given


def take_heart_back(post: Post, *, actor: Person, emoji: str = HEART) -> bool:
    _check(post, actor)
    with transaction.atomic():
        was_there = reactions.unreact(LABEL, post.pk, actor=actor, author_id=post.author_id, emoji=emoji)
        if was_there:
            _tell(post, emoji)
    return was_there


def _tell(post: Post, emoji: str) -> None:
    """Reactions do not know topics, so their number is told from here."""
    count = hearts.counts(LABEL, [post.pk], emoji=emoji).get(post.pk, 0)
    facts: dict[str, int | str | None] = {"post_id": post.pk, "count": count}
    if emoji != HEART:
        facts["emoji"] = str(emoji)
    publish(f"topic:{post.topic_id}", "discussions.hearts", facts)


def _check(post: Post, actor: Person) -> None:
    check_signed_in(actor)
    check_see(actor, post.topic)
    if is_removed(post):
        raise Refused(_("This post was taken away."))
    if is_held(post):
        raise Refused(_("This post waits for the team, and nobody else reads it."))
