"""What the checks held back waits here for a person; nothing is ever thrown away."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction

from korzo.members.models import Member
from korzo.moderation.actions.freeze import freeze_again, frozen
from korzo.moderation.actions.log import write_entry
from korzo.moderation.models import Entry, Item
from korzo.moderation.registry import moderated


class Cause(Protocol):
    """Why it was held: a code, and the facts as plain numbers and texts."""

    @property
    def code(self) -> str: ...

    @property
    def facts(self) -> Mapping[str, Any]: ...


class HeldFor(Protocol):
    """What `weigh` says; whatever has reasons will do."""

    @property
    def reasons(self) -> Sequence[Cause]: ...


def hold(label: str, pk: int, *, author: Member | None, verdict: HeldFor, at: datetime) -> Item:
    """Put a held thing into the queue, in the transaction that wrote it. The room itself keeps it from its readers."""
    kind = moderated(label)
    causes = [{"code": one.code, "facts": dict(one.facts)} for one in verdict.reasons]
    with transaction.atomic():
        seen = kind.fetch([pk])[pk]
        item = (
            Item.objects.select_for_update()
            .filter(kind=Item.Kind.HELD, label=label, subject_id=pk, closed_at__isnull=True)
            .first()
        )
        if item is None:
            item = Item.objects.create(
                kind=Item.Kind.HELD, label=label, subject_id=pk, opened_at=at, held_for=causes, **frozen(seen)
            )
        else:
            item.held_for = causes
            item.save(update_fields=["held_for"])
            freeze_again(item, seen)
        write_entry(
            Entry.Verb.HELD,
            actor=None,
            member_id=author.pk if author else None,
            subject=(label, pk),
            codes=[one["code"] for one in causes],
        )
    return item
