"""Who sees, joins, keeps and mentions a group: the sentence for a person, and the rows for a list, side by side."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from korzo.groups.models import Group, GroupMember, GroupRequest
from korzo.kit.errors import FieldRefused, Refused
from korzo.kit.formats import spoken
from korzo.members.models import Member
from korzo.members.permissions import Person, ability, can, check_can, check_signed_in

# More people than this at once is a letter to all, for which the team answers; as Discourse.
TOLD_BY_MENTION_MAX = 100
# After a no somebody may ask again: people and reasons change within a month.
ASK_AGAIN_AFTER = timedelta(days=30)

KEEP_GROUPS = ability("groups.keep", Member.Role.STAFF)


def visible_to(person: Person) -> QuerySet[Group]:
    """Groups are shown among members: who belongs to what is not for passers-by."""
    if person is None or not person.is_active:
        return Group.objects.none()
    return Group.objects.filter(ended_at__isnull=True)


def is_in(person: Person, group: Group) -> bool:
    return person is not None and GroupMember.objects.filter(group=group, member=person).exists()


def is_keeper(person: Person, group: Group) -> bool:
    if person is None:
        return False
    return GroupMember.objects.filter(group=group, member=person, keeper_since__isnull=False).exists()


def may_keep(person: Person, group: Group) -> bool:
    return can(person, KEEP_GROUPS) or is_keeper(person, group)


def check_keep(person: Person, group: Group) -> Member:
    member = check_signed_in(person)
    if not may_keep(member, group):
        raise Refused(_("Only the keepers of this group and the team can do that."))
    _check_stands(group)
    return member


def check_team(person: Person) -> Member:
    """Opening and ending a group, its handle, who may mention it and who keeps it: rights hang on these."""
    member = check_signed_in(person)
    check_can(member, KEEP_GROUPS)
    return member


def check_join(person: Person, group: Group) -> Member:
    member = check_signed_in(person)
    _check_stands(group)
    if group.entry == Group.Entry.REQUEST:
        raise Refused(_("Please ask to come in; a keeper of the group or the team answers."))
    if group.entry == Group.Entry.CLOSED:
        raise Refused(_("Only a keeper of the group or the team adds people here."))
    return member


def check_ask(person: Person, group: Group, at: datetime) -> Member:
    member = check_signed_in(person)
    _check_stands(group)
    if group.entry != Group.Entry.REQUEST:
        raise Refused(_("Nobody has to ask here."))
    if is_in(member, group):
        raise Refused(_("You are in this group already."))
    lately = Q(declined_at__gt=at - ASK_AGAIN_AFTER)
    if GroupRequest.objects.filter(lately, group=group, member=member).exists():
        raise Refused(_("You had an answer not long ago. You can ask again a month after it."))
    return member


def check_add(group: Group, member: Member) -> None:
    if not member.is_active or member.erased_at is not None:
        raise FieldRefused("handle", _("Nobody here has this name."))
    if is_in(member, group):
        raise FieldRefused("handle", _("They are in the group already."))


def _check_stands(group: Group) -> None:
    if group.ended_at is not None:
        raise Refused(_("This group is no more."))


def mentionable_by(person: Person) -> QuerySet[Group]:
    """Groups that this person may call by their handle."""
    groups = visible_to(person)
    if can(person, KEEP_GROUPS):
        return groups.exclude(mentioned_by=Group.MentionedBy.NOBODY)
    of_mine = Q(Exists(GroupMember.objects.filter(group=OuterRef("pk"), member=person)))
    by_group = Q(mentioned_by=Group.MentionedBy.GROUP) & of_mine
    return groups.filter(Q(mentioned_by=Group.MentionedBy.MEMBERS) | by_group)


def fits_mention(person: Person, people: int) -> bool:
    """Whoever answers for the house may call more people at once."""
    return people <= TOLD_BY_MENTION_MAX or can(person, KEEP_GROUPS)


def check_size(person: Person, group: Group, people: int) -> None:
    """Of one that they may mention."""
    if not fits_mention(person, people):
        words = _(
            "@%(handle)s has %(people)s people, and more than %(most)s at once are called by the team alone."
            " Please leave out the @, and nobody is told."
        )
        counts = {"people": spoken(people), "most": spoken(TOLD_BY_MENTION_MAX)}
        raise FieldRefused("body", words % {"handle": group.handle, **counts})
