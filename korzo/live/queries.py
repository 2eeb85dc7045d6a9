"""What was told since, and how many listen."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, Sum
from django.utils import timezone

from korzo.live.actions import READERS_KEPT
from korzo.live.marks import GAPS_MAX, NOTHING, Mark
from korzo.live.models import Event, Readers


@dataclass(frozen=True, slots=True)
class News:
    """An event as it is handed on."""

    pk: int
    channel: str
    name: str
    data: dict[str, Any]


def where_we_are() -> Mark:
    """How far the numbers came, and which below are missing and may still come."""
    known = list(Event.objects.order_by("-pk").values_list("pk", flat=True)[:GAPS_MAX])
    if not known:
        return NOTHING
    return Mark(known[0], frozenset(range(known[-1], known[0])) - frozenset(known))


def span() -> tuple[int, int]:
    """The oldest and the newest number that are kept; zeros where nothing was ever told."""
    numbers = Event.objects.order_by("pk").values_list("pk", flat=True)
    return numbers.first() or 0, numbers.last() or 0


def news_since(last: int, gaps: Collection[int], *, limit: int) -> list[News]:
    """On all channels, in the order of their numbers."""
    rows = Event.objects.filter(Q(pk__gt=last) | Q(pk__in=gaps)) if gaps else Event.objects.filter(pk__gt=last)
    return _news(rows.order_by("pk").values_list("pk", "channel", "name", "data")[:limit])


def news_for(
    channels: Collection[str],
    *,
    last: int | None,
    gaps: Collection[int],
    since: datetime | None,
    until: Mark,
    limit: int,
) -> list[News]:
    """What somebody missed: behind the number they saw last, in the gaps below it, or younger than their page.

    Only what their process has met by `until`; the rest it still hands on.
    """
    missed = Q()
    if last is not None:
        missed |= Q(pk__gt=last) | Q(pk__in=gaps)
    if since is not None:
        missed |= Q(at__gt=since)
    rows = Event.objects.filter(missed, channel__in=channels, pk__lte=until.last).exclude(name=Event.REVOKED)
    if until.gaps:
        rows = rows.exclude(pk__in=until.gaps)
    return _news(rows.order_by("pk").values_list("pk", "channel", "name", "data")[:limit])


def _news(rows: Any) -> list[News]:
    return [News(pk, channel, name, data) for pk, channel, name, data in rows]


def readers_of(channels: Collection[str]) -> dict[str, int]:
    """How many listen to each channel, over all processes that were heard of lately."""
    rows = Readers.objects.filter(channel__in=channels, at__gt=timezone.now() - READERS_KEPT)
    return dict(rows.order_by().values("channel").annotate(total=Sum("count")).values_list("channel", "total"))
