"""Notices are private. The mail that this installation wrote is for its team, within limits."""

from django.db.models import QuerySet

from korzo.members.models import Member
from korzo.members.permissions import Person, ability, check_can
from korzo.notifications.models import Device, Notice

SEE_MAIL = ability("notifications.see_mail", Member.Role.STAFF)


def visible_to(person: Person) -> QuerySet[Notice]:
    if person is None or not person.is_active:
        return Notice.objects.none()
    return Notice.objects.filter(member=person, on_site=True)


def devices_visible_to(person: Person) -> QuerySet[Device]:
    return Device.objects.none() if person is None or not person.is_active else Device.objects.filter(member=person)


def check_see_mail(person: Person) -> None:
    check_can(person, SEE_MAIL)


def mails_hidden_from(person: Member) -> frozenset[str]:
    """Whose letters this person does not see: a code to sign in as an owner or a colleague is in one of them."""
    if person.role == Member.Role.OWNER:
        return frozenset()
    team = Member.objects.get_queryset().exclude(role=Member.Role.MEMBER).exclude(pk=person.pk)
    return frozenset(mail.lower() for mail in team.values_list("email", flat=True))
