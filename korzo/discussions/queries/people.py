"""People as the talk shows them."""

from django.db.models import Q

from korzo.members.permissions import Person, visible_to
from korzo.members.queries import Byline, byline

# What fits under the field while somebody types a name.
SUGGESTED_MAX = 8


def beginning_with(person: Person, begun: str) -> list[Byline]:
    """Members whose handle or name begins so, for the list under the field."""
    wanted = begun.strip().lstrip("@")
    if not wanted:
        return []
    found = visible_to(person).filter(Q(handle__istartswith=wanted) | Q(name__istartswith=wanted))
    return [byline(one, {}) for one in found.order_by("handle")[:SUGGESTED_MAX]]
