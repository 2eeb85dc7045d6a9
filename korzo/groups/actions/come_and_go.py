"""Joining and leaving, by oneself or by somebody who keeps the group."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from korzo.groups.actions.rows import hold_group, put_in, take_out, tell
from korzo.groups.activities import GroupJoined, GroupLeft
from korzo.groups.models import Group
from korzo.groups.permissions import check_add, check_join, check_keep
from korzo.members.models import Member
from korzo.members.permissions import Person, check_signed_in


def join_group(group: Group, *, actor: Person, at: datetime | None = None, backfilled: bool = False) -> bool:
    """Of an open group. Whether they were not in it yet."""
    moment = at or timezone.now()
    with transaction.atomic():
        held = hold_group(group.pk)
        member = check_join(actor, held)
        came = put_in(held, member, at=moment)
        if came:
            tell(GroupJoined, held, actor=member, member=member, at=moment, backfilled=backfilled)
    return came


def leave_group(group: Group, *, actor: Person, at: datetime | None = None) -> bool:
    """Anybody may leave at any time, whatever the group's door. Whether they were in it."""
    with transaction.atomic():
        member = check_signed_in(actor)
        held = hold_group(group.pk)
        went = take_out(held, member)
        if went:
            tell(GroupLeft, held, actor=member, member=member, at=at or timezone.now())
    return went


def add_member(
    group: Group, *, actor: Person, member: Member, at: datetime | None = None, backfilled: bool = False
) -> None:
    """By a keeper or the team, into a group with any door."""
    moment = at or timezone.now()
    with transaction.atomic():
        held = hold_group(group.pk)
        by = check_keep(actor, held)
        check_add(held, member)
        put_in(held, member, at=moment)
        tell(GroupJoined, held, actor=by, member=member, at=moment, backfilled=backfilled)


def remove_member(group: Group, *, actor: Person, member: Member, at: datetime | None = None) -> bool:
    """By a keeper or the team; they are told. Whether they were in it."""
    with transaction.atomic():
        held = hold_group(group.pk)
        by = check_keep(actor, held)
        went = take_out(held, member)
        if went:
            tell(GroupLeft, held, actor=by, member=member, at=at or timezone.now())
    return went
