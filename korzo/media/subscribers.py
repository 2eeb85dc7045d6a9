"""What this room does when something happens below it."""

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.media import actions
from korzo.members.activities import MemberErased


@bookkeeper(MemberErased, history=True)
def forget_pictures_of_erased(activity: Activity) -> None:
    actions.forget_pictures_of(loaded(activity, MemberErased).of_member_id)
