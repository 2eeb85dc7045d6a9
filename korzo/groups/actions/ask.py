"""Asking to come in, and the answer."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from korzo.groups.actions.rows import hold_group, put_in, tell
from korzo.groups.activities import GroupAsked, GroupDeclined, GroupJoined
from korzo.groups.models import Group, GroupRequest
from korzo.groups.permissions import check_ask, check_keep
from korzo.kit.errors import Missing
from korzo.members.models import Member
from korzo.members.permissions import Person, check_signed_in


def ask_to_join(group: Group, *, actor: Person, at: datetime | None = None) -> bool:
    """Whether they had not asked yet. An answer that is long ago is asked for again."""
    moment = at or timezone.now()
    with transaction.atomic():
        held = hold_group(group.pk)
        member = check_ask(actor, held, moment)
        GroupRequest.objects.filter(group=held, member=member, declined_at__isnull=False).delete()
        _row, is_new = GroupRequest.objects.get_or_create(group=held, member=member, defaults={"at": moment})
        if is_new:
            tell(GroupAsked, held, actor=member, at=moment)
    return is_new


def take_back_request(group: Group, *, actor: Person) -> bool:
    member = check_signed_in(actor)
    rows = GroupRequest.objects.filter(group=group, member=member, declined_at__isnull=True)
    gone, _by_model = rows.delete()
    return bool(gone)


def accept_request(group: Group, *, actor: Person, member: Member, at: datetime | None = None) -> None:
    moment = at or timezone.now()
    with transaction.atomic():
        held = hold_group(group.pk)
        by = check_keep(actor, held)
        _waiting(held, member)
        if put_in(held, member, at=moment):
            tell(GroupJoined, held, actor=by, member=member, at=moment)


def decline_request(group: Group, *, actor: Person, member: Member, at: datetime | None = None) -> None:
    """They are told, kindly, and may ask again after a while."""
    moment = at or timezone.now()
    with transaction.atomic():
        held = hold_group(group.pk)
        by = check_keep(actor, held)
        row = _waiting(held, member)
        row.declined_at = moment
        row.save(update_fields=["declined_at"])
        tell(GroupDeclined, held, actor=by, member=member, at=moment)


def _waiting(group: Group, member: Member) -> GroupRequest:
    row = GroupRequest.objects.filter(group=group, member=member, declined_at__isnull=True).first()
    if row is None:
        raise Missing(member.pk)
    return row
