"""A person left. The right went with all their rights."""

from korzo.groups.models import GroupMember, GroupRequest


def forget_member(member_id: int) -> None:
    GroupMember.objects.filter(member_id=member_id).delete()
    GroupRequest.objects.filter(member_id=member_id).delete()
