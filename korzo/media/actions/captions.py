"""The words that are spoken in a film, for those who do not hear it: a WebVTT or SRT file, written anew."""

import io
import re
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext as _

from korzo.kit.blocks import UNSEEN
from korzo.kit.errors import FieldRefused
from korzo.media import files
from korzo.media.actions.stale import bump_pages_with
from korzo.media.models import Picture, new_key
from korzo.media.permissions import check_tend
from korzo.members.models import Member

# An hour of fast talk is a quarter of it.
CAPTIONS_BYTES_MAX = 256 * 1024
CUES_MAX = 5_000
CUE_LENGTH_MAX = 500

_TIME = r"(?:(\d{1,2}):)?(\d{2}):(\d{2})[.,](\d{3})"
_TIMING = re.compile(rf"\s*{_TIME}\s+-->\s+{_TIME}(?:\s.*)?")
# Marks of speakers, colours and places; the words within stay.
_MARK = re.compile(r"</?[A-Za-z0-9][^<>]{0,200}>")


@dataclass(frozen=True)
class Cue:
    """Milliseconds from the beginning, and the lines that stand there meanwhile."""

    start: int
    end: int
    lines: tuple[str, ...]


def keep_captions(picture: Picture, file: IO[bytes], *, actor: Member, language: str) -> Picture:
    """In place of those that there were. The new name lets browsers see the new words."""
    check_tend(actor, picture)
    if not picture.is_film:
        raise FieldRefused("captions", _("Only a film or a sound has captions."))
    if language not in dict(settings.LANGUAGES):
        raise FieldRefused("language", _("Please choose one of these languages."))
    text = _written(_cues(_decoded(file)))
    former = picture.captions_path if picture.captions else ""
    picture.captions, picture.captions_language = new_key(), language
    files.keep_public(picture.captions_path, io.BytesIO(text.encode()))
    _note(picture, former)
    return picture


def drop_captions(picture: Picture, *, actor: Member) -> None:
    check_tend(actor, picture)
    if picture.captions:
        former = picture.captions_path
        picture.captions, picture.captions_language = "", ""
        _note(picture, former)


def _note(picture: Picture, former: str) -> None:
    with transaction.atomic():
        picture.save(update_fields=["captions", "captions_language"])
        bump_pages_with(picture.pk)
        if former:
            transaction.on_commit(lambda: files.forget_public(former))


def _decoded(file: IO[bytes]) -> str:
    file.seek(0)
    raw = file.read(CAPTIONS_BYTES_MAX + 1)
    if len(raw) > CAPTIONS_BYTES_MAX:
        raise FieldRefused("captions", _("This file is too large for captions."))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FieldRefused("captions", _("This file is not plain text in UTF-8. Please save it so.")) from None
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _cues(text: str) -> list[Cue]:
    """Whatever is no cue (a head, notes, styles, numbers) is passed over."""
    found: list[Cue] = []
    for block in re.split(r"\n[ \t]*\n", text):
        lines = block.strip("\n").split("\n")
        place = next((at for at, line in enumerate(lines[:2]) if _TIMING.fullmatch(line)), None)
        if place is None:
            continue
        cue = _cue(lines[place], lines[place + 1 :])
        if cue is not None:
            found.append(cue)
    if not found:
        raise FieldRefused(
            "captions", _("There are no captions in this file. Please choose a WebVTT (.vtt) or SRT file.")
        )
    if len(found) > CUES_MAX:
        raise FieldRefused("captions", _("This file is too large for captions."))
    return sorted(found, key=lambda one: one.start)


def _cue(timing: str, lines: list[str]) -> Cue | None:
    matched = _TIMING.fullmatch(timing)
    if matched is None:
        return None
    start, end = _milliseconds(matched.groups()[:4]), _milliseconds(matched.groups()[4:])
    words = tuple(line for line in (_MARK.sub("", one).strip()[:CUE_LENGTH_MAX] for one in lines) if line)
    return Cue(start, end, words) if words and end > start else None


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _written(cues: list[Cue]) -> str:
    blocks = [
        f"{_clock(cue.start)} --> {_clock(cue.end)}\n" + "\n".join(_plain(line) for line in cue.lines) for cue in cues
    ]
    return "WEBVTT\n\n" + "\n\n".join(blocks) + "\n"


def _plain(line: str) -> str:
    """Signs that mean something in WebVTT are written as their names; those that came so are not written twice."""
    known = line.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&")
    return str(escape(known)).replace("&#x27;", "'").replace("&quot;", '"')


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"
