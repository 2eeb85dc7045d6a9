"""What may be done with one post."""

from datetime import datetime

from django.utils.translation import gettext as _

from korzo.discussions.models import Post
from korzo.discussions.permissions.abilities import ACCEPT_ANY, EDIT_ANY, MODERATE
from korzo.discussions.permissions.spaces import allows
from korzo.discussions.permissions.topics import is_closed
from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.members.permissions import Person, can, check_signed_in
from korzo.moderation.queries.newcomers import is_too_old_to_edit


def is_removed(post: Post) -> bool:
    return hasattr(post, "removal")


def is_held(post: Post) -> bool:
    return hasattr(post, "hold")


def is_accepted(post: Post) -> bool:
    return hasattr(post, "acceptance")


def check_edit(person: Person, post: Post, at: datetime) -> Member:
    member = check_signed_in(person)
    if is_removed(post):
        raise Refused(_("This post was taken away and cannot be changed."))
    if can(member, EDIT_ANY):
        return member
    if post.author_id != member.pk:
        raise Refused(_("Only the person who wrote this can change it."))
    if is_held(post):
        raise Refused(_("This post waits for the team. You can change it once they have looked at it."))
    if is_closed(post.topic):
        raise Refused(_("This talk is closed. You can still read it."))
    if is_too_old_to_edit(member, post.created_at, at):
        raise Refused(_("The time for changing this post is over. Please ask a moderator, or reply."))
    return member


def can_edit(person: Person, post: Post, at: datetime) -> bool:
    return allows(check_edit, person, post, at)


def check_remove(person: Person, post: Post) -> Member:
    member = check_signed_in(person)
    if is_held(post):
        raise Refused(_("This post waits for the team, and nobody else reads it."))
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
    return not is_removed(post) and allows(check_remove, person, post)


def check_moderate(person: Person) -> Member:
    member = check_signed_in(person)
    if not can(member, MODERATE):
        raise Refused(_("Only moderators and the team can do that."))
    return member


def check_accept(person: Person, post: Post) -> Member:
    member = check_signed_in(person)
    if not post.topic.is_question:
        raise Refused(_("Only a question has accepted answers."))
    if post.opens_topic:
        raise Refused(_("The question itself cannot be its answer."))
    if is_removed(post):
        raise Refused(_("This answer was taken away."))
    if is_held(post):
        raise Refused(_("This answer waits for the team, and nobody else reads it."))
    if post.topic.author_id != member.pk and not can(member, ACCEPT_ANY):
        raise Refused(_("Only the person who asked, or the team, can accept an answer."))
    return member


def can_accept(person: Person, post: Post) -> bool:
    return allows(check_accept, person, post)


def acts_everywhere(member: Member) -> bool:
    """Whether this member may do something with others' posts. Everybody else has rights in their own topics alone."""
    return can(member, MODERATE) or can(member, EDIT_ANY) or can(member, ACCEPT_ANY)
