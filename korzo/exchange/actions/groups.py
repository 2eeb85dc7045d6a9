"""Groups come in with their people. Their doors stay shut, and no space opens to them, until the owner says so."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from secrets import token_hex
from unicodedata import normalize

from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.exchange.actions.known import Ours, not_here, note_arrivals, ours
from korzo.exchange.actions.pictures import refuse
from korzo.exchange.models import Import, Kind
from korzo.exchange.rows import key_of
from korzo.exchange.staging import Staged, Staging
from korzo.groups.actions.keeping import GROUPS_MAX
from korzo.groups.actions.rows import SOURCE
from korzo.groups.models import LABEL, NAME_LENGTH_MAX, TEXT_LENGTH_MAX, Group, GroupMember
from korzo.kit.blocks import UNSEEN
from korzo.kit.errors import FieldRefused
from korzo.members import queries as members
from korzo.members.actions import hold_handles, take_handle
from korzo.members.models import HANDLE_LENGTH_MAX, Grant, Member, TakenHandle
from korzo.search import actions as search

# A right is called after its group, and rights are written in plain letters.
_NO_HANDLE = re.compile(r"[^a-z0-9_-]+")
_ENDS = re.compile(r"^[^a-z]+|[^a-z0-9]+$")


def bring_groups(brought: Import, staging: Staging, rows: Sequence[Staged]) -> None:
    del staging
    new = not_here(Kind.GROUPS, rows)
    people = ours(Kind.PEOPLE, (key_of(one, row.key.source) for row in new for one in row.data.get("people", ())))
    present = set(Member.objects.get_queryset().present().filter(pk__in=people.values()).values_list("pk", flat=True))
    room = max(0, GROUPS_MAX - Group.objects.filter(ended_at__isnull=True).count())
    for row in new[room:]:
        refuse(brought, row, "name", _("There are as many groups as a community can have."))
    hold_handles()
    for row in new[:room]:
        group = _group(row)
        _fill(row, group, people, present)
        note_arrivals(brought, Kind.GROUPS, [(row, group.pk, False)])
        search.index("group", [group.pk])


def _group(row: Staged) -> Group:
    opened = row.text("opened_at")
    group = Group.objects.create(
        # Known only by its number until the book says which handle is free.
        handle=f"-{token_hex(8)}",
        key=f"group:{token_hex(8)}",
        name=_line(row.text("name"), NAME_LENGTH_MAX),
        description=_line(row.text("description"), TEXT_LENGTH_MAX),
        entry=Group.Entry(row.text("entry") or Group.Entry.CLOSED),
        mentioned_by=Group.MentionedBy(row.text("mentioned_by") or Group.MentionedBy.GROUP),
        opened_at=datetime.fromisoformat(opened) if opened else timezone.now(),
    )
    group.handle = _take_handle(row.text("handle") or row.text("name"), group.pk)
    group.key, group.name = f"group:{group.handle}", group.name or group.handle
    group.save(update_fields=["handle", "key", "name"])
    return group


def _take_handle(wanted: str, pk: int) -> str:
    """As it was where nobody has it, else one like it."""
    plain = normalize("NFKD", wanted).encode("ascii", "ignore").decode().lower()
    stem = _trimmed(_trimmed(_NO_HANDLE.sub("-", plain))[:HANDLE_LENGTH_MAX]) or "group"
    try:
        take_handle(stem, of_label=LABEL, of_id=pk)
    except FieldRefused:
        stem = members.free_handles([stem])[0]
        take_handle(stem, of_label=LABEL, of_id=pk)
    return stem


def _trimmed(handle: str) -> str:
    return _ENDS.sub("", handle)


def _fill(row: Staged, group: Group, people: Ours, present: set[int]) -> None:
    """Row and right together, as the group itself does it."""
    inside = _known(row, "people", people) & present
    keepers = _known(row, "keepers", people)
    GroupMember.objects.bulk_create(
        [
            GroupMember(
                group=group,
                member_id=pk,
                joined_at=group.opened_at,
                keeper_since=group.opened_at if pk in keepers else None,
            )
            for pk in sorted(inside)
        ]
    )
    Grant.objects.bulk_create(
        [Grant(member_id=pk, key=group.key, source=SOURCE) for pk in sorted(inside)], ignore_conflicts=True
    )


def _known(row: Staged, field: str, people: Ours) -> set[int]:
    keys = (key_of(one, row.key.source) for one in row.data.get(field, ()))
    return {people[key] for key in keys if key in people}


def take_groups_out(ids: Iterable[int]) -> None:
    """With their handles: nobody but the import ever called them by those."""
    groups = list(Group.objects.filter(pk__in=list(ids)))
    Grant.objects.filter(key__in=[one.key for one in groups], source=SOURCE).delete()
    search.drop("group", [one.pk for one in groups])
    for one in groups:
        TakenHandle.objects.filter(of_label=LABEL, of_id=one.pk).delete()
    Group.objects.filter(pk__in=[one.pk for one in groups]).delete()


def _line(text: str, length: int) -> str:
    return " ".join(UNSEEN.sub("", text).split())[:length].strip()
