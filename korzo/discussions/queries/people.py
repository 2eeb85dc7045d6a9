"""People as the talk shows them."""

from collections.abc import Iterable

from django.db.models import Q

from korzo.members.models import Member
from korzo.members.permissions import Person, visible_to
from korzo.members.queries import Byline, badges_of, byline

# What fits under the field while somebody types a name.
SUGGESTED_MAX = 8


def bylines(members: Iterable[Member | None]) -> dict[int | None, Byline]:
    """By member id, with None for those who left: one round of badges for a whole page."""
    present = {one.pk: one for one in members if one is not None and one.erased_at is None}
    badges = badges_of(present.values())
    shown: dict[int | None, Byline] = {pk: byline(one, badges) for pk, one in present.items()}
    return _OrGone(shown)


class _OrGone(dict[int | None, Byline]):
    def __missing__(self, key: int | None) -> Byline:
        return Byline()


def beginning_with(person: Person, begun: str) -> list[Byline]:
    """Members whose handle or name begins so, for the list under the field."""
    wanted = begun.strip().lstrip("@")
    if not wanted:
        return []
    found = visible_to(person).filter(Q(handle__istartswith=wanted) | Q(name__istartswith=wanted))
    return [byline(one, {}) for one in found.order_by("handle")[:SUGGESTED_MAX]]
