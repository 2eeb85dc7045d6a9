"""What the talk does when something happens, below and here."""

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.discussions import tasks
from korzo.discussions.actions import forget_member, plan_reminder, weigh_post
from korzo.discussions.activities import AnswerAccepted, DuplicateConfirmed, IdeaStateChanged, ReplyPosted
from korzo.jobs.actions import enqueue_on_commit
from korzo.members.activities import MemberErased
from korzo.reactions.activities import ReactionGiven, ReactionKind, ReactionWithdrawn
from korzo.reactions.models import Reaction


@bookkeeper(MemberErased, history=True)
def forget_author(activity: Activity) -> None:
    forget_member(loaded(activity, MemberErased).of_member_id)


@bookkeeper(IdeaStateChanged)
def tell_voters(activity: Activity) -> None:
    enqueue_on_commit(tasks.tell_voters, loaded(activity, IdeaStateChanged).change_id)


@bookkeeper(ReactionGiven, ReactionWithdrawn, history=True)
def weigh_helpful(activity: Activity) -> None:
    """The vote on an answer: answers stand in the order of their votes."""
    reaction = loaded(activity, ReactionKind)
    if reaction.of_label == "discussions.post" and reaction.emoji == Reaction.Emoji.HELPFUL:
        weigh_post(reaction.of_id)


@bookkeeper(MemberErased, history=True)
def weigh_without_member(_activity: Activity) -> None:
    """Their votes go, and the reactions say of none which they were."""
    enqueue_on_commit(tasks.weigh_all)


@bookkeeper(ReplyPosted)
def plan_question_to_asker(activity: Activity) -> None:
    """The member concerned began the topic."""
    reply = loaded(activity, ReplyPosted)
    if reply.is_answer and activity.member_id is not None and activity.actor_id != activity.member_id:
        plan_reminder(reply.topic_id, at=activity.occurred_at)


@bookkeeper(AnswerAccepted)
def tell_who_waits(activity: Activity) -> None:
    enqueue_on_commit(tasks.tell_solved, loaded(activity, AnswerAccepted).topic_id)


@bookkeeper(DuplicateConfirmed)
def tell_who_came_later(activity: Activity) -> None:
    """What they wait for may be there already."""
    enqueue_on_commit(tasks.tell_solved, loaded(activity, DuplicateConfirmed).of_topic_id)
