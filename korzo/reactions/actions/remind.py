from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from korzo.activity.actions import record
from korzo.reactions import subjects
from korzo.reactions.activities import ReminderDue
from korzo.reactions.clock import is_due
from korzo.reactions.models import Bookmark

# Rows looked at together; a day with more is gone through in as many steps.
REMIND_BATCH = 500
# Somewhere it is tomorrow already: no zone is further ahead.
AHEAD_MAX = timedelta(hours=14)


def remind_due(now: datetime | None = None) -> int:
    """Tell everybody whose day has come, each once, however often and from however many workers this is called."""
    moment = now or timezone.now()
    return sum(_remind(kept, moment) for kept in _waiting(moment))


def _waiting(moment: datetime) -> Iterator[Bookmark]:
    rows = (
        Bookmark.objects.filter(reminded_at__isnull=True, remind_on__lte=(moment + AHEAD_MAX).date())
        .select_related("member")
        .order_by("pk")
    )
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:REMIND_BATCH]):
        yield from batch
        last = batch[-1].pk


def _remind(kept: Bookmark, moment: datetime) -> int:
    """The row itself says whether somebody was quicker, or took the day back meanwhile."""
    if kept.remind_on is None or not is_due(kept.member, kept.remind_on, moment):
        return 0
    with transaction.atomic():
        mine = Bookmark.objects.filter(pk=kept.pk, reminded_at__isnull=True, remind_on=kept.remind_on)
        if not mine.update(reminded_at=moment):
            return 0
        known = subjects.known(kept.subject_label)
        if known is None or kept.subject_id not in known.shown(kept.member, [kept.subject_id]):
            return 0
        told = record(
            ReminderDue(of_label=kept.subject_label, of_id=kept.subject_id, bookmark_id=kept.pk),
            member_id=kept.member_id,
            occurred_at=moment,
            dedupe_key=f"reactions.reminder_due:{kept.pk}:{kept.remind_on:%Y-%m-%d}",
        )
    return int(told is not None)
