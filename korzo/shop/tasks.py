"""Work for the background."""

from korzo.jobs.actions import Priority, enqueue_on_commit, job
from korzo.shop.actions import erase, pictures


@job(idempotent=True, priority=Priority.BULK)
def fetch_pictures() -> int:
    """A few at a time, and again as long as some come. The rest waits for the hourly look."""
    kept = pictures.fetch_pictures()
    if kept:
        enqueue_on_commit(fetch_pictures)
    return kept


@job(idempotent=True)
def forget_rejected_rows() -> int:
    return erase.forget_rejected_rows()
