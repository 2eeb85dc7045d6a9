"""Background work of replies by mail."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from korzo.jobs.actions import Priority, job
from korzo.notifications.incoming import actions


@job(
    title=_("Looking for replies by mail"),
    idempotent=True,
    every="1 minute",
    unique="notifications.fetch_mail",
    duplicates="drop",
    # Fifty letters with pictures, from a slow server.
    lease_seconds=1800,
)
def fetch_mail() -> int:
    """Nothing while replies by mail are off, or where the mail server brings them itself."""
    doorway = settings.KORZO_DOORWAY
    return actions.fetch_mail(doorway).taken if doorway is not None and doorway.mailbox is not None else 0


@job(
    title=_("Forgetting letters after a month"),
    idempotent=True,
    priority=Priority.BULK,
    cron="17 4 * * *",
    unique="notifications.forget_letters",
    duplicates="drop",
)
def forget_letters() -> int:
    return actions.forget_letters() + actions.forget_bounces()
