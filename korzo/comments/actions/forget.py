"""A person left, or the time is over for which a guest's address was kept."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from korzo.comments.activities import tags_of
from korzo.comments.models import Comment, CommentHold, CommentMention, CommentRemoval, Guest
from korzo.comments.queries.rules import the_rules
from korzo.kit.generations import bump_on_commit
from korzo.writing.actions import without_name

# Whoever does not confirm within three days did not mean it, or never wrote it.
UNCONFIRMED_KEPT_FOR = timedelta(days=3)
BATCH = 500


def forget_member(member_id: int) -> None:
    """Their comments stay as a former member's; their name goes out of what others wrote."""
    with transaction.atomic():
        written = Comment.objects.filter(author_id=member_id)
        stale = {tag for label, pk in _subjects(written) for tag in tags_of(label, pk)}
        written.update(author=None)
        CommentHold.objects.filter(refused_by_id=member_id).update(refused_by=None)
        CommentRemoval.objects.filter(by_id=member_id).update(by=None)
        mentions = CommentMention.objects.filter(member_id=member_id).select_related("comment")
        for mention in mentions.iterator(chunk_size=BATCH):
            comment = mention.comment
            Comment.objects.filter(pk=comment.pk).update(
                html=without_name(comment.html, mention.written), plain=without_name(comment.plain, mention.written)
            )
            stale |= {*tags_of(comment.subject_label, comment.subject_id), f"comment:{comment.pk}"}
        mentions.delete()
        bump_on_commit(*stale)


def _subjects(comments: QuerySet[Comment]) -> set[tuple[str, int]]:
    return set(comments.values_list("subject_label", "subject_id").order_by().distinct())


def forget_guests(*, now: datetime) -> int:
    """Addresses whose days are over, and comments that nobody confirmed. How many there were."""
    until = now - timedelta(days=the_rules().mail_kept_days)
    with transaction.atomic():
        old = Guest.objects.filter(agreed_at__lt=until).exclude(mail="")
        forgotten = old.update(mail="")
        unconfirmed = Comment.objects.filter(
            state=Comment.State.AWAITING, guest__agreed_at__lt=now - UNCONFIRMED_KEPT_FOR
        )
        # Nobody saw them, so nothing was answered and no page changes.
        ids = list(unconfirmed.values_list("pk", flat=True)[:BATCH])
        Comment.objects.filter(pk__in=ids).delete()
    return forgotten + len(ids)
