"""People as the talk shows them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from korzo.kit import slots
from korzo.kit.slots import Badge
from korzo.members.models import Member
from korzo.members.permissions import Person, visible_to

# What fits under the field while somebody types a name.
SUGGESTED_MAX = 8


@dataclass(frozen=True)
class Byline:
    """What `ui/byline.html` and `ui/avatar.html` read. Without a name it is a former member."""

    name: str = ""
    handle: str = ""
    url: str = ""
    avatar_url: str = ""
    key: int = 0
    staff: bool = False
    gone: bool = True
    badges: list[Badge] = field(default_factory=list)


def bylines(members: Iterable[Member | None]) -> dict[int | None, Byline]:
    """By member id, with None for those who left: one round of badges for a whole page."""
    present = {one.pk: one for one in members if one is not None and one.erased_at is None}
    badges = slots.collect("members.badge", present)
    shown: dict[int | None, Byline] = {pk: byline(one, badges[pk]) for pk, one in present.items()}
    return _OrGone(shown)


class _OrGone(dict[int | None, Byline]):
    def __missing__(self, key: int | None) -> Byline:
        return Byline()


def byline(member: Member, badges: list[Badge]) -> Byline:
    return Byline(
        name=member.name,
        handle=member.handle,
        url=member.get_absolute_url(),
        avatar_url=member.avatar_url,
        key=member.pk,
        staff=member.is_team,
        gone=False,
        badges=badges,
    )


def beginning_with(person: Person, begun: str) -> list[Byline]:
    """Members whose handle or name begins so, for the list under the field."""
    wanted = begun.strip().lstrip("@")
    if not wanted:
        return []
    found = visible_to(person).filter(Q(handle__istartswith=wanted) | Q(name__istartswith=wanted))
    return [byline(one, []) for one in found.order_by("handle")[:SUGGESTED_MAX]]
