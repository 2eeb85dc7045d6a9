"""Who changes the caps, and who reads what was sent."""

from django.db.models import QuerySet

from korzo.attention.models import ContactLog
from korzo.members.models import Member
from korzo.members.permissions import Person, ability, check_can

CHANGE_CAPS = ability("attention.change_caps", Member.Role.STAFF)


def visible_to(person: Person) -> QuerySet[ContactLog]:
    """One's own contacts. The team sees numbers, never who was written to about what."""
    if person is None or not person.is_active:
        return ContactLog.objects.none()
    return ContactLog.objects.filter(member=person)


def check_change_caps(person: Person) -> None:
    check_can(person, CHANGE_CAPS)
