from datetime import datetime

from django.db import transaction
from django.utils import timezone

from korzo.activity.actions import record
from korzo.members.permissions import Person
from korzo.polls.actions.hold import hold_poll
from korzo.polls.activities import PollClosed
from korzo.polls.models import Poll, PollClosure
from korzo.polls.permissions import check_close

# The rest waits for the next minute.
CLOSED_AT_ONCE_MAX = 200


def close_poll(poll: Poll, *, actor: Person, at: datetime | None = None) -> PollClosure:
    with transaction.atomic():
        held = hold_poll(poll.pk)
        member = check_close(actor, held)
        moment = at or timezone.now()
        # By its date it may have ended before the job came by: then that is when it did.
        ended = min(moment, held.closes_at) if held.closes_at else moment
        return _close(held, ended, by=member)


def close_due_polls(now: datetime | None = None) -> int:
    """Close what has come to its date. Run twice, it finds nothing left to do."""
    moment = now or timezone.now()
    due = Poll.objects.filter(closes_at__lte=moment, closure__isnull=True).order_by("closes_at", "pk")
    count = 0
    for pk in due.values_list("pk", flat=True)[:CLOSED_AT_ONCE_MAX]:
        with transaction.atomic():
            held = hold_poll(pk)
            # Its author may have given it more time meanwhile.
            if held.closes_at is not None and held.closes_at <= moment:
                _close(held, held.closes_at, by=None)
                count += 1
    return count


def _close(held: Poll, at: datetime, *, by: Person) -> PollClosure:
    closure, is_new = PollClosure.objects.get_or_create(poll=held, defaults={"by": by, "at": at})
    if is_new:
        record(
            PollClosed(poll_id=held.pk, of_label=held.subject_label, of_id=held.subject_id),
            actor_id=by.pk if by else None,
            member_id=held.author_id,
            occurred_at=at,
            dedupe_key=f"polls.closed:{held.pk}",
        )
    return closure
