"""Whether a contest is on, for the menu of every page. The community's own row repeats the answer."""

from datetime import datetime

from django.utils import timezone

from korzo.contests.models import Contest


def is_one_on(at: datetime | None = None) -> bool:
    """It opened, and its results do not stand yet."""
    rows = Contest.objects.filter(announcement__isnull=False, cancellation__isnull=True, result__isnull=True)
    return rows.filter(opens_at__lte=at or timezone.now()).exists()
