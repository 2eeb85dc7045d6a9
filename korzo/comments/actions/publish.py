"""The moment from which everybody reads a comment: told once, whether it came at once or was released."""

from datetime import datetime

from korzo.activity.actions import record
from korzo.comments import subjects
from korzo.comments.activities import CommentPosted
from korzo.comments.models import Comment


def tell_comment(comment: Comment, *, at: datetime, backfilled: bool = False) -> None:
    record(
        CommentPosted(
            comment_id=comment.pk,
            of_label=comment.subject_label,
            of_id=comment.subject_id,
            is_answer=comment.parent_id is not None,
            by_guest=hasattr(comment, "guest"),
        ),
        actor_id=comment.author_id,
        member_id=_concerned(comment),
        occurred_at=at,
        dedupe_key=f"comments.posted:{comment.pk}",
        backfilled=backfilled,
    )


def _concerned(comment: Comment) -> int | None:
    """Whoever is answered, else whoever wrote the page; nobody is told of their own words."""
    if comment.parent is not None:
        found = comment.parent.author_id
    else:
        of = (comment.subject_label, comment.subject_id)
        seen = subjects.seen_among(None, [of]).get(of)
        found = seen.author_id if seen else None
    return found if found != comment.author_id else None
