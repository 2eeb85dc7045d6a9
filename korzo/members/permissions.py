"""Who may do what. An ability is a name with the roles that have it; rooms above register theirs."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from korzo.kit.errors import Refused
from korzo.members import proof
from korzo.members.models import Member, MemberQuerySet, Mute

type Person = Member | None

# Who dislikes so many should leave the room; a list of this length can still be looked through.
MUTES_MAX = 500

_abilities: dict[str, frozenset[str]] = {}
_open_views: set[str] = set()

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

    Django wraps the user to load it late, and each look through the wrapping costs more than the look itself. Who is
    suspended is a guest everywhere but on the few pages that stay open to them.
    """
    user = getattr(request.user, "_wrapped", request.user) if request.user.is_authenticated else None
    if not isinstance(user, Member) or (user.is_suspended and not getattr(request, "is_open_to_suspended", False)):
        return None
    return user


def member_of_session(key: str) -> int | None:
    """Whose session this is, for those who answer without Django's middleware."""
    request = HttpRequest()
    store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store(key)
    user = get_user(request)
    return user.pk if isinstance(user, Member) and user.is_active and not user.is_suspended else None


def open_to_suspended(*view_names: str) -> None:
    """Pages that a suspended member still reaches: taking their data, asking for a second look, leaving."""
    _open_views.update(view_names)


def is_open_to_suspended(view_name: str) -> bool:
    return view_name in _open_views


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


def check_mute(person: Person, other: Member) -> Member:
    member = check_signed_in(person)
    if other.pk == member.pk:
        raise Refused(_("You cannot mute yourself."))
    if Mute.objects.filter(member=member).exclude(other=other)[:MUTES_MAX].count() >= MUTES_MAX:
        raise Refused(_("You muted a great many people already. Please show some of them again first."))
    return member


def check_block(person: Person, other: Member) -> Member:
    """What the team has to say must reach everybody; their talk can still be muted."""
    member = check_mute(person, other)
    if other.is_staff:
        raise Refused(_("The team of this community cannot be blocked. You can mute them."))
    return member


def new_challenge() -> proof.Challenge:
    """For forms of guests in rooms above: what their browser counts on."""
    return proof.new_challenge()


def is_proven(payload: str) -> bool:
    """Whether it did; each challenge counts once."""
    return proof.is_proven(payload)


def mutes_visible_to(person: Person) -> QuerySet[Mute]:
    """Whom somebody muted is known to them alone."""
    return Mute.objects.filter(member=person) if person else Mute.objects.none()


def has_wagtail_permission(person: Member, permission: str) -> bool:
    return person.role == Member.Role.OWNER or permission in _WAGTAIL.get(Member.Role(person.role), frozenset())


SEE_MEMBERS = ability("members.see", Member.Role.STAFF, Member.Role.MODERATOR)
SEE_MAIL_ADDRESSES = ability("members.see_mail_addresses", Member.Role.STAFF)
CHANGE_ROLES = ability("members.change_roles")
CHANGE_COMMUNITY = ability("community.change", Member.Role.STAFF)

open_to_suspended(
    "members:privacy", "members:export", "members:erasure", "account_logout", "account_reauthenticate",
    "web:language", "web:theme", "web:privacy", "health",
)  # fmt: skip
