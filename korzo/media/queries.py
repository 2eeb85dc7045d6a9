"""What others may ask about pictures."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from korzo.kit.errors import Missing
from korzo.kit.pictures import Photo
from korzo.media.models import Picture
from korzo.media.permissions import visible_to
from korzo.members.models import Member
from korzo.members.permissions import Person


def get_picture_for(person: Person, pk: int) -> Picture:
    """To describe or discard it; somebody else's looks as if it were not there."""
    picture = visible_to(person).filter(pk=pk).first()
    if picture is None:
        raise Missing(pk)
    return picture


def photos(pictures: Iterable[Picture]) -> list[Photo]:
    """Ready to be shown, in the given order. One that could not be read is left out."""
    return [picture.as_photo() for picture in pictures if picture.state != Picture.State.FAILED]


def photos_by_id(ids: Iterable[int]) -> dict[int, Photo]:
    """One query for a whole page of posts that keep the ids of their pictures."""
    found = Picture.objects.filter(pk__in=set(ids)).exclude(state=Picture.State.FAILED)
    return {picture.pk: picture.as_photo() for picture in found}


def count_received_today(member: Member) -> int:
    """In the last 24 hours, so that nobody's day ends at another's midnight."""
    return Picture.objects.filter(owner=member, created_at__gt=timezone.now() - timedelta(days=1)).count()
