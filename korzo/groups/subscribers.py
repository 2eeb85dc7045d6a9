"""What groups do when something happens below."""

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.groups.actions import forget_member
from korzo.members.activities import MemberErased


@bookkeeper(MemberErased, history=True)
def forget_group_member(activity: Activity) -> None:
    forget_member(loaded(activity, MemberErased).of_member_id)
