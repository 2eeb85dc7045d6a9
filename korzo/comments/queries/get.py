"""Fetching is checking: what a person may not see looks as if it were not there."""

from korzo.comments import subjects
from korzo.comments.models import Comment
from korzo.comments.permissions import visible_to
from korzo.comments.subjects import Seen
from korzo.edge.recording import reads
from korzo.kit.errors import Missing
from korzo.members.permissions import Person


def get_comment_for(person: Person, pk: int) -> tuple[Comment, Seen]:
    """A comment and what it stands under, both of which this person may see."""
    reads(f"comment:{pk}")
    rows = visible_to(person).select_related("author", "parent", "guest", "removal", "hold")
    comment = rows.filter(pk=pk).first()
    if comment is None:
        raise Missing(str(pk))
    return comment, subjects.get_for(person, comment.subject_label, comment.subject_id)


def get_guest_comment(pk: int) -> tuple[Comment, Seen | None]:
    """For whoever holds the signed link of our letter; also where the page is gone meanwhile."""
    comment = (
        Comment.objects.select_related("parent", "guest", "removal", "hold").filter(pk=pk, guest__isnull=False).first()
    )
    if comment is None:
        raise Missing(str(pk))
    of = (comment.subject_label, comment.subject_id)
    return comment, subjects.seen_among(None, [of]).get(of)
