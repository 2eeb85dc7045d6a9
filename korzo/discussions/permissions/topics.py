"""Who may read a topic, write in it and look after it."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from korzo.discussions.models import OPEN_STATES, Post, Topic, TopicQuerySet
from korzo.discussions.permissions.abilities import DECIDE_IDEAS, MODERATE
from korzo.discussions.permissions.spaces import allows, check_reply_here, closed_to
from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.members.permissions import Person, can, check_signed_in


def visible_to(person: Person) -> TopicQuerySet:
    """Topics that this person may find. Moderators also see what does not stand: removed, held back, planned."""
    topics = Topic.objects.exclude(space__in=closed_to(person))
    return topics.filter(merge__isnull=True) if can(person, MODERATE) else topics.standing()


def readable_by(person: Person) -> TopicQuerySet:
    """The same, and what of their own waits. For one topic at a time: the list of all of them would not be quick."""
    if person is None or can(person, MODERATE):
        return visible_to(person)
    own = Q(author=person, merge__isnull=True) & (Q(first_post__hold__isnull=False) | Q(schedule__isnull=False))
    return Topic.objects.exclude(space__in=closed_to(person)).filter(Q(is_standing=True) | own)


def posts_visible_to(person: Person) -> QuerySet[Post]:
    """Posts in such topics. Asked by a join: a list of all topics that one may read would be made anew each time."""
    posts = Post.objects.exclude(topic__space__in=closed_to(person))
    if can(person, MODERATE):
        return posts
    return posts.filter(topic__is_standing=True, hold__isnull=True)


def own_posts(person: Member) -> QuerySet[Post]:
    """What a person wrote, also where nobody else reads it yet, in topics that they may open."""
    own = Q(topic__is_standing=True) | Q(hold__isnull=False) | Q(topic__schedule__isnull=False)
    return Post.objects.exclude(topic__space__in=closed_to(person)).filter(own, author=person)


def may_see(person: Person, topic: Topic) -> bool:
    return readable_by(person).filter(pk=topic.pk).exists()


def check_see(person: Person, topic: Topic) -> None:
    if not may_see(person, topic):
        raise Refused(_("This topic is no longer here."))


def is_closed(topic: Topic) -> bool:
    return hasattr(topic, "closure")


def check_reply(person: Person, topic: Topic) -> Member:
    member = check_signed_in(person)
    check_see(member, topic)
    is_open = topic.is_standing
    return check_reply_in(member, is_open=is_open, is_closed=is_closed(topic), reply_key=topic.space.reply_key)


def check_reply_in(person: Person, *, is_open: bool, is_closed: bool, reply_key: str) -> Member:
    """For a topic that the person may read. The team may add a last word to what it closed."""
    member = check_signed_in(person)
    if not is_open:
        raise Refused(_("This topic is not open yet. Please come back a little later."))
    if is_closed and not can(member, MODERATE):
        raise Refused(_("This talk is closed. You can still read it."))
    return check_reply_here(member, reply_key)


def check_care(person: Person, topic: Topic) -> Member:
    """Close, pin, feature, move, join, split, publish later."""
    member = check_signed_in(person)
    if not can(member, MODERATE):
        raise Refused(_("Only moderators and the team look after topics."))
    check_see(member, topic)
    return member


def can_care(person: Person) -> bool:
    return can(person, MODERATE)


def check_tag(person: Person, topic: Topic) -> Member:
    member = check_signed_in(person)
    check_see(member, topic)
    if topic.author_id != member.pk and not can(member, MODERATE):
        raise Refused(_("Only the person who began this topic, or a moderator, can change its tags."))
    return member


def can_tag(person: Person, author_id: int | None) -> bool:
    return person is not None and (author_id == person.pk or can(person, MODERATE))


def check_vote(person: Person, topic: Topic) -> Member:
    """Whoever may write here may want something here."""
    member = check_signed_in(person)
    check_see(member, topic)
    if not topic.is_idea:
        raise Refused(_("Only ideas have votes."))
    if not topic.is_standing or topic.idea_state not in OPEN_STATES:
        raise Refused(_("Votes for this idea are closed."))
    return check_reply_here(member, topic.space.reply_key)


def check_decide(person: Person, topic: Topic) -> Member:
    """Say what becomes of an idea."""
    member = check_signed_in(person)
    if not can(member, DECIDE_IDEAS):
        raise Refused(_("The team decides what becomes of an idea."))
    check_see(member, topic)
    if not topic.is_idea:
        raise Refused(_("Only an idea has a state."))
    return member


def can_decide(person: Person, topic: Topic) -> bool:
    return allows(check_decide, person, topic)
