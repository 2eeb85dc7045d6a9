"""What coming, going and keeping have in common. Parts of other actions, never done by themselves."""

from datetime import datetime

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.groups.activities import GroupKind
from korzo.groups.models import Group, GroupMember, GroupRequest
from korzo.groups.permissions import KEEP_GROUPS
from korzo.live.actions import revoke
from korzo.members.actions import grant, withdraw
from korzo.members.models import Member
from korzo.members.permissions import can

# Where the right comes from: what the team gave somebody by hand stays.
SOURCE = "groups"


def hold_group(pk: int) -> Group:
    """One change at a time, so that nobody comes into a group that is just being closed."""
    return Group.objects.select_for_update(no_key=True).get(pk=pk)


def put_in(group: Group, member: Member, *, at: datetime) -> bool:
    """Row and right together. Whether they were not in it yet."""
    _row, came = GroupMember.objects.get_or_create(group=group, member=member, defaults={"joined_at": at})
    if came:
        grant(member.pk, key=group.key, source=SOURCE)
    GroupRequest.objects.filter(group=group, member=member).delete()
    return came


def take_out(group: Group, member: Member) -> bool:
    """Row and right together. Whether they were in it."""
    gone, _by_model = GroupMember.objects.filter(group=group, member=member).delete()
    withdraw(member.pk, key=group.key, source=SOURCE)
    # Spaces may have closed: open pages hear of them no longer.
    revoke(f"member:{member.pk}")
    return bool(gone)


def tell(
    kind: type[GroupKind],
    group: Group,
    *,
    actor: Member,
    at: datetime,
    member: Member | None = None,
    backfilled: bool = False,
) -> None:
    of_team = can(actor, KEEP_GROUPS) and (member is None or member.pk != actor.pk)
    record(
        kind(group_id=group.pk),
        actor_id=actor.pk,
        actor_kind=Activity.ActorKind.STAFF if of_team else Activity.ActorKind.MEMBER,
        member_id=member.pk if member else None,
        occurred_at=at,
        backfilled=backfilled,
    )
