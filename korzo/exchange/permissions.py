"""A whole community comes in and goes out by the owner's hand alone: whoever holds the file holds everything."""

from django.http import HttpRequest

from korzo.members.models import Member
from korzo.members.permissions import ability, check_can, check_signed_in, person_of

# No role is named: the owner may do everything, and nobody else this.
EXCHANGE = ability("exchange.exchange")


def check_exchange(person: Member | None) -> Member:
    check_can(person, EXCHANGE)
    return check_signed_in(person)


def owner_of(request: HttpRequest) -> Member:
    """The person who asks, if it is the owner; Refused otherwise."""
    return check_exchange(person_of(request))
