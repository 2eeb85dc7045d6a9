"""Telling those who follow what a comment stands under."""

from django.db import transaction

from korzo.activity.actions import record
from korzo.comments import subjects
from korzo.comments.activities import CommentHeard
from korzo.comments.models import Comment, CommentMention
from korzo.members.models import Member
from korzo.members.queries import blockers_of
from korzo.reactions.models import Follow
from korzo.reactions.queries import listeners

# One transaction tells so many; a few hundred rows keep nobody waiting, on SQLite either.
BATCH = 200


def tell_followers(pk: int, *, behind: int = 0) -> int:
    """The next of those who watch, in the order of their ids; the last id, or 0 where nobody is left.

    Who is named or answered heard of it already. Telling the same twice changes nothing.
    """
    comment = Comment.objects.filter(pk=pk, state=Comment.State.VISIBLE).select_related("parent").first()
    if comment is None:
        return 0
    of = (comment.subject_label, comment.subject_id)
    said = listeners([of])
    told = set(CommentMention.objects.filter(comment=comment).values_list("member_id", flat=True))
    told |= {comment.author_id or 0, comment.parent.author_id or 0 if comment.parent else 0}
    told |= blockers_of(comment.author_id)
    watching = sorted(one for one, level in said.items() if level is Follow.Level.WATCHING and one > behind)
    batch = watching[:BATCH]
    with transaction.atomic():
        for member in Member.objects.get_queryset().present().filter(pk__in=set(batch) - told).order_by("pk"):
            if subjects.seen_among(member, [of]):
                record(
                    CommentHeard(comment_id=pk, of_label=of[0], of_id=of[1]),
                    actor_id=comment.author_id,
                    member_id=member.pk,
                    occurred_at=comment.created_at,
                    dedupe_key=f"comments.heard:{pk}:{member.pk}",
                )
    return batch[-1] if len(watching) > BATCH else 0
