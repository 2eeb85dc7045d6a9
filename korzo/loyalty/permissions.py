"""Points are private: each member sees their own. What others see is the level beside the name."""

from django.db.models import QuerySet

from korzo.loyalty.models import PointEntry
from korzo.members.models import Member
from korzo.members.permissions import Person, check_signed_in


def check_see_points(person: Person) -> Member:
    return check_signed_in(person)


def visible_to(person: Person) -> QuerySet[PointEntry]:
    if person is None or not person.is_active:
        return PointEntry.objects.none()
    return PointEntry.objects.filter(member=person)
