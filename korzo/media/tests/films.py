"""Films and sounds as cameras, phones and programs make them, a few kilobytes each, made when a test asks for one."""

import io
import math
from array import array
from collections.abc import Mapping
from tempfile import NamedTemporaryFile
from typing import Any

import av
from django.core.files.uploadedfile import SimpleUploadedFile

from korzo.media.actions import PIECE_BYTES_MAX, Said, add_piece, begin_film
from korzo.media.models import Picture
from korzo.members.models import Member

RATE, SOUND_RATE, SAMPLES = 10, 48_000, 960
PLACE = "+48.1486+017.1077/"


def make_film(
    form: str = "mp4",
    *,
    seconds: int = 2,
    size: tuple[int, int] = (320, 180),
    video: str | None = "libx264",
    audio: str | None = "aac",
    words: Mapping[str, str] | None = None,
    options: dict[str, str] | None = None,
    turned: int = 0,
    step: int = 1,
) -> bytes:
    """`step` tenths of a second lie between two pictures."""
    out = NamedTemporaryFile(suffix=f".{form}")  # noqa: SIM115 (gone when it is forgotten)
    with av.open(out.name, "w", format=form, options=options or {}) as made:
        made.metadata.update(words or {})
        picture: Any = made.add_stream(video, rate=RATE) if video else None
        sound: Any = made.add_stream(audio, rate=SOUND_RATE) if audio else None
        if picture is not None:
            picture.width, picture.height, picture.pix_fmt = *size, "yuv420p"
            if turned:
                picture.set_display_rotation(turned)
            _draw(made, picture, seconds * RATE, step)
        if sound is not None:
            _hum(made, sound, seconds)
    return out.read()


def make_sound(form: str = "mp3", codec: str = "libmp3lame", *, words: Mapping[str, str] | None = None) -> bytes:
    return make_film(form, video=None, audio=codec, words=words)


def _draw(made: Any, stream: Any, count: int, step: int) -> None:
    """A bright bar that walks over a dark field, so that frames differ and show something."""
    for number in range(count):
        frame = av.VideoFrame(stream.width, stream.height, "yuv420p")
        for plane, shade in zip(frame.planes, (40, 110, 150), strict=True):
            lines = bytearray([shade]) * plane.buffer_size
            if shade == 40:
                bar = (number * 7) % plane.height
                lines[bar * plane.line_size : (bar + 8) * plane.line_size] = bytes([220]) * 8 * plane.line_size
            plane.update(bytes(lines[: plane.buffer_size]))
        frame.pts = number * step
        made.mux(stream.encode(frame))
    made.mux(stream.encode(None))


def _hum(made: Any, stream: Any, seconds: int) -> None:
    for start in range(0, seconds * SOUND_RATE, SAMPLES):
        frame = av.AudioFrame(format="s16", layout="mono", samples=SAMPLES)
        tone = [round(9000 * math.sin((start + one) / 20)) for one in range(SAMPLES)]
        frame.planes[0].update(array("h", tone).tobytes())
        frame.sample_rate, frame.pts = SOUND_RATE, start
        made.mux(stream.encode(frame))
    made.mux(stream.encode(None))


def sent(data: bytes, owner: Member, *, alt: str = "") -> Picture:
    """All pieces of it, one after the other, as the composer sends them."""
    first, rest = data[:PIECE_BYTES_MAX], data[PIECE_BYTES_MAX:]
    picture = begin_film(io.BytesIO(first), owner=owner, said=Said(size_bytes=len(data), alt=alt))
    while rest:
        add_piece(picture, io.BytesIO(rest[:PIECE_BYTES_MAX]), actor=owner, offset=len(data) - len(rest))
        rest = rest[PIECE_BYTES_MAX:]
    picture.refresh_from_db()
    return picture


def as_upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("piece", data, "application/octet-stream")
