"""All spaces with how much is going on in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from korzo.discussions.models import Space, Topic
from korzo.discussions.queries.pictures import photos_of_posts
from korzo.edge.recording import lasts, reads
from korzo.kit import formats
from korzo.kit.pictures import Photo

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


def all_spaces() -> QuerySet[Space]:
    reads("spaces")
    return Space.objects.order_by("position", "pk")


def spaces_overview(limit: int | None = None) -> list[SpaceShown]:
    """In the owner's order. A space without a picture of its own shows the latest that somebody posted in it."""
    reads("talk")
    lasts(NOTE_LASTS_SECONDS)
    pictured = Topic.objects.standing().pictured().filter(space=OuterRef("pk")).order_by("-created_at", "-pk")
    rows = all_spaces().select_related("photo")
    spaces = list(rows.annotate(pictured_post=Subquery(pictured.values("first_post_id")[:1]))[:limit])
    totals = _totals(spaces)
    photos = photos_of_posts(one.pictured_post for one in spaces if one.pictured_post and one.photo is None)
    return [_shown(one, totals.get(one.pk, (0, 0)), photos.get(one.pictured_post or 0, [])) for one in spaces]


def _totals(spaces: Sequence[Space]) -> dict[int, tuple[int, int]]:
    since = timezone.now() - TODAY
    rows = Topic.objects.standing().filter(space__in=spaces).values("space_id").order_by()
    counted = rows.annotate(all=Count("pk"), new=Count("pk", filter=Q(created_at__gt=since)))
    return {row["space_id"]: (row["all"], row["new"]) for row in counted}


def _shown(space: Space, total: tuple[int, int], latest: list[Photo]) -> SpaceShown:
    own = space.photo.as_photo() if space.photo else None
    return SpaceShown(
        space=space,
        name=space.name,
        url=space.get_absolute_url(),
        hue=space.hue,
        icon_name=space.icon,
        picture=own or next(iter(latest), None),
        topic_count=total[0],
        new_count=total[1],
        note=_note(*total),
    )


def _note(topics: int, new: int) -> str:
    if new:
        return ngettext("%(shown)s new today", "%(shown)s new today", new) % {"shown": _number(new)}
    if topics:
        return ngettext("%(shown)s topic", "%(shown)s topics", topics) % {"shown": _number(topics)}
    return gettext("Waiting for its first topic")


def _number(value: int) -> str:
    return formats.number(value, get_language())
