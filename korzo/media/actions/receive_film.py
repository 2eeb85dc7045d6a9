"""A film or a sound comes in, piece by piece: a connection that breaks costs one piece and not the film."""

from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.jobs.actions import enqueue_on_commit
from korzo.kit.errors import Refused
from korzo.kit.films import HEAD_BYTES, BadFilm, container_of
from korzo.kit.formats import spoken
from korzo.media import files, tasks
from korzo.media.actions.words import checked_alt
from korzo.media.apart import can_read_films
from korzo.media.models import Arrival, Picture, new_key
from korzo.media.permissions import check_tend
from korzo.media.queries import FilmLimits, count_films_received_today, film_limits
from korzo.members.models import Member

# On a slow line a piece takes half a minute, and no thread of ours waits for it.
PIECE_BYTES_MAX = 4 * 1024 * 1024
# Until the film was looked at, its place on the page has the shape of most films.
EXPECTED_SIZE = (1280, 720)
_SOUNDS = {"mp3", "ogg", "wav"}


@dataclass(frozen=True)
class Said:
    """What the browser says about a file. Its name is not asked for, and its type not believed."""

    size_bytes: int
    alt: str = ""


def begin_film(first: IO[bytes], *, owner: Member, said: Said, at: datetime | None = None) -> Picture:
    """The first piece tells what it is. BadFilm or Refused say why it is not taken."""
    limits = film_limits()
    check_welcome(limits)
    _check_size(said.size_bytes, limits)
    check_film_quota(owner, limits)
    container = container_of(_head(first))
    words = checked_alt(said.alt)
    picture = Picture(
        key=new_key(),
        kind=Picture.Kind.SOUND if container in _SOUNDS else Picture.Kind.FILM,
        owner=owner,
        state=Picture.State.ARRIVING,
        width=EXPECTED_SIZE[0],
        height=EXPECTED_SIZE[1],
        alt=words,
        described_at=timezone.now() if words else None,
        created_at=at or timezone.now(),
    )
    arrival = Arrival(picture=picture, container=container, size_bytes=said.size_bytes)
    try:
        with transaction.atomic():
            picture.save(force_insert=True)
            arrival.save(force_insert=True)
            _take(arrival, first, 0)
    except BaseException:
        # What has no row would lie there for ever.
        files.forget(picture.key)
        raise
    # A small one is here whole already.
    picture.refresh_from_db()
    return picture


def add_piece(picture: Picture, piece: IO[bytes], *, actor: Member, offset: int) -> int:
    """How much is here now, which says where to go on. A piece that does not follow on the last one changes nothing."""
    check_tend(actor, picture)
    arrival = Arrival.objects.select_related("picture").filter(picture=picture).first()
    if arrival is None:
        raise Refused(_("This file is here already."))
    if offset == arrival.received_bytes and arrival.received_bytes < arrival.size_bytes:
        _take(arrival, piece, offset)
        arrival.refresh_from_db()
    return arrival.received_bytes


def check_welcome(limits: FilmLimits) -> None:
    if not (can_read_films() and limits.are_welcome):
        raise Refused(_("Films and sounds cannot be sent here. A link to one can."))


def check_film_quota(owner: Member, limits: FilmLimits) -> None:
    if count_films_received_today(owner) >= limits.per_day_max:
        raise Refused(
            _("You have sent %(count)s films since yesterday. Please send more tomorrow.")
            % {"count": spoken(limits.per_day_max)}
        )


def _check_size(size_bytes: int, limits: FilmLimits) -> None:
    if size_bytes <= 0:
        raise BadFilm(_("This file is empty."))
    if size_bytes > limits.bytes_max:
        raise BadFilm(
            _("This file is larger than %(size)s MB. Please choose a smaller one.")
            % {"size": spoken(limits.megabytes_max)}
        )


def _head(first: IO[bytes]) -> bytes:
    first.seek(0)
    return first.read(HEAD_BYTES)


def _take(arrival: Arrival, piece: IO[bytes], offset: int) -> None:
    """Kept first and counted then: two that come at once are the same piece, and one of them counts."""
    length = piece.seek(0, 2)
    if not 0 < length <= min(PIECE_BYTES_MAX, arrival.size_bytes - offset):
        raise BadFilm(_("This file changed while it was sent. Please choose it again."))
    files.keep_piece(arrival.picture.key, arrival.pieces, piece)
    with transaction.atomic():
        counted = Arrival.objects.filter(pk=arrival.pk, received_bytes=offset).update(
            received_bytes=offset + length, pieces=arrival.pieces + 1
        )
        if counted and offset + length == arrival.size_bytes:
            Picture.objects.filter(pk=arrival.pk).update(state=Picture.State.RECEIVED)
            enqueue_on_commit(tasks.prepare_film, picture_id=arrival.pk)
