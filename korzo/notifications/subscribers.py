"""Which facts are news, and for whom."""

from django.urls import reverse

from korzo.activity import activities as spine
from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.discussions.activities import (
    AnswerAcceptanceWithdrawn,
    AnswerAccepted,
    MemberMentioned,
    PostRemoved,
    ReplyPosted,
)
from korzo.discussions.models import Mention, Post
from korzo.members.activities import MemberErased
from korzo.notifications import kinds
from korzo.notifications.actions import News, forget_member, notify, take_back
from korzo.notifications.kinds import tells_itself
from korzo.reactions.activities import ReactionGiven, ReactionWithdrawn
from korzo.reviews import activities as reviews


@bookkeeper(ReplyPosted)
def tell_topic_author(activity: Activity) -> None:
    """Replies in one topic are one notice until it is read. Who is named in the reply hears that, and only that."""
    reply = loaded(activity, ReplyPosted)
    if activity.member_id is None or Mention.objects.filter(post=reply.post_id, member=activity.member_id).exists():
        return
    params = {"topic_id": reply.topic_id, "post_id": reply.post_id}
    news = News(activity.member_id, activity.verb, f"replies:{reply.topic_id}", reply.link(), params)
    notify(news, cause=activity)


@bookkeeper(MemberMentioned)
def tell_mentioned(activity: Activity) -> None:
    mention = loaded(activity, MemberMentioned)
    if activity.member_id is not None:
        params = {"topic_id": mention.topic_id, "post_id": mention.post_id}
        news = News(activity.member_id, activity.verb, f"mention:{mention.post_id}", mention.link(), params)
        notify(news, cause=activity)


@bookkeeper(AnswerAccepted)
def tell_answer_author(activity: Activity) -> None:
    accepted = loaded(activity, AnswerAccepted)
    if activity.member_id is not None:
        params = {"topic_id": accepted.topic_id, "post_id": accepted.post_id}
        news = News(activity.member_id, activity.verb, f"accepted:{accepted.post_id}", accepted.link(), params)
        notify(news, cause=activity)


@bookkeeper(AnswerAcceptanceWithdrawn)
def take_back_acceptance(activity: Activity) -> None:
    if activity.member_id is not None:
        key = f"accepted:{loaded(activity, AnswerAcceptanceWithdrawn).post_id}"
        take_back(member_id=activity.member_id, key=key)


@bookkeeper(PostRemoved)
def take_back_mentions(activity: Activity) -> None:
    """Nobody is led to a post that was taken away."""
    removed = loaded(activity, PostRemoved)
    for mention in Mention.objects.filter(post=removed.post_id):
        take_back(member_id=mention.member_id, key=f"mention:{removed.post_id}")


@bookkeeper(ReactionGiven)
def tell_of_heart(activity: Activity) -> None:
    given = loaded(activity, ReactionGiven)
    if activity.member_id is None:
        return
    key = f"hearts:{given.of_label}:{given.of_id}"
    if given.of_label != "discussions.post":
        notify(News(activity.member_id, activity.verb, key, "", {}), cause=activity)
        return
    link = reverse("discussions:post", args=[given.of_id])
    topic_id = Post.objects.filter(pk=given.of_id).values_list("topic_id", flat=True).first()
    params = {"post_id": given.of_id} | ({"topic_id": topic_id} if topic_id else {})
    notify(News(activity.member_id, activity.verb, key, link, params), cause=activity)


@bookkeeper(ReactionWithdrawn)
def take_back_heart(activity: Activity) -> None:
    withdrawn = loaded(activity, ReactionWithdrawn)
    if activity.member_id is not None and activity.actor_id is not None:
        key = f"hearts:{withdrawn.of_label}:{withdrawn.of_id}"
        take_back(member_id=activity.member_id, key=key, actor_id=activity.actor_id)


@bookkeeper(MemberErased, history=True)
def forget_notices(activity: Activity) -> None:
    forget_member(loaded(activity, MemberErased).of_member_id)


def tell_member_concerned(activity: Activity) -> None:
    """News that its room words itself. What is about one thing is one notice until it is read."""
    if activity.member_id is None:
        return
    kind = activity.kind
    subject = kind.subject() or ("activity", activity.pk)
    key = f"{activity.verb}:{subject[0]}:{subject[1]}"
    notify(News(activity.member_id, activity.verb, key, kind.link(), {}), cause=activity)


def listen_to_self_telling() -> None:
    """Called in `ready()`. Loyalty and the rooms above us are listed before us, so their kinds are registered by then;
    those of rooms below are not yet, so they are named.
    """
    known = dict.fromkeys([*spine.all_kinds(), *reviews.KINDS])
    found = [kind for kind in known if tells_itself(kind)]
    for kind in found:
        kinds.add(kinds.from_its_own_words(kind))
    bookkeeper(*found)(tell_member_concerned)
