"""What somebody wrote as a guest becomes theirs, once they have an account with the same confirmed address.

Never by itself: they are told that it waits, and say so with a button.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from korzo.activity.actions import record
from korzo.comments.actions.settle import hold_comment
from korzo.comments.actions.weigh import LABEL
from korzo.comments.activities import CommentsFound, CommentTakenOver
from korzo.comments.models import Comment, Guest
from korzo.comments.queries.as_guest import written_as_guest
from korzo.members.models import Member
from korzo.members.permissions import Person, check_signed_in
from korzo.moderation.actions import name_frozen


def offer_comments(member: Member, *, key: str, at: datetime | None = None) -> int:
    """How many wait for them. `key` names what made us look, so that they are told of it once."""
    count = len(written_as_guest(member))
    if count:
        record(
            CommentsFound(of_member_id=member.pk, count=count),
            member_id=member.pk,
            occurred_at=at or timezone.now(),
            dedupe_key=f"comments.found:{key}",
        )
    return count


def take_over_comments(*, actor: Person, at: datetime | None = None) -> int:
    """Their name stands beside what they wrote as a guest; the name and the address of the guest are gone. How many."""
    member = check_signed_in(actor)
    moment = at or timezone.now()
    with transaction.atomic():
        ids = [_taken_over(found.pk, member, moment) for found in written_as_guest(member)]
        name_frozen(LABEL, ids, author=member)
    return len(ids)


def _taken_over(pk: int, member: Member, at: datetime) -> int:
    comment = hold_comment(pk)
    Comment.objects.filter(pk=pk).update(author=member)
    Guest.objects.filter(comment=comment).delete()
    record(
        CommentTakenOver(comment_id=pk, of_label=comment.subject_label, of_id=comment.subject_id),
        actor_id=member.pk,
        member_id=member.pk,
        occurred_at=at,
    )
    return pk
