"""Old reading is thinned: days become a sum, and places that nobody came back to for years are forgotten."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from korzo.discussions.models import Reader, ReadingDay, TopicReading
from korzo.discussions.queries.unread import first_unread

# Trust looks back a hundred days, and a year is told in the export.
DAYS_KEPT = 400
PLACES_KEPT = timedelta(days=730)
# Each batch is one short transaction.
BATCH = 1_000
# How far a reader's lists look back at most.
SETTLED_EVERY = timedelta(days=2)


def thin_reading(*, now: datetime | None = None) -> int:
    """One batch; how many rows went. The rest comes with the next call."""
    moment = now or timezone.now()
    return _thin_days(moment) + _forget_places(moment)


def _thin_days(moment: datetime) -> int:
    limit = timezone.localdate(moment) - timedelta(days=DAYS_KEPT)
    with transaction.atomic():
        old = list(ReadingDay.objects.filter(day__lt=limit).order_by("reader_id", "pk")[:BATCH])
        by_reader: dict[int, list[ReadingDay]] = defaultdict(list)
        for day in old:
            by_reader[day.reader_id].append(day)
        for reader_id, days in by_reader.items():
            Reader.objects.filter(pk=reader_id).update(
                earlier_days=F("earlier_days") + len(days),
                earlier_topics=F("earlier_topics") + sum(day.topics_entered for day in days),
                earlier_posts=F("earlier_posts") + sum(day.posts_read for day in days),
                earlier_seconds=F("earlier_seconds") + sum(day.seconds for day in days),
            )
        ReadingDay.objects.filter(pk__in=[day.pk for day in old]).delete()
    return len(old)


def _forget_places(moment: datetime) -> int:
    old = TopicReading.objects.filter(visited_at__lt=moment - PLACES_KEPT).order_by("visited_at")
    ids = list(old.values_list("pk", flat=True)[:BATCH])
    TopicReading.objects.filter(pk__in=ids).delete()
    return len(ids)


def readers_to_settle(*, behind: int = 0, now: datetime | None = None) -> list[int]:
    """Who was here lately, in batches by id."""
    lately = (now or timezone.now()) - SETTLED_EVERY
    rows = Reader.objects.filter(seen_at__gt=lately, pk__gt=behind).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:BATCH])


def settle_first_unread(reader_ids: Collection[int], *, now: datetime | None = None) -> None:
    """From where on lists of what is unread have to look. Never later than the truth: what comes after is younger."""
    moment = now or timezone.now()
    for reader in Reader.objects.filter(pk__in=reader_ids, remembers=True).select_related("member"):
        first = first_unread(reader, moment)
        Reader.objects.filter(pk=reader.pk).update(first_unread_at=first)
