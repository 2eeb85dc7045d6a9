"""What a member began to write."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from korzo.members.permissions import Person
from korzo.writing.models import Draft, Revision
from korzo.writing.permissions import visible_drafts


def draft_of(person: Person, key: str) -> Draft | None:
    return visible_drafts(person).filter(key=key).first()


def drafts_of(person: Person) -> QuerySet[Draft]:
    """The newest first; empty ones are none."""
    return visible_drafts(person).exclude(plain="", html="", fields={}).order_by("-saved_at", "-pk")


def about_members(member_ids: Iterable[int]) -> dict[int, Any]:
    """What we keep about people, for their export."""
    return {
        pk: {
            "drafts": list(Draft.objects.filter(member_id=pk).values("key", "plain", "fields", "saved_at")),
            "older_versions": list(
                Revision.objects.filter(by_id=pk).values("subject_label", "subject_id", "version", "plain", "at")
            ),
        }
        for pk in member_ids
    }
