"""How much members read: what trust is earned by."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Sum
from django.utils import timezone

from korzo.discussions.models import Reader, ReadingDay


@dataclass(frozen=True)
class ReadingSum:
    """`topics_entered` are different topics, `posts_read` different posts: opening again counts nothing."""

    days_visited: int = 0
    topics_entered: int = 0
    posts_read: int = 0
    seconds: int = 0


def reading_of(member_id: int, since: date | datetime | None = None) -> ReadingSum:
    return reading_of_many([member_id], since)[member_id]


def reading_of_many(ids: Collection[int], since: date | datetime | None = None) -> dict[int, ReadingSum]:
    """From that day on, by the community's clock; without one, all that they ever read. One question, or two."""
    days = ReadingDay.objects.filter(reader__in=ids)
    if since is not None:
        days = days.filter(day__gte=_day_of(since))
    sums = days.values("reader_id").annotate(
        days_visited=Count("pk"), topics=Sum("topics_entered"), posts=Sum("posts_read"), time=Sum("seconds")
    )
    found = {row["reader_id"]: (row["days_visited"], row["topics"], row["posts"], row["time"]) for row in sums}
    earlier = {} if since is not None else _earlier(ids)
    nothing = (0, 0, 0, 0)
    return {
        pk: ReadingSum(
            *(one + other for one, other in zip(found.get(pk, nothing), earlier.get(pk, nothing), strict=True))
        )
        for pk in ids
    }


def _day_of(since: date | datetime) -> date:
    return timezone.localdate(since) if isinstance(since, datetime) else since


def _earlier(ids: Collection[int]) -> dict[int, tuple[int, int, int, int]]:
    """Of days that were thinned out."""
    rows = Reader.objects.filter(pk__in=ids, earlier_days__gt=0)
    columns = ("earlier_days", "earlier_topics", "earlier_posts", "earlier_seconds")
    return {pk: (days, topics, posts, time) for pk, days, topics, posts, time in rows.values_list("pk", *columns)}
