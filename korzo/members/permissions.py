"""Who may do what. An ability is a name with the roles that have it; rooms above register theirs."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.translation import gettext as _

from korzo.kit.errors import Refused
from korzo.members.models import Member, MemberQuerySet

type Person = Member | None

_abilities: dict[str, frozenset[str]] = {}

# Wagtail asks for its own permissions by name; these are the ones that our roles carry.
_WAGTAIL = {
    Member.Role.MODERATOR: frozenset({"wagtailadmin.access_admin"}),
    Member.Role.STAFF: frozenset({"wagtailadmin.access_admin"}),
}


def ability(name: str, *roles: str) -> str:
    """Declare what the given roles may do. The owner may do everything."""
    _abilities[name] = frozenset(roles) | {Member.Role.OWNER}
    return name


def all_abilities() -> dict[str, frozenset[str]]:
    return dict(_abilities)


def person_of(request: HttpRequest) -> Person:
    """Who asks; None for a guest.

    Django wraps the user to load it late, and each look through the wrapping costs more than the look itself.
    """
    user = getattr(request.user, "_wrapped", request.user) if request.user.is_authenticated else None
    return user if isinstance(user, Member) else None


def member_of_session(key: str) -> int | None:
    """Whose session this is, for those who answer without Django's middleware."""
    request = HttpRequest()
    store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store(key)
    user = get_user(request)
    return user.pk if isinstance(user, Member) and user.is_active else None


def can(person: Person, name: str) -> bool:
    """Whether this person has the ability. An ability that nobody declared is held by nobody."""
    return bool(person and person.is_active and person.role in _abilities.get(name, ()))


def check_can(person: Person, name: str) -> None:
    if not can(person, name):
        raise Refused(_("Only the team of this community can do that."))


def check_signed_in(person: Person) -> Member:
    if person is None or not person.is_active:
        raise Refused(_("Please sign in first."))
    return person


def visible_to(person: Person) -> MemberQuerySet:
    """Members whose page this person may see."""
    del person  # Pages of members are open today; groups will narrow this.
    return Member.objects.get_queryset().present()


def has_wagtail_permission(person: Member, permission: str) -> bool:
    return person.role == Member.Role.OWNER or permission in _WAGTAIL.get(Member.Role(person.role), frozenset())


SEE_MEMBERS = ability("members.see", Member.Role.STAFF, Member.Role.MODERATOR)
SEE_MAIL_ADDRESSES = ability("members.see_mail_addresses", Member.Role.STAFF)
CHANGE_ROLES = ability("members.change_roles")
CHANGE_COMMUNITY = ability("community.change", Member.Role.STAFF)
