"""Background work of the media room."""

from django.utils.translation import gettext_lazy as _

from korzo.jobs.actions import Limit, Priority, job
from korzo.media import actions

# The largest picture that we take needs about 20 seconds on a small server that is busy with others.
RENDER_LEASE_SECONDS = 300
# What `apart.SECONDS_MAX` allows, and the way of a large file from the store and back.
FILM_LEASE_SECONDS = 900


@job(
    idempotent=True,
    unique="media.render:{picture_id}",
    lease_seconds=RENDER_LEASE_SECONDS,
    # Somebody looks at the form and waits for it.
    priority=Priority.URGENT,
)
def render_picture(picture_id: int) -> None:
    actions.render_picture(picture_id)


@job(
    title=_("Preparing a film for browsers"),
    idempotent=True,
    # Each may take a whole core and two gigabytes for a while.
    limit=Limit("media.films", at_once=1),
    lease_seconds=FILM_LEASE_SECONDS,
)
def prepare_film(picture_id: int) -> None:
    actions.prepare_film(picture_id)


@job(idempotent=True, unique="media.forget_abandoned")
def forget_abandoned_pictures() -> None:
    actions.forget_abandoned_pictures()
