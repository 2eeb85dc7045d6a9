"""Who may do what with a picture. Seeing one takes its address, which cannot be guessed; this is about its record."""

from django.utils.translation import gettext as _

from korzo.kit.errors import Refused
from korzo.media.models import Picture, PictureQuerySet
from korzo.members.models import Member
from korzo.members.permissions import Person, ability, can

# Moderators complete missing descriptions and take pictures away.
TEND_PICTURES = ability("media.tend_pictures", Member.Role.MODERATOR, Member.Role.STAFF)

CHANGE_FILM_RULES = ability("media.change_film_rules", Member.Role.STAFF)


def may_tend(person: Person, picture: Picture) -> bool:
    if person is None or not person.is_active:
        return False
    return picture.owner_id == person.pk or can(person, TEND_PICTURES)


def check_tend(person: Person, picture: Picture) -> None:
    if not may_tend(person, picture):
        raise Refused(_("Only the person who sent this picture can change it."))


def visible_to(person: Person) -> PictureQuerySet:
    """Pictures whose record this person may open and change."""
    if person is None or not person.is_active:
        return Picture.objects.none()
    return Picture.objects.all() if can(person, TEND_PICTURES) else Picture.objects.filter(owner=person)
