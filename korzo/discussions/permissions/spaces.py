"""Who may read, begin and reply in a space: the sentence for a person, and the rows for a list, side by side.

A key is empty for everybody, `role:staff` for that role and those above it, or the key of a grant. Where a grant is
asked for, moderators may come in as well, for they look after what happens there.
"""

import re
from collections.abc import Callable, Collection

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.discussions.models import EVERYONE, KEY_LENGTH_MAX, ROLE_KEY, Kind, Space
from korzo.discussions.permissions.abilities import ANNOUNCE, MODERATE
from korzo.kit.errors import FieldRefused, Refused
from korzo.kit.formats import isolated
from korzo.members.models import Grant, Member
from korzo.members.permissions import Person, can, check_signed_in
from korzo.members.queries import holders, holds

GROUP_KEY = "group:"
_RANK = {role: rank for rank, role in enumerate(Member.Role)}
_GRANT_KEY = re.compile(r"[a-z][a-z0-9_.-]*(:[a-z0-9_.-]+)+", re.ASCII)


def checked_key(field: str, key: str) -> str:
    """A typing error in a key would shut everybody out, or nobody."""
    wanted = key.strip()
    role = wanted.removeprefix(ROLE_KEY)
    if wanted == EVERYONE or (wanted.startswith(ROLE_KEY) and role in set(Member.Role)):
        return wanted
    if wanted.startswith(ROLE_KEY) or len(wanted) > KEY_LENGTH_MAX or not _GRANT_KEY.fullmatch(wanted):
        raise FieldRefused(field, _("This is no right that we know. Write it like owns:9 or trust:2."))
    return wanted


def role_keys(member: Member) -> list[str]:
    rank = _RANK[Member.Role(member.role)]
    return [f"{ROLE_KEY}{role}" for role, of_role in _RANK.items() if of_role <= rank]


def fits(person: Person, key: str) -> bool:
    """Whether this person has what the key asks for. Only a grant costs a query."""
    if key == EVERYONE:
        return True
    if person is None or not person.is_active:
        return False
    if key.startswith(ROLE_KEY):
        return key in role_keys(person)
    return can(person, MODERATE) or holds(person, key)


def closed_to(person: Person) -> QuerySet[Space]:
    """Spaces that this person may not read: few, so that lists leave them out instead of naming all others."""
    closed = Space.objects.exclude(read_key=EVERYONE)
    if person is None or not person.is_active:
        return closed
    closed = closed.exclude(read_key__in=role_keys(person))
    if can(person, MODERATE):
        return closed.filter(read_key__startswith=ROLE_KEY)
    valid = Q(until__isnull=True) | Q(until__gt=timezone.now())
    return closed.exclude(read_key__in=Grant.objects.filter(valid, member=person).values("key"))


def spaces_visible_to(person: Person) -> QuerySet[Space]:
    return Space.objects.exclude(pk__in=closed_to(person))


def may_read(person: Person, space: Space) -> bool:
    return fits(person, space.read_key)


def readers_among(space: Space, members: Collection[Member]) -> list[Member]:
    """Who of these may read the space: with one query for all of them, or none."""
    key = space.read_key
    if key == EVERYONE:
        return list(members)
    if key.startswith(ROLE_KEY):
        return [one for one in members if fits(one, key)]
    holding = holders(key, {one.pk for one in members})
    return [one for one in members if one.pk in holding or can(one, MODERATE)]


def check_start(person: Person, space: Space, kind: str = Kind.DISCUSSION) -> Member:
    member = check_signed_in(person)
    if not may_read(member, space):
        raise Refused(_("This space is not here for you."))
    if not fits(member, space.start_key):
        raise Refused(
            _refusal(space.start_key, _("Only the team begins topics in this space. You are welcome to reply."))
        )
    if kind == Kind.ANNOUNCEMENT and not can(member, ANNOUNCE):
        raise Refused(_("Announcements come from the team."))
    return member


def can_start(person: Person, space: Space) -> bool:
    return person is not None and allows(check_start, person, space)


def check_reply_here(person: Person, reply_key: str) -> Member:
    """For a topic in a space with this key; the caller has seen to it that the person may read it."""
    member = check_signed_in(person)
    if not fits(member, reply_key):
        raise Refused(_refusal(reply_key, _("Only the team writes here.")))
    return member


def _refusal(key: str, of_team: str) -> str:
    if key.startswith(ROLE_KEY):
        return of_team
    if key.startswith("owns:"):
        return _("Those who own the product write here. Link your purchase, and you can join in.")
    if key.startswith("trust:"):
        return _("Members who have been here for a while write here. Keep reading, and the door opens by itself.")
    if key.startswith(GROUP_KEY):
        words = _("The group @%(handle)s writes here. You find it under Groups.")
        return words % {"handle": isolated(key.removeprefix(GROUP_KEY))}
    return _("Only members with a certain right write here.")


def allows(check: Callable[..., object], *args: object) -> bool:
    """The same rule as the refusal, asked as a question."""
    try:
        check(*args)
    except Refused:
        return False
    return True
