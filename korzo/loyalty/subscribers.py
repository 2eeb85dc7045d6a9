"""Which facts give points, and which take them back. Stars are never asked for."""

from functools import partial

from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.discussions.activities import (
    AnswerAcceptanceWithdrawn,
    AnswerAccepted,
    PostRemoved,
    PostShownAgain,
    TopicStarted,
)
from korzo.discussions.models import Acceptance, Topic
from korzo.loyalty import actions
from korzo.loyalty.actions import Claim
from korzo.members.activities import MemberErased
from korzo.reviews.activities import (
    ReviewEdited,
    ReviewHidden,
    ReviewKind,
    ReviewPublished,
    ReviewShown,
    ReviewWithdrawn,
)
from korzo.reviews.models import Review


@bookkeeper(TopicStarted, history=True)
def reward_first_topic(activity: Activity) -> None:
    """Whoever began one before, here or in the community that they came with, begins no first one."""
    topic_id = loaded(activity, TopicStarted).topic_id
    if activity.member_id is not None and not _began_before(activity.member_id, topic_id):
        actions.award(_first_topic(activity.member_id, topic_id), cause=activity)


@bookkeeper(PostRemoved, history=True)
def take_back_first_topic(activity: Activity) -> None:
    """The first post takes its topic along; what an answer got goes with its acceptance."""
    removed = loaded(activity, PostRemoved)
    if activity.member_id is not None and removed.number == 1:
        actions.reverse(_first_topic(activity.member_id, removed.topic_id), cause=activity)


@bookkeeper(PostShownAgain, history=True)
def give_back_first_topic(activity: Activity) -> None:
    """A decision was taken back: the topic stands, and so do its points."""
    shown = loaded(activity, PostShownAgain)
    if activity.member_id is not None and shown.number == 1:
        actions.award(_first_topic(activity.member_id, shown.topic_id), cause=activity)


@bookkeeper(AnswerAccepted, history=True)
def reward_answer(activity: Activity) -> None:
    accepted = loaded(activity, AnswerAccepted)
    if activity.member_id is not None and not accepted.of_asker:
        actions.award(_answer(activity.member_id, accepted.post_id), cause=activity)


@bookkeeper(AnswerAcceptanceWithdrawn, history=True)
def take_back_answer(activity: Activity) -> None:
    if activity.member_id is not None:
        actions.reverse(
            _answer(activity.member_id, loaded(activity, AnswerAcceptanceWithdrawn).post_id), cause=activity
        )


@bookkeeper(ReviewPublished, ReviewEdited, ReviewShown, history=True)
def reward_review(activity: Activity) -> None:
    """A photo that comes later counts as well, and one that is taken out of the review takes its points along."""
    if activity.member_id is not None:
        claim = _pictured_review(activity.member_id, loaded(activity, ReviewKind).review_id)
        if actions.award(claim, cause=activity) is None:
            actions.reverse(claim, cause=activity)


@bookkeeper(ReviewWithdrawn, ReviewHidden, history=True)
def take_back_review(activity: Activity) -> None:
    if activity.member_id is not None:
        claim = _pictured_review(activity.member_id, loaded(activity, ReviewKind).review_id)
        actions.reverse(claim, cause=activity)


@bookkeeper(MemberErased, history=True)
def forget_points(activity: Activity) -> None:
    actions.forget_member(loaded(activity, MemberErased).of_member_id)


def _first_topic(member_id: int, topic_id: int) -> Claim:
    stands = partial(_topic_stands, topic_id)
    return Claim(member_id, "topic.first", TopicStarted.verb, "discussions.topic", topic_id, stands)


def _answer(member_id: int, post_id: int) -> Claim:
    stands = partial(_is_accepted, post_id)
    return Claim(member_id, "answer.accepted", AnswerAccepted.verb, "discussions.post", post_id, stands)


def _pictured_review(member_id: int, review_id: int) -> Claim:
    stands = partial(_shows_a_photo, review_id)
    return Claim(member_id, "review.pictured", ReviewPublished.verb, "reviews.review", review_id, stands)


def _began_before(member_id: int, topic_id: int) -> bool:
    begun = Topic.objects.filter(pk=topic_id).values("created_at")
    return Topic.objects.standing().filter(author=member_id, created_at__lt=begun).exclude(pk=topic_id).exists()


def _topic_stands(topic_id: int) -> bool:
    return Topic.objects.standing().filter(pk=topic_id).exists()


def _is_accepted(post_id: int) -> bool:
    return Acceptance.objects.filter(post_id=post_id).exists()


def _shows_a_photo(review_id: int) -> bool:
    return Review.objects.published().pictured().filter(pk=review_id).exists()
