"""Holding a subject while its comments change, and the state of a comment, which follows from its rows."""

from django.db.models import F

from korzo.comments.models import Comment, CommentTotal
from korzo.comments.permissions import is_held, is_removed
from korzo.kit.errors import Missing

# Everything from which a state is told.
ROWS = ("hold", "removal", "guest", "author", "parent")


def hold_subject(label: str, pk: int) -> CommentTotal:
    """Nobody else changes its comments until the end of the transaction."""
    of = {"subject_label": label, "subject_id": pk}
    rows = CommentTotal.objects.select_for_update(no_key=True).filter(**of)
    found = rows.first()
    if found is None:
        CommentTotal.objects.bulk_create([CommentTotal(**of)], ignore_conflicts=True)
        found = rows.get()
    return found


def hold_comment(pk: int) -> Comment:
    """The comment as it is now; nobody else changes it, or the others of its subject, until the end."""
    of = Comment.objects.filter(pk=pk).values_list("subject_label", "subject_id").first()
    if of is None:
        raise Missing(str(pk))
    hold_subject(*of)
    return Comment.objects.select_related(*ROWS).get(pk=pk)


def next_number(label: str, pk: int) -> int:
    """The caller holds the subject."""
    total = CommentTotal.objects.filter(subject_label=label, subject_id=pk)
    total.update(highest_number=F("highest_number") + 1)
    return total.values_list("highest_number", flat=True).get()


def settle(pk: int) -> Comment:
    """The state that its rows say, counted where it is shown. The caller holds the subject."""
    comment = Comment.objects.select_related(*ROWS).get(pk=pk)
    was, now = comment.state, state_of(comment)
    if was != now:
        Comment.objects.filter(pk=pk).update(state=now)
        comment.state = now
        step = int(now == Comment.State.VISIBLE) - int(was == Comment.State.VISIBLE)
        if step:
            _count(comment, step)
    return comment


def state_of(comment: Comment) -> Comment.State:
    if is_removed(comment):
        return Comment.State.HIDDEN
    if hasattr(comment, "guest") and comment.guest.confirmed_at is None:
        return Comment.State.AWAITING
    return Comment.State.HELD if is_held(comment) else Comment.State.VISIBLE


def _count(comment: Comment, step: int) -> None:
    total = CommentTotal.objects.filter(subject_label=comment.subject_label, subject_id=comment.subject_id)
    total.update(count=F("count") + step)
    if comment.parent_id is not None:
        Comment.objects.filter(pk=comment.parent_id).update(answer_count=F("answer_count") + step)
