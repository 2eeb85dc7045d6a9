"""Letters to the community are read by its staff alone, and only to find out what went wrong."""

from django.db.models import QuerySet

from korzo.members.permissions import Person, can, check_can
from korzo.notifications.incoming.models import IncomingMail
from korzo.notifications.permissions import SEE_MAIL


def check_decide_mail(person: Person) -> None:
    check_can(person, SEE_MAIL)


def letters_visible_to(person: Person) -> QuerySet[IncomingMail]:
    return IncomingMail.objects.all() if can(person, SEE_MAIL) else IncomingMail.objects.none()
