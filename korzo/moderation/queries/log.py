"""The audit log as staff read it."""

from django.db.models import QuerySet

from korzo.kit.errors import Missing
from korzo.moderation.models import Entry, Sanction, Sweep


def entries(*, verb: str = "", member_id: int | None = None) -> QuerySet[Entry]:
    rows = Entry.objects.select_related("actor", "member").order_by("-at", "-pk")
    if verb in Entry.Verb.values:
        rows = rows.filter(verb=verb)
    return rows.filter(member=member_id) if member_id is not None else rows


def get_sanction(pk: int) -> Sanction:
    """The view has asked whether the reader is of the team."""
    found = Sanction.objects.select_related("member", "statement").filter(pk=pk).first()
    if found is None:
        raise Missing(str(pk))
    return found


def get_sweep(pk: int) -> Sweep:
    found = Sweep.objects.filter(pk=pk).first()
    if found is None:
        raise Missing(str(pk))
    return found
