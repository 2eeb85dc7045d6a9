"""What polls do when something happens below."""

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.members.activities import MemberErased
from korzo.polls.actions import forget_member


@bookkeeper(MemberErased)
def forget_voter(activity: Activity) -> None:
    forget_member(loaded(activity, MemberErased).of_member_id)
