"""What the talk does when something happens, below and here."""

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.discussions import tasks
from korzo.discussions.actions import forget_member
from korzo.discussions.activities import IdeaStateChanged
from korzo.jobs.actions import enqueue_on_commit
from korzo.members.activities import MemberErased


@bookkeeper(MemberErased, history=True)
def forget_author(activity: Activity) -> None:
    forget_member(loaded(activity, MemberErased).of_member_id)


@bookkeeper(IdeaStateChanged)
def tell_voters(activity: Activity) -> None:
    enqueue_on_commit(tasks.tell_voters, loaded(activity, IdeaStateChanged).change_id)
