"""Who may do what in the talk: the sentence for a person, and the rows for a list, side by side."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from korzo.discussions.models import Post, Space, Topic, TopicQuerySet
from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.members.permissions import Person, ability, can, check_signed_in
from korzo.members.queries import by_ids

OPEN_SPACES = ability("discussions.open_spaces", Member.Role.STAFF)
MODERATE = ability("discussions.moderate", Member.Role.MODERATOR, Member.Role.STAFF)
EDIT_ANY = ability("discussions.edit_any", Member.Role.STAFF)
ACCEPT_ANY = ability("discussions.accept_any", Member.Role.STAFF)

# After that a text belongs to the talk that answered it; the team can still correct it.
EDIT_WINDOW = timedelta(days=30)
# Somebody new gets less time, because a quiet rewrite is the oldest trick of spam.
EDIT_WINDOW_OF_NEWCOMER = timedelta(hours=24)
NEWCOMER_FOR = timedelta(hours=24)

_RANK = {role: rank for rank, role in enumerate(Member.Role)}


def is_newcomer(member: Member, at: datetime) -> bool:
    return not member.is_staff and member.joined_at > at - NEWCOMER_FOR


def visible_to(person: Person) -> TopicQuerySet:
    """Topics that this person may read. Moderators also see those whose first post was removed."""
    return Topic.objects.all() if can(person, MODERATE) else Topic.objects.standing()


def posts_visible_to(person: Person) -> QuerySet[Post]:
    """Posts in such topics. Asked by a join: a list of all topics that one may read would be made anew each time."""
    return Post.objects.all() if can(person, MODERATE) else Post.objects.filter(topic__is_standing=True)


def may_see(person: Person, topic: Topic) -> bool:
    return visible_to(person).filter(pk=topic.pk).exists()


def check_see(person: Person, topic: Topic) -> None:
    if not may_see(person, topic):
        raise Refused(_("This topic is no longer here."))


def check_start(person: Person, space: Space) -> Member:
    member = check_signed_in(person)
    if _RANK[Member.Role(member.role)] < _RANK[Member.Role(space.start_role)]:
        raise Refused(_("Only the team begins topics in this space. You are welcome to reply."))
    return member


def can_start(person: Person, space: Space) -> bool:
    return person is not None and _allows(check_start, person, space)


def check_reply(person: Person, topic: Topic) -> Member:
    member = check_signed_in(person)
    check_see(member, topic)
    return member


def check_edit(person: Person, post: Post, at: datetime) -> Member:
    member = check_signed_in(person)
    if is_removed(post):
        raise Refused(_("This post was taken away and cannot be changed."))
    if can(member, EDIT_ANY):
        return member
    if post.author_id != member.pk:
        raise Refused(_("Only the person who wrote this can change it."))
    if post.created_at < at - _edit_window(member, at):
        raise Refused(_("The time for changing this post is over. Please ask a moderator, or reply."))
    return member


def can_edit(person: Person, post: Post, at: datetime) -> bool:
    return _allows(check_edit, person, post, at)


def _edit_window(member: Member, at: datetime) -> timedelta:
    return EDIT_WINDOW_OF_NEWCOMER if is_newcomer(member, at) else EDIT_WINDOW


def check_remove(person: Person, post: Post) -> Member:
    member = check_signed_in(person)
    if can(member, MODERATE):
        return member
    if post.author_id != member.pk:
        raise Refused(_("Only its author or a moderator can take this post away."))
    if post.opens_topic and post.topic.reply_count:
        raise Refused(_("Others have replied already, so this topic stays. A moderator can help you."))
    if is_accepted(post):
        raise Refused(_("This answer was accepted and helps others. A moderator can help you."))
    return member


def can_remove(person: Person, post: Post) -> bool:
    return not is_removed(post) and _allows(check_remove, person, post)


def check_accept(person: Person, post: Post) -> Member:
    member = check_signed_in(person)
    if not post.topic.is_question:
        raise Refused(_("Only a question has accepted answers."))
    if post.opens_topic:
        raise Refused(_("The question itself cannot be its answer."))
    if is_removed(post):
        raise Refused(_("This answer was taken away."))
    if post.topic.author_id != member.pk and not can(member, ACCEPT_ANY):
        raise Refused(_("Only the person who asked, or the team, can accept an answer."))
    return member


def can_accept(person: Person, post: Post) -> bool:
    return _allows(check_accept, person, post)


def acts_everywhere(member: Member) -> bool:
    """Whether this member may do something with others' posts. Everybody else has rights in their own topics alone."""
    return can(member, MODERATE) or can(member, EDIT_ANY) or can(member, ACCEPT_ANY)


def may_hear_topic(member_id: int | None, topic_id: int) -> bool:
    """For the live channel of a topic: whoever may read it."""
    person = by_ids({member_id}).get(member_id) if member_id is not None else None
    return visible_to(person).filter(pk=topic_id).exists()


def may_hear_space(_member_id: int | None, space_id: int) -> bool:
    """All spaces are open to read."""
    return Space.objects.filter(pk=space_id).exists()


def may_hear_talk(_member_id: int | None, number: int) -> bool:
    return number == 0


def is_removed(post: Post) -> bool:
    return hasattr(post, "removal")


def is_accepted(post: Post) -> bool:
    return hasattr(post, "acceptance")


def _allows(check: Callable[..., Member], *args: object) -> bool:
    """The same rule as the refusal, asked as a question."""
    try:
        check(*args)
    except Refused:
        return False
    return True
