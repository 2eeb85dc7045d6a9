"""Reactions to comments."""

from datetime import datetime

from django.db import transaction

from korzo.comments.actions.weigh import LABEL
from korzo.comments.models import Comment
from korzo.comments.permissions import check_react
from korzo.members.permissions import Person
from korzo.reactions import actions as reactions
from korzo.reactions.models import Reaction

HEART = Reaction.Emoji.HEART


def react_to(
    comment: Comment, *, actor: Person, emoji: str = HEART, at: datetime | None = None, backfilled: bool = False
) -> Reaction:
    with transaction.atomic():
        check_react(actor, comment)
        return reactions.react(
            LABEL, comment.pk, actor=actor, author_id=comment.author_id, emoji=emoji, at=at, backfilled=backfilled
        )


def take_reaction_back(comment: Comment, *, actor: Person, emoji: str = HEART) -> bool:
    with transaction.atomic():
        check_react(actor, comment)
        return reactions.unreact(LABEL, comment.pk, actor=actor, author_id=comment.author_id, emoji=emoji)
