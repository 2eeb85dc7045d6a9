"""What this room does when something happens below it."""

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.exchange.actions.forget_member import forget_member
from korzo.members.activities import MemberErased


@bookkeeper(MemberErased, history=True)
def forget_sender(activity: Activity) -> None:
    forget_member(loaded(activity, MemberErased).of_member_id)
