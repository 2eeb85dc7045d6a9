"""What others may ask about pictures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from korzo.edge.recording import reads, remembered
from korzo.kit.errors import Missing
from korzo.kit.pictures import Photo
from korzo.media.apart import can_read_films
from korzo.media.models import FilmRules, Picture, PictureQuerySet
from korzo.media.permissions import visible_to
from korzo.members.models import Member
from korzo.members.permissions import Person


def get_picture_for(person: Person, pk: int) -> Picture:
    """To describe or discard it; somebody else's looks as if it were not there."""
    picture = visible_to(person).filter(pk=pk).first()
    if picture is None:
        raise Missing(pk)
    return picture


def photos(pictures: Iterable[Picture], *, with_failed_films: bool = False) -> list[Photo]:
    """Ready to be shown, in the given order. One that could not be read is left out.

    A film that failed is said to have failed where its post stands whole: whoever sent it may not have waited for it.
    """
    return [
        picture.as_photo()
        for picture in pictures
        if picture.state != Picture.State.FAILED or (with_failed_films and picture.is_film)
    ]


def photos_by_id(ids: Iterable[int]) -> dict[int, Photo]:
    """One query for a whole page of posts that keep the ids of their pictures."""
    found = Picture.objects.filter(pk__in=set(ids)).exclude(state=Picture.State.FAILED)
    return {picture.pk: picture.as_photo() for picture in found}


def count_received_today(member: Member) -> int:
    """Pictures in the last 24 hours, so that nobody's day ends at another's midnight."""
    return _received_today(member).filter(kind=Picture.Kind.PICTURE).count()


def count_films_received_today(member: Member) -> int:
    """Films and sounds in the last 24 hours, also those that did not arrive whole."""
    return _received_today(member).exclude(kind=Picture.Kind.PICTURE).count()


def _received_today(member: Member) -> PictureQuerySet:
    return Picture.objects.filter(owner=member, created_at__gt=timezone.now() - timedelta(days=1))


@dataclass(frozen=True)
class FilmLimits:
    """The rules of films as they are now."""

    are_welcome: bool
    megabytes_max: int
    minutes_max: int
    per_day_max: int

    @property
    def bytes_max(self) -> int:
        return self.megabytes_max * 1024**2


def the_film_rules() -> FilmRules:
    """The one row; before anybody changed anything, an unsaved one with our defaults."""
    reads("films")
    return FilmRules.objects.filter(pk=1).first() or FilmRules()


def film_limits() -> FilmLimits:
    """Every composer asks, and hardly anybody changes them."""
    return remembered("media.film_limits", make=_film_limits)


def _film_limits() -> FilmLimits:
    rules = the_film_rules()
    return FilmLimits(rules.are_welcome, rules.megabytes_max, rules.minutes_max, rules.per_day_max)


def composer() -> dict[str, object]:
    """Variables of `ui/composer.html` for those who may send pictures, and films where they are welcome."""
    limits = film_limits()
    films = {"films_url": reverse("media:films"), "films_megabytes_max": limits.megabytes_max}
    return {"upload_url": reverse("media:pictures"), **(films if can_read_films() and limits.are_welcome else {})}


def about_members(member_ids: Iterable[int]) -> dict[int, Any]:
    """What this room keeps about a person, for their export: each of their pictures and films, and its words."""
    found: dict[int, Any] = {member_id: {"pictures": []} for member_id in member_ids}
    for picture in Picture.objects.filter(owner_id__in=found).order_by("created_at", "pk"):
        photo = picture.as_photo()
        is_shown = picture.is_ready and bool(picture.widths)
        found[picture.owner_id or 0]["pictures"].append(
            {
                "kind": picture.kind,
                "state": picture.state,
                "address": (photo.film.url if photo.film else photo.full_url) if is_shown else "",
                "description": picture.alt,
                "seconds": picture.seconds,
                "sent_at": picture.created_at,
            }
        )
    return found
