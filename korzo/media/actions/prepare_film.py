"""A film is made ready, in the worker: read apart, copied without anything but pictures and sounds, given a poster."""

import logging

from django.utils import translation
from django.utils.translation import gettext as _

from korzo.kit.films import BadFilm
from korzo.kit.pictures import FORMATS, dominant_tone
from korzo.media import apart, files
from korzo.media.actions.render import fail, finish
from korzo.media.models import Arrival, Picture
from korzo.media.queries import film_limits

logger = logging.getLogger("korzo.media")


def prepare_film(picture_id: int) -> None:
    """Safe to run again: what was made is made over, what is ready is left alone."""
    waiting = Picture.objects.select_related("owner", "arrival").filter(state=Picture.State.RECEIVED)
    picture = waiting.filter(pk=picture_id).exclude(kind=Picture.Kind.PICTURE).first()
    if picture is None:
        return
    language = picture.owner.language if picture.owner else None
    with translation.override(language):
        try:
            _prepare(picture, picture.arrival)
        except BadFilm as error:
            fail(picture, error.sentence)
        except FileNotFoundError:
            logger.exception("A piece of a film is gone.")
            fail(picture, _("This file got lost on its way. Please send it again."))


def _prepare(picture: Picture, arrival: Arrival) -> None:
    limits = film_limits()
    with files.workshop(picture.key) as folder:
        source, made = folder / "source", folder / "made"
        made.mkdir()
        files.put_together(picture.key, arrival.pieces, source)
        found = apart.prepare(
            source,
            made,
            container=arrival.container,
            minutes_max=limits.minutes_max,
            # It was allowed when it came.
            bytes_max=arrival.size_bytes,
        )
        picture.kind, picture.ending, picture.seconds = found.kind, found.ending, found.seconds
        picture.tone = dominant_tone(found.poster)
        files.draw(picture, found.poster, FORMATS)
        picture.width, picture.height = found.width, found.height
        with found.file.open("rb") as film:
            picture.size_bytes += film.seek(0, 2)
            film.seek(0)
            files.keep_public(picture.film_path, film)
    finish(picture)
