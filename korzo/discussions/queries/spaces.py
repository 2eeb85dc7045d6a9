"""All spaces with how much is going on in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from korzo.discussions.models import EVERYONE, Space, Topic
from korzo.discussions.permissions import spaces_visible_to
from korzo.discussions.queries.pictures import photos_of_posts
from korzo.edge.recording import lasts, reads
from korzo.kit import formats
from korzo.kit.pictures import Photo
from korzo.members.permissions import Person

TODAY = timedelta(hours=24)
# What was new today becomes old by itself.
NOTE_LASTS_SECONDS = 300


@dataclass(frozen=True)
class SpaceShown:
    """What `ui/space_tile.html` reads, and the numbers behind its note."""

    space: Space
    name: str
    url: str
    hue: int
    icon_name: str
    picture: Photo | None
    topic_count: int
    new_count: int
    note: str
    private: bool = False
    # Who may read it, in words; only the team's list says so.
    who: str = ""


def all_spaces() -> QuerySet[Space]:
    """Those that everybody may read."""
    return spaces_for(None)


def spaces_for(person: Person) -> QuerySet[Space]:
    reads("spaces")
    return spaces_visible_to(person).order_by("position", "pk")


def own_spaces(person: Person) -> list[SpaceShown]:
    """Those that this person may read, and not everybody: for the personal parts of pages that all others share."""
    if person is None:
        return []
    return _overview(spaces_for(person).exclude(read_key=EVERYONE), None)


def every_space() -> list[SpaceShown]:
    """For the team that keeps them."""
    return _overview(Space.objects.order_by("position", "pk"), None)


def spaces_overview(limit: int | None = None) -> list[SpaceShown]:
    """In the owner's order. A space without a picture of its own shows the latest that somebody posted in it."""
    return _overview(all_spaces(), limit)


def _overview(wanted: QuerySet[Space], limit: int | None) -> list[SpaceShown]:
    reads("talk")
    lasts(NOTE_LASTS_SECONDS)
    pictured = Topic.objects.standing().pictured().filter(space=OuterRef("pk")).order_by("-created_at", "-pk")
    rows = wanted.select_related("photo")
    spaces = list(rows.annotate(pictured_post=Subquery(pictured.values("first_post_id")[:1]))[:limit])
    fresh = _fresh(spaces)
    photos = photos_of_posts(one.pictured_post for one in spaces if one.pictured_post and one.photo is None)
    return [_shown(one, fresh.get(one.pk, 0), photos.get(one.pictured_post or 0, [])) for one in spaces]


def _fresh(spaces: Sequence[Space]) -> dict[int, int]:
    """Only the rows of one day are counted, however many there are."""
    since = timezone.now() - TODAY
    rows = Topic.objects.standing().filter(space__in=spaces, created_at__gt=since).values("space_id").order_by()
    return dict(rows.annotate(n=Count("pk")).values_list("space_id", "n"))


def _shown(space: Space, fresh: int, latest: list[Photo]) -> SpaceShown:
    own = space.photo.as_photo() if space.photo else None
    return SpaceShown(
        space=space,
        name=space.name,
        url=space.get_absolute_url(),
        hue=space.hue,
        icon_name=space.icon,
        picture=own or next(iter(latest), None),
        topic_count=space.topic_count,
        new_count=fresh,
        note=_note(space.topic_count, fresh),
        private=not space.is_public,
    )


def _note(topics: int, new: int) -> str:
    if new:
        return ngettext("%(shown)s new today", "%(shown)s new today", new) % {"shown": _number(new)}
    if topics:
        return ngettext("%(shown)s topic", "%(shown)s topics", topics) % {"shown": _number(topics)}
    return gettext("Waiting for its first topic")


def _number(value: int) -> str:
    return formats.number(value, get_language())
