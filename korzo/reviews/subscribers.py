"""What this room does when something happens below it."""

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.members.activities import MemberErased
from korzo.reviews import actions


@bookkeeper(MemberErased, history=True)
def forget_reviewer(activity: Activity) -> None:
    actions.forget_member(loaded(activity, MemberErased).of_member_id)
