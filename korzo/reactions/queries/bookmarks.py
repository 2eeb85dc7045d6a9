"""What a member keeps. Nobody else may ask."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from korzo.kit.errors import Missing
from korzo.members.permissions import Person
from korzo.reactions import subjects
from korzo.reactions.models import Bookmark
from korzo.reactions.permissions import bookmarks_visible_to
from korzo.reactions.queries.follows import seen_by_label
from korzo.reactions.subjects import Seen, Subject

BOOKMARKS_ON_PAGE = 30


@dataclass(frozen=True)
class Kept:
    """One line of "Saved". Without `seen` the thing is gone, or may not be seen any more; the note stays."""

    bookmark: Bookmark
    subject: Subject | None
    seen: Seen | None


@dataclass(frozen=True)
class ShelfWords:
    """What is said when the bookmark was pressed, wherever it stands; and the way to its note, while it is kept."""

    said: str
    url: str = ""
    label: str = ""


def shelf_words(kept: Bookmark | None) -> ShelfWords:
    """None for what was let go."""
    if kept is None:
        return ShelfWords(_("It is no longer saved."))
    return ShelfWords(_("Saved."), reverse("web:saved_one", args=[kept.pk]), _("Add a note or a reminder"))


def kept_by(person: Person, *, words: str = "", before: int | None = None) -> tuple[list[Kept], int | None]:
    """A page of what a member keeps, the newest first, and where the next begins. `words` narrows down by the note."""
    rows = bookmarks_visible_to(person).order_by("-at", "-pk")
    if words:
        rows = rows.filter(note__icontains=words)
    last = bookmarks_visible_to(person).filter(pk=before).first() if before else None
    if last is not None:
        rows = rows.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
    page = list(rows[: BOOKMARKS_ON_PAGE + 1])
    more = page[BOOKMARKS_ON_PAGE - 1].pk if len(page) > BOOKMARKS_ON_PAGE else None
    return _shown(person, page[:BOOKMARKS_ON_PAGE]), more


def kept_for(person: Person, pk: int) -> Kept:
    row = bookmarks_visible_to(person).filter(pk=pk).first()
    if row is None:
        raise Missing(pk)
    return _shown(person, [row])[0]


def _shown(person: Person, rows: list[Bookmark]) -> list[Kept]:
    seen = seen_by_label(person, ((row.subject_label, row.subject_id) for row in rows))
    return [Kept(row, subjects.known(row.subject_label), seen.get((row.subject_label, row.subject_id))) for row in rows]
