"""The worker's part of the spine: hand each activity to its subscribers, carry each outgoing row out of the house."""

import logging
import random
import traceback
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from korzo.activity.actions import caused_by
from korzo.activity.activities import subscriber, way
from korzo.activity.models import Delivery, Outgoing
from korzo.activity.underway import Note, of_the_dead
from korzo.jobs.actions import take_turn
from korzo.kit import trace
from korzo.kit.errors import SendingFailed

logger = logging.getLogger("korzo.activity")

# A book-keeper that fails six times over about half an hour needs a person to look at it.
DELIVERY_ATTEMPTS_MAX = 6
# Mail servers may be away for a night: eight tries spread over about a day.
OUTGOING_ATTEMPTS_MAX = 8
# Longer than any sender's own time-out, so that a lease only runs out when its process is gone.
LEASE = timedelta(minutes=2)
ERROR_LENGTH_MAX = 4_000
WORKER_ENDED = "The worker ended each time it was sending this."
WORKER_ENDED_WITHIN = "The worker ended while it was at this."


def deliver_next(note: Note | None = None) -> bool:
    """Let one subscriber hear one activity. False when nothing is open."""
    with transaction.atomic():
        delivery = _claim_delivery()
        if delivery is None:
            return False
        if note:
            note.set(delivery.pk)
        with trace.working_on(f"activity-{delivery.activity_id}", delivery.subscriber):
            _attempt(delivery)
    if note:
        note.set(0)
    return True


def count_deaths() -> int:
    """Workers that ended within a delivery undid it, and the try with it: it counts as one that failed."""
    numbers = of_the_dead()
    for number in numbers:
        with transaction.atomic():
            # Done where the process died between the commit and the next line of its note.
            delivery = Delivery.objects.select_for_update().filter(pk=number, state=Delivery.State.OPEN).first()
            if delivery is not None:
                _plan_retry(delivery, WORKER_ENDED_WITHIN)
    return len(numbers)


def _claim_delivery() -> Delivery | None:
    open_rows = Delivery.objects.filter(state=Delivery.State.OPEN, not_before__lte=timezone.now())
    if connection.features.has_select_for_update_skip_locked:
        open_rows = open_rows.select_for_update(skip_locked=True, of=("self",))
    return open_rows.select_related("activity").order_by("not_before", "pk").first()


def _attempt(delivery: Delivery) -> None:
    """The effect and its tick are one transaction; a failure undoes the effect alone and plans the next try."""
    one = subscriber(delivery.subscriber)
    try:
        if one is None:
            raise LookupError(f"Nobody is called {delivery.subscriber} any more.")
        with transaction.atomic(), caused_by(delivery.activity):
            one.handler(delivery.activity)
    except Exception:
        logger.exception("A subscriber failed: %s", delivery.subscriber)
        _plan_retry(delivery, traceback.format_exc())
        return
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.DONE, done_at=timezone.now(), attempts=delivery.attempts + 1, error=""
    )


def _plan_retry(delivery: Delivery, error: str) -> None:
    attempts = delivery.attempts + 1
    final = attempts >= DELIVERY_ATTEMPTS_MAX
    Delivery.objects.filter(pk=delivery.pk).update(
        attempts=attempts,
        state=Delivery.State.FAILED if final else Delivery.State.OPEN,
        not_before=timezone.now() + backoff(attempts),
        error=error[-ERROR_LENGTH_MAX:],
    )


def backoff(attempts: int) -> timedelta:
    """2, 8, 32, 128 … seconds, at most two hours, with some jitter so that a crowd does not come back together."""
    return timedelta(seconds=min(2 * 4 ** (attempts - 1), 7200) * random.uniform(0.8, 1.2))


def send_next() -> bool:
    """Carry one row out of the house. The lease is taken in a short transaction; the sending itself holds none.

    A process that ends between the sending and its tick leaves a row that is sent again once the lease ran out: one
    repeat for each such death, never nothing at all. The row's key lets the other side tell repeats where it can.
    """
    with transaction.atomic():
        outgoing = _next_outgoing()
        if outgoing is None:
            return False
        if not _lease(outgoing):
            return True
    known = way(outgoing.sender)
    try:
        if known is None:
            raise SendingFailed(f"Nobody can send {outgoing.sender}.", permanent=True)
        known.send(outgoing)
    except SendingFailed as error:
        _sending_failed(outgoing, str(error), permanent=error.permanent)
    except Exception:
        logger.exception("A sender failed: %s", outgoing.sender)
        _sending_failed(outgoing, traceback.format_exc(), permanent=False)
    else:
        Outgoing.objects.filter(pk=outgoing.pk).update(
            state=Outgoing.State.SENT, sent_at=timezone.now(), leased_until=None, error=""
        )
    return True


def _next_outgoing() -> Outgoing | None:
    now = timezone.now()
    waiting = Outgoing.objects.filter(state=Outgoing.State.WAITING, not_before__lte=now)
    waiting = waiting.filter(leased_until__isnull=True) | waiting.filter(leased_until__lt=now)
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True)
    return waiting.order_by("not_before", "pk").first()


def _lease(outgoing: Outgoing) -> bool:
    """Take the row for this process; not where it ended all its processes so far, or where it must wait its turn."""
    if outgoing.attempts >= OUTGOING_ATTEMPTS_MAX:
        _sending_failed(outgoing, WORKER_ENDED, permanent=True)
        return False
    at = _turn(outgoing)
    if at is not None:
        Outgoing.objects.filter(pk=outgoing.pk).update(not_before=at, leased_until=None)
        return False
    outgoing.attempts += 1
    outgoing.leased_until = timezone.now() + LEASE
    outgoing.save(update_fields=["attempts", "leased_until"])
    return True


def _turn(outgoing: Outgoing) -> datetime | None:
    known = way(outgoing.sender)
    if known is None or known.limit is None or known.limit.per_minute is None:
        return None
    try:
        destination = known.limit.destination_for(outgoing.payload)
    except (LookupError, ValueError, AttributeError):
        # A payload that an older version wrote: all such share one line.
        destination = known.limit.destination
    return take_turn(destination, per_minute=known.limit.per_minute, holder=f"outgoing:{outgoing.pk}")


def _sending_failed(outgoing: Outgoing, error: str, *, permanent: bool) -> None:
    final = permanent or outgoing.attempts >= OUTGOING_ATTEMPTS_MAX
    # Whoever took so long that another process took the row over has no say in it any more.
    Outgoing.objects.filter(pk=outgoing.pk, attempts=outgoing.attempts).update(
        state=Outgoing.State.FAILED if final else Outgoing.State.WAITING,
        leased_until=None,
        not_before=timezone.now() + backoff(outgoing.attempts),
        error=error[-ERROR_LENGTH_MAX:],
    )


def deliver_all(limit: int = 100_000) -> int:
    """Everything that is due, deliveries before sendings; for commands and tests that cannot wait for the worker."""
    count = 0
    while count < limit and (deliver_next() or send_next()):
        count += 1
    return count
