"""What of one's own is not shown under a thing: it waits, was not published, or was taken away by the team."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.safestring import SafeString

from korzo.comments.models import Comment
from korzo.comments.permissions import is_held, is_removed
from korzo.kit.html import stored
from korzo.members.permissions import Person
from korzo.moderation.actions import Reason
from korzo.moderation.queries.statements import statement_links

# Whoever has more of them waiting reads the rest when these were looked at.
WAITING_MAX = 10
LABEL = "comments.comment"


@dataclass(frozen=True)
class WaitingComment:
    """`sentence` is what the team said; `why_url` leads to the reasons and to a second look."""

    pk: int
    html: SafeString
    lang: str
    why: tuple[str, ...]
    is_refused: bool
    is_removed: bool
    sentence: str
    why_url: str = ""


def waiting_of(person: Person, label: str, pk: int) -> list[WaitingComment]:
    """In the order in which they were written. One question, and another where something was taken away."""
    if person is None:
        return []
    own = Comment.objects.filter(subject_label=label, subject_id=pk, author=person)
    waiting = own.filter(Q(state=Comment.State.HELD) | Q(state=Comment.State.HIDDEN, removal__by_author=False))
    rows = list(waiting.select_related("hold", "removal").order_by("-number")[:WAITING_MAX])
    links = statement_links(LABEL, [row.pk for row in rows]) if rows else {}
    return [_one(row, links.get(row.pk, "")) for row in reversed(rows)]


def _one(row: Comment, why_url: str) -> WaitingComment:
    hold = row.hold if is_held(row) else None
    removed = is_removed(row)
    return WaitingComment(
        pk=row.pk,
        html=stored(row.html),
        lang=row.language,
        why=tuple(Reason(one["code"], one["facts"]).sentence for one in hold.stored_reasons()) if hold else (),
        is_refused=hold is not None and hold.is_refused,
        is_removed=removed,
        sentence=row.removal.reason if removed else hold.refusal if hold else "",
        why_url=why_url,
    )


def about_members(member_ids: Iterable[int]) -> dict[int, Any]:
    """What this room keeps about people, for their export."""
    columns = ("subject_label", "subject_id", "plain", "state", "created_at", "edited_at")
    return {
        pk: {
            "comments": list(Comment.objects.filter(author_id=pk).order_by("created_at", "pk").values(*columns)),
        }
        for pk in member_ids
    }
