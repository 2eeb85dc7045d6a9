"""What this room does when something happens."""

from korzo.activity.actions import erase_member
from korzo.activity.activities import bookkeeper
from korzo.activity.models import Activity
from korzo.members.activities import MemberErased


@bookkeeper(MemberErased)
def blank_the_log(activity: Activity) -> None:
    """The log below cannot subscribe to a kind above it, so we carry the word down."""
    if activity.member_id is not None:
        erase_member(activity.member_id)
