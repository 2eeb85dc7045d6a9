"""Who keeps a group: named by the team, from among its people."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from korzo.groups.actions.rows import hold_group, tell
from korzo.groups.activities import KeeperFreed, KeeperNamed
from korzo.groups.models import Group, GroupMember
from korzo.groups.permissions import check_keep, check_team
from korzo.kit.errors import Missing
from korzo.members.models import Member
from korzo.members.permissions import Person


def name_keeper(
    group: Group, *, actor: Person, member: Member, at: datetime | None = None, backfilled: bool = False
) -> None:
    moment = at or timezone.now()
    with transaction.atomic():
        by, row = _row(group, actor, member)
        if row.keeper_since is None:
            row.keeper_since = moment
            row.save(update_fields=["keeper_since"])
            tell(KeeperNamed, row.group, actor=by, member=member, at=moment, backfilled=backfilled)


def free_keeper(group: Group, *, actor: Person, member: Member, at: datetime | None = None) -> None:
    """They stay in the group."""
    with transaction.atomic():
        by, row = _row(group, actor, member)
        if row.keeper_since is not None:
            row.keeper_since = None
            row.save(update_fields=["keeper_since"])
            tell(KeeperFreed, row.group, actor=by, member=member, at=at or timezone.now())


def _row(group: Group, actor: Person, member: Member) -> tuple[Member, GroupMember]:
    by = check_team(actor)
    check_keep(by, hold_group(group.pk))
    row = GroupMember.objects.select_related("group").filter(group=group, member=member).first()
    if row is None:
        raise Missing(member.pk)
    return by, row
