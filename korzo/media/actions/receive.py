"""A picture comes in."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from korzo.jobs.actions import enqueue_on_commit
from korzo.kit.errors import Refused
from korzo.kit.formats import spoken
from korzo.kit.pictures import FORMATS, dominant_tone, open_picture, rendition_widths, renditions
from korzo.media import files, tasks
from korzo.media.actions.words import checked_alt
from korzo.media.models import Picture, new_key
from korzo.media.queries import count_received_today
from korzo.members.models import Member

# A day's walk with the camera. At 20 MB each this also bounds what one account can put into quarantine.
PICTURES_PER_DAY_MAX = 100
# Drawing releases the interpreter's lock, and the smallest server that we promise to run on has two cores.
DRAWING_THREADS = 2


@dataclass(frozen=True)
class ReadyPicture:
    """A picture from a folder of ours: of the demo, of an import. A known tone saves reckoning it."""

    path: Path
    owner: Member | None
    alt: str = ""
    tone: str = ""
    focal_x: int = 50
    focal_y: int = 50
    at: datetime | None = None


def receive_picture(file: IO[bytes], *, owner: Member, alt: str = "", at: datetime | None = None) -> Picture:
    """Check what a member sent and keep it in quarantine; a job draws it anew. BadPicture says what is wrong."""
    check_quota(owner)
    words = checked_alt(alt)
    image = open_picture(file)
    picture = Picture(
        key=new_key(),
        owner=owner,
        width=image.width,
        height=image.height,
        tone=dominant_tone(image),
        alt=words,
        described_at=timezone.now() if words else None,
        created_at=at or timezone.now(),
    )
    try:
        files.keep_original(picture.key, file)
        _write_preview(picture, image)
        with transaction.atomic():
            picture.save(force_insert=True)
            enqueue_on_commit(tasks.render_picture, picture_id=picture.pk)
    except BaseException:
        # What has no row would lie there for ever.
        files.forget(picture.key)
        raise
    return picture


def check_quota(owner: Member) -> None:
    if count_received_today(owner) >= PICTURES_PER_DAY_MAX:
        raise Refused(
            _("You have sent %(count)s pictures since yesterday. Please send more tomorrow.")
            % {"count": spoken(PICTURES_PER_DAY_MAX)}
        )


def _write_preview(picture: Picture, image: Image.Image) -> None:
    """The smallest rendition at once, so that its sender sees it in the form."""
    for rendition in renditions(image, [preview_width(picture)], ["webp"]):
        files.write(picture, rendition)


def preview_width(picture: Picture) -> int:
    return rendition_widths(picture.width)[0]


def receive_ready_picture(
    path: Path,
    *,
    owner: Member | None,
    alt: str = "",
    tone: str = "",
    focal_x: int = 50,
    focal_y: int = 50,
    formats: Sequence[str] = FORMATS,
    at: datetime | None = None,
) -> Picture:
    """Drawn at once, for imports and the demo. Without quota, quarantine and activity: nobody is waiting for it."""
    source = ReadyPicture(path, owner, alt, tone, focal_x, focal_y, at)
    return receive_ready_pictures([source], formats=formats)[0]


def receive_ready_pictures(sources: Sequence[ReadyPicture], *, formats: Sequence[str] = FORMATS) -> list[Picture]:
    """Many in one go, in the given order. WebP alone takes a third of the time of both formats."""
    with ThreadPoolExecutor(DRAWING_THREADS) as pool:
        drawn = list(pool.map(lambda source: _drawn(source, formats), sources))
    return Picture.objects.bulk_create(drawn)


def _drawn(source: ReadyPicture, formats: Sequence[str]) -> Picture:
    """Runs in a thread of its own and must not touch the database."""
    with source.path.open("rb") as file:
        image = open_picture(file)
    at = source.at or timezone.now()
    picture = Picture(
        key=new_key(),
        owner=source.owner,
        state=Picture.State.READY,
        width=image.width,
        height=image.height,
        tone=source.tone or dominant_tone(image),
        alt=checked_alt(source.alt),
        described_at=at if source.alt else None,
        focal_x=source.focal_x,
        focal_y=source.focal_y,
        created_at=at,
    )
    files.draw(picture, image, formats)
    return picture
