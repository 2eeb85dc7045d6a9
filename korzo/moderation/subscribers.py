"""What this room does when something happens below it."""

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.members.activities import MemberErased
from korzo.moderation.actions.forget_member import forget_member
from korzo.moderation.actions.forget_spam import forget_traces_of


@bookkeeper(MemberErased, history=True)
def forget_in_moderation(activity: Activity) -> None:
    forget_member(loaded(activity, MemberErased).of_member_id)


@bookkeeper(MemberErased, history=True)
def forget_in_spam_checks(activity: Activity) -> None:
    forget_traces_of(loaded(activity, MemberErased).of_member_id)
