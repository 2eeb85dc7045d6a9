"""What the talk does when something happens below."""

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.discussions.actions import forget_member
from korzo.members.activities import MemberErased


@bookkeeper(MemberErased, history=True)
def forget_author(activity: Activity) -> None:
    forget_member(loaded(activity, MemberErased).of_member_id)
