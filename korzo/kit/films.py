"""Films and sounds from people: which files may come in, and what a page has to know to play one.

Here only the first bytes are looked at. What is inside is read later, in a process of its own (`media.apart`).
"""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from korzo.kit.errors import Refused
from korzo.kit.formats import local_digits

FILM, SOUND = "film", "sound"

# The kinds of files that browsers play, by the ending that ours get: what the browser is told about each.
CONTENT_TYPES = {
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
}
# So much of a file tells what it says it is.
HEAD_BYTES = 4096

# Boxes that stand at the beginning of an MP4 or QuickTime file; old cameras write no `ftyp`.
_FIRST_BOXES = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
# The same container holds pictures (HEIC, AVIF); those go their own way.
_PICTURE_BRANDS = {b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"}
_ID3_HEAD_BYTES = 10


class BadFilm(Refused):
    """The file is not a film or a sound that we take."""


@dataclass(frozen=True)
class Film:
    """What `ui/film.html` reads beside the picture. Until it is ready, and where it failed, there is no `url`."""

    kind: str
    url: str = ""
    content_type: str = ""
    seconds: int = 0
    captions_url: str = ""
    captions_language: str = ""
    # Why it cannot be played, in the words of whoever sent it.
    failure: str = ""

    @property
    def is_sound(self) -> bool:
        return self.kind == SOUND

    @property
    def length(self) -> str:
        """As players write it: 3:07, or 1:02:07, in the digits of the reader."""
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        text = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
        return local_digits(text, get_language())


def container_of(head: bytes) -> str:
    """mov, webm, mp3, ogg or wav, from the first bytes; BadFilm for everything else."""
    if head[4:8] in _FIRST_BOXES and not (head[4:8] == b"ftyp" and head[8:12] in _PICTURE_BRANDS):
        return "mov"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm"
    if head.startswith(b"OggS"):
        return "ogg"
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if _is_mp3(head):
        return "mp3"
    raise BadFilm(
        _("This is not a film or a sound that we can play. Please choose an MP4, MOV, WebM, MP3, M4A, OGG or WAV file.")
    )


def _is_mp3(head: bytes) -> bool:
    """Words about the piece in front (ID3), or at once the first frame: eleven bits set, layer and rate known."""
    if head.startswith(b"ID3") and len(head) > _ID3_HEAD_BYTES:
        return True
    return (
        len(head) > 3
        and head[0] == 0xFF
        and head[1] & 0xE0 == 0xE0
        and head[1] & 0x06 == 0x02
        and head[2] & 0xF0 not in {0x00, 0xF0}
    )
