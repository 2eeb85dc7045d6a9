"""What this room does when something happens here or below."""

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.comments import actions, tasks
from korzo.comments.activities import CommentPosted
from korzo.jobs.actions import enqueue_on_commit
from korzo.members.activities import MailConfirmed, MemberErased
from korzo.members.queries import by_ids


@bookkeeper(CommentPosted)
def tell_those_who_follow(activity: Activity) -> None:
    """A handful at once; a crowd goes on in jobs."""
    comment_id = loaded(activity, CommentPosted).comment_id
    last = actions.tell_followers(comment_id)
    if last:
        enqueue_on_commit(tasks.tell_more_followers, comment_id, last)


@bookkeeper(MailConfirmed)
def offer_to_member(activity: Activity) -> None:
    """What was written with this address before stays a guest's until they say otherwise."""
    member_id = loaded(activity, MailConfirmed).of_member_id
    member = by_ids({member_id}).get(member_id)
    if member is not None:
        actions.offer_comments(member, key=str(activity.pk), at=activity.occurred_at)


@bookkeeper(MemberErased, history=True)
def forget_commenter(activity: Activity) -> None:
    actions.forget_member(loaded(activity, MemberErased).of_member_id)
