"""Reasons that were given: for the member, and for the thing that they are about."""

from collections.abc import Iterable

from django.urls import reverse

from korzo.kit.errors import Missing
from korzo.members.permissions import Person
from korzo.moderation.models import Flag, LegalNotice, Statement
from korzo.moderation.permissions import statements_visible_to


def get_statement_for(person: Person, pk: int) -> Statement:
    rows = statements_visible_to(person).select_related("member", "withdrawal", "appeal")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Missing(str(pk))
    return found


def statement_links(label: str, ids: Iterable[int]) -> dict[int, str]:
    """Where the author of a hidden thing reads why: by id, for those with a statement that holds. One query."""
    rows = (
        Statement.objects.filter(label=label, subject_id__in=list(ids), withdrawal__isnull=True)
        .order_by("pk")
        .values_list("subject_id", "pk")
    )
    return {subject: reverse("moderation:statement", args=[pk]) for subject, pk in rows if subject is not None}


def get_word_for(person: Person, pk: int) -> Flag:
    """A word that a member said to an author; the view shows it to that author alone."""
    found = Flag.objects.select_related("member").filter(pk=pk, reason=Flag.Reason.TELL_AUTHOR).first()
    if person is None or found is None:
        raise Missing(str(pk))
    return found


def get_notice_by_key(key: str) -> LegalNotice:
    found = LegalNotice.objects.select_related("item").filter(key=key).first()
    if found is None:
        raise Missing("notice")
    return found
