"""What waits too long is told to the team once: people wait behind it. Nobody is told again and again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.moderation.activities import QueueWaits
from korzo.moderation.models import Item

# Whoever wrote something that nobody sees yet waits for us; a flag hides what is bad by itself.
HELD_WAITS = timedelta(hours=24)
OTHERS_WAIT = timedelta(hours=48)


def remind_team(*, now: datetime | None = None) -> int:
    """How many things were found that wait longer than they should. Each is found once."""
    moment = now or timezone.now()
    late = Q(kind=Item.Kind.HELD, opened_at__lte=moment - HELD_WAITS) | Q(opened_at__lte=moment - OTHERS_WAIT)
    with transaction.atomic():
        found = Item.objects.filter(late, closed_at__isnull=True, reminded_at__isnull=True).update(reminded_at=moment)
        if found:
            record(QueueWaits(count=found), actor_kind=Activity.ActorKind.SYSTEM, occurred_at=moment)
    return found
