"""Films on their way: pieces, limits, and what is refused before anything reads it."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from korzo.jobs.queries import waiting_jobs
from korzo.kit.errors import Refused
from korzo.kit.films import BadFilm
from korzo.media.actions import (
    PIECE_BYTES_MAX,
    FilmRulesChange,
    Said,
    add_piece,
    begin_film,
    change_film_rules,
    claim_pictures,
    forget_abandoned_pictures,
    receive_film,
)
from korzo.media.models import Arrival, Picture
from korzo.media.queries import count_films_received_today, count_received_today
from korzo.media.tests.films import sent
from tests.cast import Cast

# Enough for the first look; nothing here reads further.
HEADS = {
    "mp4": b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41",
    "mov": b"\0\0\0\x14ftypqt  \0\0\0\0qt  ",
    "webm": b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01",
    "mp3 with words": b"ID3\x04\0\0\0\0\0\x23TSSE",
    "bare mp3": b"\xff\xfb\x90\x64" + bytes(40),
    "ogg": b"OggS\0\x02" + bytes(40),
    "wav": b"RIFF\x24\0\0\0WAVEfmt ",
}
OTHERS = {
    "page": b"<!doctype html><script>alert(1)</script>",
    "page that begins like nothing": b"\0\0\0\0<html>",
    "playlist": b"#EXTM3U\n#EXT-X-VERSION:3\nhttp://169.254.169.254/\n",
    "list of files": b"ffconcat version 1.0\nfile /etc/passwd\n",
    "drawing": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "picture": b"\0\0\0\x1cftypheic\0\0\0\0mif1heic",
    "old film": b"RIFF\x24\0\0\0AVI LIST",
    "stream": b"\x47\x40\x11\x10" + bytes(184),
    "program": b"\x7fELF" + bytes(40),
    "archive": b"PK\x03\x04" + bytes(40),
    "nothing": b"",
}


def begun(data: bytes, cast: Cast, size: int | None = None) -> Picture:
    return begin_film(io.BytesIO(data), owner=cast.tea, said=Said(size_bytes=len(data) if size is None else size))


type Left = Callable[[], list[str]]


@pytest.mark.parametrize("name", HEADS)
def test_it_takes_what_says_it_is_a_film_or_sound(name: str, cast: Cast) -> None:
    half = begun(HEADS[name], cast, 5000)
    whole = begun(HEADS[name], cast)
    assert (half.state, whole.state, whole.is_film) == ("arriving", "received", True)


@pytest.mark.parametrize("name", OTHERS)
def test_it_takes_nothing_else(name: str, cast: Cast, left: Left) -> None:
    with pytest.raises(BadFilm):
        begun(OTHERS[name], cast)
    assert not Picture.objects.exists()
    assert left() == []


def test_it_comes_piece_by_piece(cast: Cast, left: Left, django_capture_on_commit_callbacks: Any) -> None:
    data = HEADS["mp4"] + bytes(2 * PIECE_BYTES_MAX)
    with django_capture_on_commit_callbacks(execute=True):
        picture = begun(data[:PIECE_BYTES_MAX], cast, len(data))
    assert (picture.state, waiting_jobs()) == ("arriving", [])
    second, third = data[PIECE_BYTES_MAX : 2 * PIECE_BYTES_MAX], data[2 * PIECE_BYTES_MAX :]
    assert add_piece(picture, io.BytesIO(second), actor=cast.tea, offset=PIECE_BYTES_MAX) == 2 * PIECE_BYTES_MAX
    # Sent again, because its answer was lost: nothing changes.
    assert add_piece(picture, io.BytesIO(second), actor=cast.tea, offset=PIECE_BYTES_MAX) == 2 * PIECE_BYTES_MAX
    with django_capture_on_commit_callbacks(execute=True):
        assert add_piece(picture, io.BytesIO(third), actor=cast.tea, offset=2 * PIECE_BYTES_MAX) == len(data)
    picture.refresh_from_db()
    assert picture.state == "received"
    assert [job.task_path for job in waiting_jobs()] == ["korzo.media.tasks.prepare_film"]
    assert left() == [f"quarantine/{picture.key}.pieces/0000{n}" for n in range(3)]
    Arrival.objects.all().delete()
    with pytest.raises(Refused, match="here already"):
        add_piece(picture, io.BytesIO(b"x"), actor=cast.tea, offset=len(data))


def test_it_takes_no_more_than_was_said(cast: Cast) -> None:
    picture = begun(HEADS["mp4"], cast, len(HEADS["mp4"]) + 5)
    with pytest.raises(BadFilm, match="changed while"):
        add_piece(picture, io.BytesIO(bytes(6)), actor=cast.tea, offset=len(HEADS["mp4"]))
    with pytest.raises(BadFilm, match="changed while"):
        begun(HEADS["mp4"] + bytes(PIECE_BYTES_MAX), cast)
    assert Arrival.objects.get().received_bytes == len(HEADS["mp4"])


def test_nobody_else_adds_to_it(cast: Cast) -> None:
    picture = begun(HEADS["mp4"], cast, 1000)
    with pytest.raises(Refused, match="Only the person"):
        add_piece(picture, io.BytesIO(b"x"), actor=cast.luka, offset=len(HEADS["mp4"]))


def test_it_is_not_used_before_it_is_here(cast: Cast) -> None:
    picture = begun(HEADS["mp4"], cast, 1000)
    assert claim_pictures([picture.pk], actor=cast.tea) == []
    whole = begun(HEADS["mp4"], cast)
    assert [one.pk for one in claim_pictures([whole.pk], actor=cast.tea)] == [whole.pk]


def test_size_and_number_have_limits(cast: Cast) -> None:
    change_film_rules(FilmRulesChange(megabytes_max=1, per_day_max=2), actor=cast.mira)
    with pytest.raises(BadFilm, match="larger than 1 MB"):
        begun(HEADS["mp4"], cast, 1024**2 + 1)
    of_tea = Said(len(HEADS["mp4"]))
    begin_film(io.BytesIO(HEADS["mp4"]), owner=cast.tea, said=of_tea, at=timezone.now() - timedelta(hours=25))
    begun(HEADS["mp4"], cast)
    begun(HEADS["mp3 with words"], cast)
    with pytest.raises(Refused, match="2 films since yesterday"):
        begun(HEADS["mp4"], cast)
    assert (count_films_received_today(cast.tea), count_received_today(cast.tea)) == (2, 0)
    assert begin_film(io.BytesIO(HEADS["mp4"]), owner=cast.luka, said=Said(len(HEADS["mp4"]))).owner == cast.luka


def test_where_films_are_not_welcome_none_comes(cast: Cast) -> None:
    change_film_rules(FilmRulesChange(are_welcome=False), actor=cast.mira)
    with pytest.raises(Refused, match="cannot be sent here"):
        begun(HEADS["mp4"], cast)
    assert not Picture.objects.exists()


def test_without_the_library_none_comes(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receive_film, "can_read_films", lambda: False)
    with pytest.raises(Refused, match="cannot be sent here"):
        begun(HEADS["mp4"], cast)


def test_one_that_never_arrived_is_forgotten(cast: Cast, folder: Path, left: Left) -> None:
    picture = begun(HEADS["mp4"], cast, 1000)
    of_a_killed_worker = folder / "workshop" / "of-a-killed-worker"
    of_a_killed_worker.mkdir(parents=True)
    assert forget_abandoned_pictures(now=timezone.now() + timedelta(days=4)) == 1
    assert not Picture.objects.filter(pk=picture.pk).exists()
    assert not Arrival.objects.exists()
    assert left() == []
    assert not of_a_killed_worker.exists()


def test_a_failing_disk_leaves_nothing_behind(cast: Cast, left: Left, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise OSError("the queue is away")

    monkeypatch.setattr(receive_film, "enqueue_on_commit", fail)
    with pytest.raises(OSError, match="away"):
        sent(HEADS["mp4"], cast.tea)
    assert not Picture.objects.exists()
    assert left() == []
