"""The versions of a text, and what changed between them."""

from dataclasses import dataclass
from datetime import datetime

from korzo.kit.errors import Missing
from korzo.members.permissions import Person
from korzo.members.queries import Byline, bylines
from korzo.writing.diff import Run, runs
from korzo.writing.models import Revision
from korzo.writing.permissions import may_hide, subject_for

# What fits on a page that somebody reads; the newest tell most.
SHOWN_MAX = 50


@dataclass(frozen=True)
class RevisionShown:
    """`changes` are those to the version before; the first has none. Of a hidden one only the team reads the words."""

    pk: int
    version: int
    by: Byline
    at: datetime
    reason: str
    is_hidden: bool
    hidden_because: str
    is_first: bool
    # Only the look of the words is another, or a picture.
    is_same: bool
    changes: list[Run]
    may_hide: bool


def revisions_of(label: str, pk: int, person: Person) -> list[RevisionShown]:
    """The newest first. Missing where this person may not see the subject."""
    subject_for(person, label, pk)
    rows = Revision.objects.filter(subject_label=label, subject_id=pk).select_related("hiding").order_by("-version")
    found = list(rows[: SHOWN_MAX + 1])
    people = bylines(row.by_id for row in found)
    is_team = may_hide(person)
    before: list[Revision | None] = [*found, None][1:]
    pairs = list(zip(found, before, strict=True))[:SHOWN_MAX]
    return [_shown(row, former, people[row.by_id], is_team=is_team) for row, former in pairs]


def _shown(row: Revision, former: Revision | None, by: Byline, *, is_team: bool) -> RevisionShown:
    hides = row.is_hidden or (former is not None and former.is_hidden)
    readable = is_team or not hides
    return RevisionShown(
        pk=row.pk,
        version=row.version,
        by=by,
        at=row.at,
        reason=row.reason,
        is_hidden=row.is_hidden,
        hidden_because=row.hiding.reason if row.is_hidden else "",
        is_first=former is None,
        is_same=former is not None and former.plain == row.plain,
        changes=_changes(row, former) if readable else [],
        may_hide=is_team,
    )


def _changes(row: Revision, former: Revision | None) -> list[Run]:
    return [Run("same", row.plain)] if former is None else runs(former.plain, row.plain)


def revision_count(label: str, pk: int) -> int:
    return Revision.objects.filter(subject_label=label, subject_id=pk).count()


def get_revision_for(person: Person, pk: int) -> Revision:
    row = Revision.objects.filter(pk=pk).first()
    if row is None:
        raise Missing(str(pk))
    subject_for(person, row.subject_label, row.subject_id)
    return row
