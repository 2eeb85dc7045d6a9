"""A picture is drawn anew, in the worker."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.kit.pictures import FORMATS, BadPicture, dominant_tone, open_picture
from korzo.media import files
from korzo.media.actions.stale import bump_pages_with
from korzo.media.activities import PictureReady
from korzo.media.models import Arrival, Picture

# What is known of a picture only once it is drawn, of a film once it was read.
DRAWN_FIELDS = (
    "state", "kind", "width", "height", "widths", "has_avif", "tone", "size_bytes", "seconds", "ending",
)  # fmt: skip


def render_picture(picture_id: int) -> None:
    """Safe to run again: what was drawn is drawn over, what is ready is left alone."""
    waiting = Picture.objects.select_related("owner").filter(kind=Picture.Kind.PICTURE, state=Picture.State.RECEIVED)
    picture = waiting.filter(pk=picture_id).first()
    if picture is None:
        return
    language = picture.owner.language if picture.owner else None
    with translation.override(language):
        try:
            _render(picture)
        except BadPicture as error:
            fail(picture, error.sentence)
        except FileNotFoundError:
            fail(picture, _("This picture got lost on its way. Please send it again."))


def _render(picture: Picture) -> None:
    with files.open_original(picture.key) as original:
        image = open_picture(original, name="")
    picture.tone = dominant_tone(image)
    files.draw(picture, image, FORMATS)
    finish(picture)


def finish(picture: Picture) -> None:
    """Its files are there: everybody sees it from now on, unless it was taken back meanwhile."""
    picture.state = Picture.State.READY
    with transaction.atomic():
        known = Picture.objects.filter(pk=picture.pk, state=Picture.State.RECEIVED).update(
            **{name: getattr(picture, name) for name in DRAWN_FIELDS}
        )
        if known:
            Arrival.objects.filter(picture=picture).delete()
            bump_pages_with(picture.pk)
            record(PictureReady(picture_id=picture.pk), actor_id=picture.owner_id, member_id=picture.owner_id)
    if known:
        files.forget_original(picture.key)
    elif not Picture.objects.filter(pk=picture.pk).exists():
        # Discarded while it was drawn.
        files.forget(picture.key)


def fail(picture: Picture, sentence: str) -> None:
    with transaction.atomic():
        Picture.objects.filter(pk=picture.pk).update(state=Picture.State.FAILED, failure=sentence[:250])
        Arrival.objects.filter(picture=picture).delete()
        bump_pages_with(picture.pk)
    files.forget(picture.key)
