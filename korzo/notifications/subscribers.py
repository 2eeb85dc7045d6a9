"""Which facts are news, and for whom: each hears of one post once, for the strongest reason.

A mention is stronger than a reply, a reply than a quote, a quote than that one's group is called, and each of them than
that one follows the place.
"""

import re
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from korzo.activity import activities as spine
from korzo.activity.activities import bookkeeper, loaded
from korzo.activity.models import Activity
from korzo.discussions.activities import (
    AnswerAcceptanceWithdrawn,
    AnswerAccepted,
    GroupMentioned,
    MemberMentioned,
    PostRemoved,
    ReplyPosted,
    TopicStarted,
)
from korzo.discussions.models import Mention, Post, Topic
from korzo.discussions.permissions import posts_visible_to
from korzo.members.activities import MemberErased
from korzo.members.models import Member
from korzo.notifications import kinds
from korzo.notifications.actions import (
    News,
    forget_member,
    notify,
    take_back,
    take_back_reaction,
    tell_group,
    tell_in_own_words,
    tell_of_reaction,
    tell_several,
    tell_watchers,
)
from korzo.notifications.actions.groups import called_by
from korzo.notifications.actions.watchers import BEGINNINGS, WHOLE
from korzo.notifications.kinds import named_by, tells_itself
from korzo.reactions.activities import ReactionGiven, ReactionWithdrawn
from korzo.reactions.models import Follow
from korzo.reactions.queries import known_subject

# As the writing room keeps it: which post, and which version of it.
QUOTE = re.compile(r'data-ref="quote:post:(\d{1,18}):\d{1,9}"')
# More people than this in one post are a list and not a quote.
QUOTED_MAX = 10


@bookkeeper(ReplyPosted)
def tell_topic_author(activity: Activity) -> None:
    """Replies in one topic are one notice until it is read. Who is named in the reply hears that, and only that."""
    reply = loaded(activity, ReplyPosted)
    if activity.member_id is not None and activity.member_id not in _mentioned(reply.post_id):
        _tell(activity, activity.member_id, activity.verb, f"replies:{reply.topic_id}")


@bookkeeper(ReplyPosted)
def tell_quoted(activity: Activity) -> None:
    reply = loaded(activity, ReplyPosted)
    for member_id in sorted(_quoted(reply.post_id) - _mentioned(reply.post_id) - {activity.member_id}):
        _tell(activity, member_id, kinds.QUOTED, f"quoted:{reply.post_id}")


@bookkeeper(ReplyPosted)
def tell_watchers_of_reply(activity: Activity) -> None:
    reply = loaded(activity, ReplyPosted)
    topic = Topic.objects.filter(pk=reply.topic_id).first()
    if topic is not None:
        told = _mentioned(reply.post_id) | _quoted(reply.post_id) | called_by(reply.post_id) | {topic.author_id or 0}
        tell_watchers(activity, topic, levels=WHOLE, without=told)


@bookkeeper(TopicStarted)
def tell_watchers_of_topic(activity: Activity) -> None:
    topic = Topic.objects.filter(pk=loaded(activity, TopicStarted).topic_id).first()
    if topic is not None:
        first = topic.first_post_id or 0
        tell_watchers(activity, topic, levels=BEGINNINGS, without=_mentioned(first) | called_by(first))


@bookkeeper(MemberMentioned)
def tell_mentioned(activity: Activity) -> None:
    if activity.member_id is not None:
        post_id = loaded(activity, MemberMentioned).post_id
        _tell(activity, activity.member_id, activity.verb, f"mention:{post_id}")


@bookkeeper(GroupMentioned)
def tell_called_group(activity: Activity) -> None:
    """Whoever is addressed by the same post for a stronger reason hears that, and only that."""
    called = loaded(activity, GroupMentioned)
    post = Post.objects.filter(pk=called.post_id).select_related("topic").first()
    if post is not None:
        answered = set() if post.opens_topic else {post.topic.author_id or 0}
        tell_group(activity, without=_mentioned(post.pk) | _quoted(post.pk) | answered)


@bookkeeper(AnswerAccepted)
def tell_answer_author(activity: Activity) -> None:
    if activity.member_id is not None:
        post_id = loaded(activity, AnswerAccepted).post_id
        _tell(activity, activity.member_id, activity.verb, f"accepted:{post_id}")


def _tell(activity: Activity, member_id: int, kind: str, key: str) -> None:
    """Somebody who is addressed: unless they shut this topic out, or cannot see the post."""
    about = activity.kind
    topic_id, post_id = getattr(about, "topic_id", 0), getattr(about, "post_id", 0)
    muted = Follow.objects.filter(
        member_id=member_id, subject_label="discussions.topic", subject_id=topic_id, level=Follow.Level.MUTED
    )
    member = Member.objects.filter(pk=member_id).first()
    if member is None or muted.exists() or not posts_visible_to(member).filter(pk=post_id).exists():
        return
    notify(News(member_id, kind, key, about.link(), {"topic_id": topic_id, "post_id": post_id}), cause=activity)


def _mentioned(post_id: int) -> set[int]:
    return set(Mention.objects.filter(post=post_id).values_list("member_id", flat=True))


def _quoted(post_id: int) -> set[int]:
    html = Post.objects.filter(pk=post_id).values_list("html", flat=True).first() or ""
    quoted = list(dict.fromkeys(int(pk) for pk in QUOTE.findall(html)))[:QUOTED_MAX]
    if not quoted:
        return set()
    authors = Post.objects.filter(pk__in=quoted, author__isnull=False)
    return {pk for pk in authors.values_list("author_id", flat=True) if pk is not None}


@bookkeeper(AnswerAcceptanceWithdrawn)
def take_back_acceptance(activity: Activity) -> None:
    if activity.member_id is not None:
        key = f"accepted:{loaded(activity, AnswerAcceptanceWithdrawn).post_id}"
        take_back(member_id=activity.member_id, key=key)


@bookkeeper(PostRemoved)
def take_back_mentions(activity: Activity) -> None:
    """Nobody is led to a post that was taken away."""
    removed = loaded(activity, PostRemoved)
    for member_id in _mentioned(removed.post_id) | called_by(removed.post_id):
        take_back(member_id=member_id, key=f"mention:{removed.post_id}")
    for member_id in _quoted(removed.post_id):
        take_back(member_id=member_id, key=f"quoted:{removed.post_id}")


@bookkeeper(ReactionGiven)
def tell_of_heart(activity: Activity) -> None:
    given = loaded(activity, ReactionGiven)
    subject, topic_id = known_subject(given.of_label), None
    link = subject.link(given.of_id) if subject else ""
    if given.of_label == "discussions.post":
        topic_id = Post.objects.filter(pk=given.of_id).values_list("topic_id", flat=True).first()
    tell_of_reaction(activity, label=given.of_label, pk=given.of_id, emoji=given.emoji, link=link, topic_id=topic_id)


@bookkeeper(ReactionWithdrawn)
def take_back_heart(activity: Activity) -> None:
    withdrawn = loaded(activity, ReactionWithdrawn)
    take_back_reaction(activity, pk=withdrawn.of_id, emoji=withdrawn.emoji)


@bookkeeper(MemberErased, history=True)
def forget_notices(activity: Activity) -> None:
    forget_member(loaded(activity, MemberErased).of_member_id)


def tell_member_concerned(activity: Activity) -> None:
    """News that its room words itself. What is about one thing is one notice until it is read."""
    several = named_by(activity.kind)
    if several is not None:
        tell_several(activity, several)
    elif activity.member_id is not None:
        tell_in_own_words(activity, [activity.member_id])


def listen_to_self_telling() -> None:
    """Called in `ready()`. Rooms get ready one after the other, so the kinds of all rooms are loaded now: none of them
    has to be named here, and none is forgotten.
    """
    for config in apps.get_app_configs():
        if config.name.startswith("korzo.") and config.module and module_has_submodule(config.module, "activities"):
            module = import_module(f"{config.name}.activities")
            spine.register(*getattr(module, "KINDS", ()))
    found = [kind for kind in spine.all_kinds() if tells_itself(kind)]
    for kind in found:
        kinds.add(kinds.from_its_own_words(kind))
    bookkeeper(*found)(tell_member_concerned)
