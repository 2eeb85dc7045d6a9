"""Reading a film in a process of its own (`reader.py`), and judging what that process says.

Nothing of a film is decoded in our own processes: the reader is given a file and a folder, and neither settings,
database nor network. It may end at any moment, or lie; then the film is refused and nothing else happens.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image

from korzo.kit.films import CONTENT_TYPES, FILM, HEAD_BYTES, SOUND, BadFilm, container_of
from korzo.kit.formats import spoken
from korzo.kit.pictures import BadPicture, open_picture

READER = Path(__file__).with_name("reader.py")
# By the clock: on a busy server its minutes of work take longer.
SECONDS_MAX = 600
# It says one line.
ANSWER_BYTES_MAX = 4096
# The copy's index is written anew, and may be a little larger.
COPY_BYTES_MORE = 8 * 1024**2
SIDE_MAX = 4 * 4096
_ENDINGS = {"mov": {"mp4", "m4a"}, "webm": {"webm"}, "mp3": {"mp3"}, "ogg": {"ogg"}, "wav": {"wav"}}


@dataclass(frozen=True)
class Prepared:
    """A film without anything but what is seen and heard, and the picture that stands for it."""

    kind: str
    ending: str
    seconds: int
    width: int
    height: int
    file: Path
    poster: Image.Image


@cache
def can_read_films() -> bool:
    """Whether the library is installed that the reader needs (extra `films`)."""
    return find_spec("av") is not None


def prepare(source: Path, folder: Path, *, container: str, minutes_max: int, bytes_max: int) -> Prepared:
    """`folder` is empty and takes what is made. BadFilm says what is wrong with the film."""
    order = {
        "source": str(source),
        "container": container,
        "seconds_max": minutes_max * 60.0,
        "bytes_max": bytes_max,
    }
    said = _run(order, folder)
    if "refused" in said:
        raise BadFilm(_sentence(str(said["refused"]), minutes_max))
    try:
        return _judged(said, folder, container=container, seconds_max=minutes_max * 60, bytes_max=bytes_max)
    except (BadPicture, KeyError, TypeError, ValueError, OSError) as error:
        raise BadFilm(_sentence("damaged", minutes_max)) from error


def _run(order: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Its words, or that it was ended: by its limits, by the clock, or by what was in the file."""
    answer = folder / "answer.json"
    with answer.open("wb") as out:
        try:
            ended = subprocess.run(
                [sys.executable, "-I", str(READER), json.dumps(order)],
                cwd=folder,
                env={"LANG": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS_MAX,
                start_new_session=True,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {"refused": "too_heavy"}
    if ended.returncode:
        return {"refused": "too_heavy"}
    with answer.open("rb") as lines:
        try:
            said = json.loads(lines.read(ANSWER_BYTES_MAX))
        except ValueError:
            return {"refused": "damaged"}
    return said if isinstance(said, dict) else {"refused": "damaged"}


def _judged(said: dict[str, Any], folder: Path, *, container: str, seconds_max: int, bytes_max: int) -> Prepared:
    """ValueError where it cannot be true."""
    kind, ending = said["kind"], said["ending"]
    seconds, width, height = float(said["seconds"]), int(said["width"]), int(said["height"])
    file = folder / f"film.{ending}"
    fits = (
        kind in {FILM, SOUND}
        and ending in _ENDINGS[container]
        and (kind == SOUND or CONTENT_TYPES[ending].startswith("video/"))
        and 0 <= seconds <= seconds_max
        and 0 < width <= SIDE_MAX
        and 0 < height <= SIDE_MAX
        and not file.is_symlink()
        and 0 < file.stat().st_size <= bytes_max + COPY_BYTES_MORE
    )
    poster = folder / "poster.png"
    if not fits or poster.is_symlink():
        raise ValueError(said)
    with file.open("rb") as head:
        if container_of(head.read(HEAD_BYTES)) != container:
            raise ValueError(said)
    with poster.open("rb") as picture:
        image = open_picture(picture, name="")
    return Prepared(kind, ending, max(1, round(seconds)), width, height, file, image)


def _sentence(code: str, minutes_max: int) -> str:
    minutes = spoken(minutes_max)
    sentences = {
        "hevc": _(
            "This film is recorded as HEVC, which many browsers cannot play. Please save it as MP4 (H.264); phones call"
            " that “most compatible”."
        ),
        "codec": _("Browsers cannot play what is inside this file. Please save it as MP4 (H.264 and AAC) or as MP3."),
        "too_long": _("This is longer than %(minutes)s minutes. Please send a shorter one.") % {"minutes": minutes},
        "too_large": _("The picture of this film has too many pixels. Please save it in 4K or smaller."),
        "too_small": _("The picture of this film is too small to be seen."),
        "nothing_to_play": _("There is nothing to see or to hear in this file."),
        "cut": _("The end of this file is missing. Please send it again, or save it anew first."),
        "too_heavy": _("We could not work through this file. Please save it as MP4 (H.264 and AAC) and send it again."),
    }
    return sentences.get(code) or _("This file is damaged and cannot be played. Please try another one.")
