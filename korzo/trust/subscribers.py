"""What counts for trust is looked at when it happens; what is only read, by the rounds."""

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.discussions.activities import AnswerAccepted, ReplyPosted
from korzo.members.activities import MemberErased
from korzo.reactions.activities import ReactionGiven
from korzo.shop.activities import CustomerLinked
from korzo.trust.actions import forget_member, recount_soon


@bookkeeper(ReplyPosted)
def count_reply(activity: Activity) -> None:
    recount_soon(activity.actor_id, at=activity.occurred_at)


@bookkeeper(ReactionGiven)
def count_reaction(activity: Activity) -> None:
    # Always in one order, so that two who like each other do not wait for each other.
    for member_id in sorted(pk for pk in (activity.actor_id, activity.member_id) if pk is not None):
        recount_soon(member_id, at=activity.occurred_at)


@bookkeeper(AnswerAccepted)
def count_answer(activity: Activity) -> None:
    recount_soon(activity.member_id, at=activity.occurred_at, is_urgent=True)


@bookkeeper(CustomerLinked)
def count_purchase(activity: Activity) -> None:
    recount_soon(loaded(activity, CustomerLinked).of_member_id, at=activity.occurred_at, is_urgent=True)


@bookkeeper(MemberErased, history=True)
def forget_trust(activity: Activity) -> None:
    forget_member(loaded(activity, MemberErased).of_member_id)
