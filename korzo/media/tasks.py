"""Background work of the media room."""

from korzo.jobs.actions import Priority, job
from korzo.media import actions

# The largest picture that we take needs about 20 seconds on a small server that is busy with others.
RENDER_LEASE_SECONDS = 300


@job(
    idempotent=True,
    unique="media.render:{picture_id}",
    lease_seconds=RENDER_LEASE_SECONDS,
    # Somebody looks at the form and waits for it.
    priority=Priority.URGENT,
)
def render_picture(picture_id: int) -> None:
    actions.render_picture(picture_id)


@job(idempotent=True, unique="media.forget_abandoned")
def forget_abandoned_pictures() -> None:
    actions.forget_abandoned_pictures()
