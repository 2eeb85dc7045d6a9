"""What writing does when something happens below."""

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.members.activities import MemberErased
from korzo.writing.actions import forget_member


@bookkeeper(MemberErased)
def forget_words_of_erased(activity: Activity) -> None:
    forget_member(loaded(activity, MemberErased).of_member_id)
