"""A picture is drawn anew, in the worker."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.kit.pictures import FORMATS, BadPicture, dominant_tone, open_picture
from korzo.media import files
from korzo.media.actions.stale import bump_pages_with
from korzo.media.activities import PictureReady
from korzo.media.models import Picture


def render_picture(picture_id: int) -> None:
    """Safe to run again: what was drawn is drawn over, what is ready is left alone."""
    picture = Picture.objects.select_related("owner").filter(pk=picture_id, state=Picture.State.RECEIVED).first()
    if picture is None:
        return
    language = picture.owner.language if picture.owner else None
    with translation.override(language):
        try:
            _render(picture)
        except BadPicture as error:
            _fail(picture, error.sentence)
        except FileNotFoundError:
            _fail(picture, _("This picture got lost on its way. Please send it again."))


def _render(picture: Picture) -> None:
    with files.open_original(picture.key) as original:
        image = open_picture(original, name="")
    picture.tone = dominant_tone(image)
    picture.state = Picture.State.READY
    files.draw(picture, image, FORMATS)
    with transaction.atomic():
        known = Picture.objects.filter(pk=picture.pk, state=Picture.State.RECEIVED).update(
            state=picture.state,
            width=picture.width,
            height=picture.height,
            widths=picture.widths,
            has_avif=picture.has_avif,
            tone=picture.tone,
            size_bytes=picture.size_bytes,
        )
        if known:
            bump_pages_with(picture.pk)
            record(PictureReady(picture_id=picture.pk), actor_id=picture.owner_id, member_id=picture.owner_id)
    if known:
        files.forget_original(picture.key)
    elif not Picture.objects.filter(pk=picture.pk).exists():
        # Discarded while it was drawn.
        files.forget(picture.key)


def _fail(picture: Picture, sentence: str) -> None:
    with transaction.atomic():
        Picture.objects.filter(pk=picture.pk).update(state=Picture.State.FAILED, failure=sentence[:250])
        bump_pages_with(picture.pk)
    files.forget(picture.key)
