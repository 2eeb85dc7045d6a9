"""Background work of the comments."""

import logging

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.comments import actions
from korzo.comments.queries import drifts
from korzo.jobs.actions import enqueue_on_commit, job

logger = logging.getLogger("korzo.comments")


@job(title=_("Telling who follows of a new comment"), idempotent=True)
def tell_more_followers(comment_id: int, behind: int) -> None:
    last = actions.tell_followers(comment_id, behind=behind)
    if last:
        enqueue_on_commit(tell_more_followers, comment_id, last)


@job(
    title=_("Forgetting addresses of guests, and comments that nobody confirmed"),
    idempotent=True,
    cron="17 3 * * *",
    unique="comments.forget_guests",
    duplicates="drop",
)
def forget_guests() -> int:
    return actions.forget_guests(now=timezone.now())


@job(
    title=_("Counting comments anew"),
    idempotent=True,
    cron="43 3 * * *",
    unique="comments.check_counts",
    duplicates="drop",
)
def check_counts() -> None:
    """A figure that is wrong is told and not mended in silence: its cause is a mistake of ours."""
    for sentence in drifts():
        logger.error("Miscounted: %s.", sentence)
