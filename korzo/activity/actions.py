"""The only way a fact enters the log, and the only way anything leaves the house."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from korzo.activity.activities import Kind, kind_of, subscriber, subscribers_of
from korzo.activity.models import Activity, Delivery, Outgoing
from korzo.kit import bell, generations, trace
from korzo.live.actions import publish

# An effect of an effect of an effect … that goes deeper than this is a circle.
DEPTH_MAX = 8

BACKFILL_BATCH = 500


class TooDeep(Exception):
    """Subscribers keep causing one another."""


class NotInTransaction(Exception):
    """An activity must be written in the transaction of what it tells."""


_cause: ContextVar[Activity | None] = ContextVar("korzo_activity_cause", default=None)


@contextmanager
def caused_by(activity: Activity) -> Iterator[None]:
    """What is recorded inside was caused by this activity."""
    token = _cause.set(activity)
    try:
        yield
    finally:
        _cause.reset(token)


def record(
    kind: Kind,
    *,
    actor_id: int | None = None,
    actor_kind: str = Activity.ActorKind.MEMBER,
    member_id: int | None = None,
    occurred_at: datetime | None = None,
    dedupe_key: str | None = None,
    backfilled: bool = False,
) -> Activity | None:
    """Write a fact and one delivery per subscriber, in the caller's transaction.

    With a `dedupe_key` that is already in the log nothing happens and None is returned.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(kind.verb)
    kind_of(kind.verb)  # An unknown verb raises here, not in the worker.
    if dedupe_key is not None and Activity.objects.filter(dedupe_key=dedupe_key).exists():
        return None
    cause = _cause.get()
    depth = cause.depth + 1 if cause else 0
    if depth > DEPTH_MAX:
        raise TooDeep(kind.verb)
    subject = kind.subject()
    if actor_id is None and actor_kind == Activity.ActorKind.MEMBER:
        actor_kind = Activity.ActorKind.SYSTEM
    activity = Activity.objects.create(
        verb=kind.verb,
        actor_kind=actor_kind,
        actor_id=actor_id,
        member_id=member_id,
        subject_label=subject[0] if subject else "",
        subject_id=subject[1] if subject else None,
        data=kind.data(),
        occurred_at=occurred_at or timezone.now(),
        dedupe_key=dedupe_key,
        caused_by=cause.pk if cause else None,
        depth=depth,
        backfilled=backfilled,
    )
    trace.caused(f"activity-{activity.pk}")
    generations.bump_on_commit(*kind.stale())
    if not backfilled:
        for channel in kind.heard_on():
            publish(channel, kind.verb, activity.data)
    names = [one.name for one in subscribers_of(kind.verb, backfilled=backfilled)]
    if names:
        Delivery.objects.bulk_create([Delivery(activity=activity, subscriber=name) for name in names])
        bell.ring_on_commit()
    return activity


def send_out(
    sender: str, *, key: str, payload: dict[str, Any], member_id: int | None = None, not_before: datetime | None = None
) -> bool:
    """Queue something for the outside world. The same key queues once, however often it is asked for."""
    row = Outgoing(
        sender=sender, key=key, payload=payload, member_id=member_id, not_before=not_before or timezone.now()
    )
    if Outgoing.objects.filter(key=key).exists():
        return False
    Outgoing.objects.bulk_create([row], ignore_conflicts=True)
    bell.ring_on_commit()
    return True


def backfill(name: str) -> int:
    """Let a new subscriber hear the past: one delivery for each activity it missed. Safe to run again."""
    one = subscriber(name)
    if one is None:
        raise LookupError(name)
    missed = (
        Activity.objects.filter(verb__in=one.verbs)
        .exclude(deliveries__subscriber=name)
        .order_by("occurred_at", "pk")
        .values_list("pk", flat=True)
    )
    count = 0
    for batch in _batches(list(missed)):
        Delivery.objects.bulk_create([Delivery(activity_id=pk, subscriber=name) for pk in batch], ignore_conflicts=True)
        count += len(batch)
    bell.ring()
    return count


def _batches(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), BACKFILL_BATCH):
        yield keys[start : start + BACKFILL_BATCH]


def retry_deliveries(failed: QuerySet[Delivery]) -> int:
    """Staff let failed deliveries try again, with all their tries anew. How many there were."""
    count = failed.filter(state=Delivery.State.FAILED).update(
        state=Delivery.State.OPEN, attempts=0, not_before=timezone.now(), error=""
    )
    bell.ring_on_commit()
    return count


def drop_deliveries(failed: QuerySet[Delivery]) -> int:
    """Staff say that these need not be heard any more. The rows stay, so that a back-fill does not bring them again."""
    return failed.filter(state=Delivery.State.FAILED).update(state=Delivery.State.DROPPED, done_at=timezone.now())


def retry_outgoing(failed: QuerySet[Outgoing]) -> int:
    """Staff let what could not be sent try again."""
    count = failed.filter(state=Outgoing.State.FAILED).update(
        state=Outgoing.State.WAITING, attempts=0, not_before=timezone.now(), error=""
    )
    bell.ring_on_commit()
    return count


def drop_outgoing(failed: QuerySet[Outgoing]) -> int:
    """Staff say that these need not be sent any more. Their keys stay taken."""
    return failed.filter(state=Outgoing.State.FAILED).update(state=Outgoing.State.DROPPED, error="")


def erase_member(member_id: int) -> int:
    """Take a person out of the log: the fact that something happened stays, who and about whom goes."""
    blanked = 0
    with transaction.atomic():
        mine = Activity.objects.filter(actor_id=member_id) | Activity.objects.filter(member_id=member_id)
        for activity in mine.order_by("pk").iterator():
            _blank(activity, member_id)
            blanked += 1
        Outgoing.objects.filter(member_id=member_id).update(member_id=None, payload={}, error="")
    return blanked


def _blank(activity: Activity, member_id: int) -> None:
    changes: dict[str, Any] = {}
    if activity.actor_id == member_id:
        changes["actor_id"] = None
    if activity.member_id == member_id:
        changes["member_id"] = None
    personal = kind_of(activity.verb).personal & activity.data.keys()
    if personal:
        changes["data"] = {name: value for name, value in activity.data.items() if name not in personal}
    Activity.objects.filter(pk=activity.pk).update(**changes)


def forget_done(before: datetime, *, limit: int = 10_000) -> int:
    """Deliveries and outgoing rows that are done are kept for a while for the curious, then dropped."""
    heard = Delivery.objects.filter(state=Delivery.State.DONE, done_at__lt=before).values_list("pk", flat=True)[:limit]
    deliveries, _by_model = Delivery.objects.filter(pk__in=list(heard)).delete()
    sent = Outgoing.objects.filter(state=Outgoing.State.SENT, sent_at__lt=before).values_list("pk", flat=True)[:limit]
    letters, _by_model = Outgoing.objects.filter(pk__in=list(sent)).delete()
    return deliveries + letters
