"""Hourly work. The room of jobs stands beside ours, so this is a plain task: a failure is shown to staff."""

from django.tasks import task

from korzo.live import actions


@task
def forget_events() -> int:
    """In batches, so that nobody waits for long behind this."""
    count, batch = 0, actions.FORGET_BATCH
    while batch == actions.FORGET_BATCH:
        batch = actions.forget_events()
        count += batch
    actions.forget_lost_readers()
    return count
