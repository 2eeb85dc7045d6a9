"""What the checks remember is dropped: after its time by the clock, at once for a member who leaves."""

from datetime import datetime

from django.db.models import Q

from korzo.moderation.actions.origins import forget_origins
from korzo.moderation.actions.rates import forget_rates
from korzo.moderation.actions.weigh import DUPLICATES_WITHIN, SPAM_KNOWN_FOR
from korzo.moderation.models.spam import Origin, Trace


def forget_old_traces(now: datetime) -> int:
    traces, _kinds = Trace.objects.filter(
        Q(at__lt=now - DUPLICATES_WITHIN, is_spam=False) | Q(at__lt=now - SPAM_KNOWN_FOR)
    ).delete()
    return traces + forget_origins(now) + forget_rates(now)


def forget_traces_of(member_id: int) -> None:
    """What the filter learnt stays: numbers that lead to nobody."""
    Trace.objects.filter(author=member_id).delete()
    Origin.objects.filter(member=member_id).delete()
