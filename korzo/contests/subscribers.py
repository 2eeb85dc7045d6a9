"""What contests do when something happens below."""

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.contests.actions import forget_member
from korzo.members.activities import MemberErased


@bookkeeper(MemberErased, history=True)
def forget_party(activity: Activity) -> None:
    forget_member(loaded(activity, MemberErased).of_member_id)
