"""What this room does when something happens below it."""

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.attention.actions import forget_member
from korzo.members.activities import MemberErased


@bookkeeper(MemberErased, history=True)
def forget_contacts(activity: Activity) -> None:
    forget_member(loaded(activity, MemberErased).of_member_id)
