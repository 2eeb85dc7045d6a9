"""Who may do what with a question besides answering it."""

from django.utils.translation import gettext as _

from korzo.discussions.models import Topic
from korzo.discussions.permissions.abilities import ACCEPT_ANY, LOOK_AFTER_QUESTIONS
from korzo.discussions.permissions.topics import check_see
from korzo.kit.errors import FieldRefused, Refused
from korzo.members.models import Member
from korzo.members.permissions import Person, can, check_can, check_signed_in


def check_question(person: Person, topic: Topic) -> Member:
    """Signed in, before a question that stands and that they may read."""
    member = check_signed_in(person)
    check_see(member, topic)
    if not topic.is_question:
        raise Refused(_("Only a question can do that."))
    if not topic.is_standing:
        raise Refused(_("This topic is not open yet. Please come back a little later."))
    return member


def check_ask_too(person: Person, topic: Topic) -> Member:
    member = check_question(person, topic)
    if topic.author_id == member.pk:
        raise Refused(_("This question is yours already."))
    return member


def check_settle(person: Person, topic: Topic) -> Member:
    """Say that it was asked before, or that it was not: whoever asked, and the team."""
    member = check_question(person, topic)
    if topic.author_id != member.pk and not can(member, ACCEPT_ANY):
        raise Refused(_("Only the person who asked, or the team, can say so."))
    return member


def can_settle(person: Person, author_id: int | None) -> bool:
    return person is not None and (author_id == person.pk or can(person, ACCEPT_ANY))


def check_withdraw(person: Person, topic: Topic) -> Member:
    member = check_question(person, topic)
    if topic.author_id != member.pk:
        raise Refused(_("Only the person who asked can take the question back."))
    return member


def check_same(topic: Topic, of: Topic) -> None:
    """Whether a question may lead to another. All who read the one must be able to read the other."""
    if topic.pk == of.pk:
        raise FieldRefused("of", _("That is this question itself."))
    if not of.is_question:
        raise FieldRefused("of", _("That is not a question. Please choose one."))
    if not leads_on(topic, of):
        raise FieldRefused("of", _("Not everybody who reads this can read that question. Please choose another."))


def leads_on(topic: Topic, of: Topic) -> bool:
    """Asked each time it is shown: spaces close, and questions are taken away. Both come with their spaces."""
    return of.is_standing and (of.space.is_public or of.space_id == topic.space_id)


def check_look_after(person: Person) -> Member:
    member = check_signed_in(person)
    check_can(member, LOOK_AFTER_QUESTIONS)
    return member
