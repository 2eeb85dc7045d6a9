"""Telling those who listen, and forgetting what was told."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from korzo.kit import generations
from korzo.live.models import Event, Readers
from korzo.live.permissions import is_channel

# The slot of the counter file that says to every process: look. Where there are more hosts, the project carries it on.
SLOT = "live"
# Whoever was away longer than this reads the page anew.
EVENTS_KEPT = timedelta(days=1)
FORGET_BATCH = 10_000
# A process says every quarter of a minute how many listen to it; after this long it is thought gone.
READERS_KEPT = timedelta(seconds=40)
FIELDS_MAX = 20
_CODE = re.compile(r"[a-z][a-z0-9_.:-]{0,59}", re.ASCII)

type Fact = int | str | None


class NotForAll(ValueError):
    """Only ids, counts and short codes may be told: a channel has many listeners, and words have one author."""


def publish(channel: str, name: str, data: Mapping[str, Fact] | None = None) -> Event:
    """Tell all who listen to the channel, if and when the caller's transaction commits."""
    if not is_channel(channel):
        raise ValueError(channel)
    facts = dict(data or {})
    if len(facts) > FIELDS_MAX or not all(_is_fact(value) for value in facts.values()):
        raise NotForAll(f"{name} on {channel}")
    event = Event.objects.create(channel=channel, name=name, data=facts)
    generations.bump_on_commit(SLOT)
    return event


def _is_fact(value: object) -> bool:
    return value is None or isinstance(value, int) or (isinstance(value, str) and bool(_CODE.fullmatch(value)))


def revoke(channel: str) -> None:
    """Somebody may have lost the right to listen: all who do are asked again, and those who may not any more are cut
    off. `member:7` asks every stream of that member.
    """
    publish(channel, Event.REVOKED)


def forget_events(now: datetime | None = None) -> int:
    """Drop what is older than a day. The newest event stays, for it tells how far the numbers came."""
    moment = now or timezone.now()
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    if newest is None:
        return 0
    old = Event.objects.filter(at__lt=moment - EVENTS_KEPT, pk__lt=newest).order_by("pk")
    count, _by_model = Event.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:FORGET_BATCH])).delete()
    return count


def forget_lost_readers(now: datetime | None = None) -> int:
    """What processes that were killed said last."""
    moment = now or timezone.now()
    count, _by_model = Readers.objects.filter(at__lt=moment - READERS_KEPT).delete()
    return count


def say_readers(process: str, counts: Mapping[str, int]) -> None:
    """How many listen to this process, channel by channel; a count of 0 takes the channel out."""
    now = timezone.now()
    rows = [Readers(process=process, channel=name, count=count, at=now) for name, count in counts.items() if count]
    Readers.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["channel", "process"], update_fields=["count", "at"]
    )
    empty = [name for name, count in counts.items() if not count]
    if empty:
        Readers.objects.filter(process=process, channel__in=empty).delete()


def forget_process(process: str) -> None:
    """A process that ends takes its counts along."""
    Readers.objects.filter(process=process).delete()
