"""Background work of the spine."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.activity.actions import forget_done
from korzo.jobs.actions import Priority, job

# Long enough to look into what happened last month.
DONE_KEPT = timedelta(days=30)


@job(title=_("Tidying up old deliveries"), idempotent=True, priority=Priority.BULK, cron="57 3 * * *")
def forget_done_deliveries() -> int:
    """Deliveries that are done have told what they had to tell; the activities themselves stay."""
    return forget_done(timezone.now() - DONE_KEPT)
