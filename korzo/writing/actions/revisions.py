"""Keeping what a text was before it was changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.kit.errors import FieldRefused, Missing
from korzo.kit.html import MENTION
from korzo.members import queries as members
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.writing.diff import changed_signs
from korzo.writing.models import REASON_LENGTH_MAX, Revision, RevisionHiding, RevisionNaming
from korzo.writing.permissions import check_hide

# Slips of the pen, corrected at once, are nobody's business.
SILENT_FOR = timedelta(minutes=5)
SILENT_SIGNS_MAX = 100
# Far above what an honest text sees; the first versions are the ones that matter.
REVISIONS_MAX = 500
# A post may name far fewer.
NAMES_MAX = 50


@dataclass(frozen=True, kw_only=True)
class Version:
    """A text at one time; `by` wrote it so."""

    version: int
    html: str
    plain: str
    by: Member | None
    at: datetime
    reason: str = ""


def keep_revision(
    label: str,
    pk: int,
    *,
    version: int,
    html: str,
    plain: str,
    by: Member | None,
    reason: str = "",
    at: datetime | None = None,
) -> Revision:
    """One version, once: asking twice changes nothing."""
    with transaction.atomic():
        revision, is_new = Revision.objects.get_or_create(
            subject_label=label,
            subject_id=pk,
            version=version,
            defaults={
                "html": html,
                "plain": plain,
                "by": by,
                "reason": reason.strip()[:REASON_LENGTH_MAX],
                "at": at or timezone.now(),
            },
        )
        if is_new:
            _keep_names(revision)
    return revision


def _keep_names(revision: Revision) -> None:
    handles = dict.fromkeys(found.rstrip(".-") for found in MENTION.findall(revision.plain))
    named = members.by_handles(list(handles)[:NAMES_MAX]) if handles else {}
    RevisionNaming.objects.bulk_create([RevisionNaming(revision=revision, member=one) for one in named.values()])


def keep_change(
    label: str, pk: int, *, before: Version, after: Version, first_written_at: datetime, was_answered: bool = False
) -> bool:
    """Both sides of a change, in the transaction that makes it; nothing of a silent one. Whether it was kept."""
    if not was_answered and is_silent(before.plain, after.plain, first_written_at, after.at) and not after.reason:
        return False
    if Revision.objects.filter(subject_label=label, subject_id=pk).count() >= REVISIONS_MAX:
        return False
    for one in (before, after):
        keep_revision(
            label, pk, version=one.version, html=one.html, plain=one.plain, by=one.by, reason=one.reason, at=one.at
        )
    return True


def is_silent(before: str, after: str, first_written_at: datetime, at: datetime) -> bool:
    return at - first_written_at <= SILENT_FOR and changed_signs(before, after) <= SILENT_SIGNS_MAX


def hide_revision(revision: Revision, *, actor: Person, reason: str, at: datetime | None = None) -> RevisionHiding:
    """From everybody, with what was changed to and from it."""
    words = " ".join(reason.split())
    with transaction.atomic():
        member = check_hide(actor, revision)
        if not words:
            raise FieldRefused("reason", _("Please say why, in a few words."))
        hiding, _is_new = RevisionHiding.objects.get_or_create(
            revision=revision,
            defaults={"by": member, "reason": words[:REASON_LENGTH_MAX], "at": at or timezone.now()},
        )
    return hiding


def show_revision(revision: Revision, *, actor: Person) -> None:
    with transaction.atomic():
        check_hide(actor, revision)
        removed, _by_model = RevisionHiding.objects.filter(revision=revision).delete()
    if not removed:
        raise Missing(str(revision.pk))


def forget_revisions(label: str, pks: list[int]) -> int:
    """Their subjects are gone for good."""
    removed, _by_model = Revision.objects.filter(subject_label=label, subject_id__in=pks).delete()
    return removed
