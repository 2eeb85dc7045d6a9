"""Work for the background."""

from django.utils.translation import gettext_lazy as _

from korzo.jobs.actions import Limit, Priority, job
from korzo.writing import actions

# A page, what it tells elsewhere, and a picture: five seconds each at most.
FETCH_LEASE_SECONDS = 60


@job(
    title=_("Looking at a link"),
    idempotent=True,
    attempts_max=2,
    # Somebody has just posted it; but never more than two at a time, so that slow pages hold up nothing else.
    limit=Limit("link cards", at_once=2),
    lease_seconds=FETCH_LEASE_SECONDS,
)
def fetch_card(card_id: int) -> None:
    actions.fetch_card(card_id)


@job(title=_("Forgetting old drafts"), idempotent=True, priority=Priority.BULK, cron="23 3 * * *")
def forget_old_drafts() -> int:
    return actions.forget_old_drafts()


@job(title=_("Forgetting cards of old links"), idempotent=True, priority=Priority.BULK, cron="43 3 * * *")
def forget_old_cards() -> int:
    return actions.forget_old_cards()
