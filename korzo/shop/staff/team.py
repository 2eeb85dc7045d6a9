"""Who of the team looks at a page. Each view asks here first: a hidden menu is no check."""

from django.http import HttpRequest

from korzo.members.models import Member
from korzo.members.permissions import ability, check_can, check_signed_in, person_of

SEE_PRODUCTS = ability("shop.see_products", Member.Role.STAFF)


def team_member(request: HttpRequest, name: str) -> Member:
    """The person who asks, if they have the ability; Refused otherwise."""
    person = person_of(request)
    check_can(person, name)
    return check_signed_in(person)
