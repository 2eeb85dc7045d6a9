"""Films are made ready: what browsers play comes out bare, everything else is refused with its sentence."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest
from django.core.files.storage import default_storage

from korzo.activity.models import Activity
from korzo.media import apart, tasks
from korzo.media.actions import claim_pictures, discard_picture, forget_pictures_of
from korzo.media.models import Arrival, Picture
from korzo.media.queries import about_members, photos
from korzo.media.tests.films import PLACE, make_film, make_sound, sent
from tests.cast import Cast, make_cast

type Left = Callable[[], list[str]]

WORDS = {"location": PLACE, "title": "Our garden", "make": "Phone", "comment": "from home", "artist": "Tea N."}


def prepared(data: bytes, cast: Cast) -> Picture:
    picture = sent(data, cast.tea)
    tasks.prepare_film.func(picture.pk)
    picture.refresh_from_db()
    return picture


def kept(picture: Picture) -> bytes:
    with default_storage.open(picture.film_path) as file:
        return bytes(file.read())


def webm(codec: str) -> bytes:
    return make_film("webm", video=codec, audio="libopus", words=WORDS)


FILMS: dict[str, tuple[Callable[[], bytes], str, str, list[str]]] = {
    "mp4": (lambda: make_film(words=WORDS), "film", "mp4", ["video", "audio"]),
    "mov": (lambda: make_film("mov", words=WORDS), "film", "mp4", ["video", "audio"]),
    "silent": (lambda: make_film(audio=None, words=WORDS), "film", "mp4", ["video"]),
    "webm vp8": (
        lambda: make_film("webm", video="libvpx", audio="libopus", words=WORDS),
        "film",
        "webm",
        ["video", "audio"],
    ),
    "webm vp9": (
        lambda: make_film("webm", video="libvpx-vp9", audio="libopus", words=WORDS),
        "film",
        "webm",
        ["video", "audio"],
    ),
    "mp3": (lambda: make_sound(words=WORDS), "sound", "mp3", ["audio"]),
    "m4a": (lambda: make_sound("ipod", "aac", words=WORDS), "sound", "m4a", ["audio"]),
    "opus": (lambda: make_sound("ogg", "libopus", words=WORDS), "sound", "ogg", ["audio"]),
    "wav": (lambda: make_sound("wav", "pcm_s16le", words=WORDS), "sound", "wav", ["audio"]),
}


@pytest.mark.parametrize("name", FILMS)
def test_what_browsers_play_comes_out_bare(name: str, cast: Cast, folder: Path) -> None:
    make, kind, ending, streams = FILMS[name]
    data = make()
    assert any(word.encode() in data for word in WORDS.values())
    picture = prepared(data, cast)
    assert (picture.state, picture.kind, picture.ending, picture.failure) == ("ready", kind, ending, "")
    assert picture.seconds == 2
    assert picture.tone.startswith("#")
    assert (picture.width, picture.height) == ((320, 180) if kind == "film" else (1600, 400))
    copy = kept(picture)
    assert not any(word.encode() in copy for word in WORDS.values())
    with av.open(io.BytesIO(copy)) as film:
        assert set(film.metadata) <= {"major_brand", "minor_version", "compatible_brands", "encoder"}
        assert [one.type for one in film.streams] == streams
    assert default_storage.exists(picture.path(max(picture.widths)))
    assert list((folder / "quarantine").glob(f"{picture.key}*")) == []
    assert list((folder / "workshop").glob("*")) == []
    assert not Arrival.objects.exists()
    assert Activity.objects.filter(verb="media.picture_ready").count() == 1


def test_a_film_that_was_turned_stands_upright(cast: Cast) -> None:
    picture = prepared(make_film(turned=90), cast)
    assert (picture.state, picture.width, picture.height) == ("ready", 180, 320)
    assert set(picture.widths) == {180}


def test_its_index_stands_in_front(cast: Cast) -> None:
    copy = kept(prepared(make_film(), cast))
    assert copy.index(b"moov") < copy.index(b"mdat")


def test_what_a_page_needs_is_known(cast: Cast) -> None:
    picture = prepared(make_film(), cast)
    film = picture.as_photo().film
    assert film is not None
    assert (film.kind, film.content_type, film.length) == ("film", "video/mp4", "0:02")
    assert film.url == f"/media/films/{picture.key}/film.mp4"
    told = about_members([cast.tea.pk])[cast.tea.pk]["pictures"]
    assert [(one["kind"], one["address"], one["seconds"]) for one in told] == [("film", film.url, 2)]


def cut_short() -> bytes:
    """Its index stands in front, and the last part of what it points to is missing."""
    return make_film(seconds=8, options={"movflags": "+faststart"})[:-30_000]


PAGE = b"<html><script>alert(1)</script></html>"


def huge() -> bytes:
    """It says that it is 65,500 wide and high: decoded, one picture of it would take 6 GB."""
    data = bytearray(make_film("webm", video="libvpx", audio=None))
    for name in (b"\xb0\x82", b"\xba\x81"):
        assert name in data
    at = data.index(b"\xb0\x82")
    data[at + 2 : at + 4] = (65_500).to_bytes(2)
    return bytes(data)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "hevc": (lambda: make_film(video="libx265"), "HEVC"),
    "mpeg4": (lambda: make_film(video="mpeg4"), "Browsers cannot play"),
    "pcm in mov": (lambda: make_film("mov", audio="pcm_s16le"), "Browsers cannot play"),
    "ac3": (lambda: make_film(audio="ac3"), "Browsers cannot play"),
    "cut at the end": (cut_short, "end of this file is missing"),
    "cut before its index": (lambda: make_film()[:-2000], "damaged|nothing to see"),
    "only a head": (lambda: make_film()[:64], "damaged"),
    "page behind a head": (
        lambda: b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41" + PAGE * 40,
        "damaged",
    ),
    "page that calls itself a sound": (
        lambda: b"ID3\x04\0\0\0\0\0\0<html><script>alert(1)</script>" * 90,
        "damaged|nothing",
    ),
    "endless": (lambda: make_film(audio=None, step=4_000), "longer than 10 minutes"),
    "huge": (huge, "too many pixels|damaged"),
    "tiny": (lambda: make_film(size=(8, 8), video="libvpx", audio=None, form="webm"), "too small"),
    "noise": (lambda: b"\x1a\x45\xdf\xa3" + bytes(range(256)) * 200, "damaged"),
}


@pytest.mark.parametrize("name", BAD)
def test_everything_else_is_refused_with_its_sentence(name: str, cast: Cast, left: Left) -> None:
    make, sentence = BAD[name]
    picture = prepared(make(), cast)
    assert picture.state == "failed"
    assert any(part in picture.failure for part in sentence.split("|")), picture.failure
    assert left() == []
    assert not Arrival.objects.exists()
    assert photos([picture]) == []
    shown = photos([picture], with_failed_films=True)[0].film
    assert shown is not None
    assert (shown.url, shown.failure) == ("", picture.failure)


def test_a_page_hidden_behind_a_film_does_not_come_along(cast: Cast) -> None:
    picture = prepared(make_film() + PAGE, cast)
    assert picture.state == "ready"
    assert b"<script>" not in kept(picture)


def test_it_can_run_again_and_leaves_what_is_ready(cast: Cast) -> None:
    picture = prepared(make_sound(), cast)
    tasks.prepare_film.func(picture.pk)
    tasks.render_picture.func(picture.pk)
    again = Picture.objects.get()
    assert (again.state, again.size_bytes) == ("ready", picture.size_bytes)


def test_one_taken_back_meanwhile_leaves_nothing(cast: Cast, left: Left, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = sent(make_sound(), cast.tea)
    whole = apart.prepare

    def slowly(*arguments: Any, **options: Any) -> apart.Prepared:
        found = whole(*arguments, **options)
        Picture.objects.all().delete()
        return found

    monkeypatch.setattr(apart, "prepare", slowly)
    tasks.prepare_film.func(picture.pk)
    assert left() == []


def test_a_lost_piece_is_told(cast: Cast, folder: Path) -> None:
    picture = sent(make_sound(), cast.tea)
    (folder / "quarantine" / f"{picture.key}.pieces" / "00000").unlink()
    tasks.prepare_film.func(picture.pk)
    picture.refresh_from_db()
    assert (picture.state, "lost on its way" in picture.failure) == ("failed", True)


@pytest.mark.django_db(transaction=True)
def test_its_files_go_with_it(left: Left) -> None:
    cast = make_cast()
    picture = prepared(make_sound(), cast)
    assert picture.film_path in " ".join(left())
    discard_picture(picture, actor=cast.tea)
    assert not Picture.objects.exists()
    assert left() == []


def test_of_an_erased_member_a_film_in_a_post_stays(cast: Cast) -> None:
    claimed, loose = prepared(make_sound(), cast), prepared(make_sound(), cast)
    claim_pictures([claimed.pk], actor=cast.tea)
    forget_pictures_of(cast.tea.pk)
    assert [(one.pk, one.owner) for one in Picture.objects.all()] == [(claimed.pk, None)]
    assert default_storage.exists(claimed.film_path)
    assert not default_storage.exists(loose.film_path)


LIES = {
    "no answer": "",
    "no JSON": "<html>",
    "another ending": {"kind": "film", "ending": "html", "seconds": 1, "width": 9, "height": 9},
    "a way up": {"kind": "film", "ending": "../x", "seconds": 1, "width": 9, "height": 9},
    "no file": {"kind": "film", "ending": "mp4", "seconds": 1, "width": 9, "height": 9},
    "a day": {"kind": "sound", "ending": "mp3", "seconds": 86_400, "width": 9, "height": 9},
    "words": {"kind": "sound", "ending": "mp3", "seconds": "long", "width": [], "height": None},
    "a list": [1, 2],
}


@pytest.mark.parametrize("name", LIES)
def test_a_reader_that_was_taken_over_is_not_believed(
    name: str, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = LIES[name]
    text = said if isinstance(said, str) else json.dumps(said)
    reader = tmp_path / "liar.py"
    reader.write_text(f"print({text!r})")
    monkeypatch.setattr(apart, "READER", reader)
    picture = prepared(make_sound(), cast)
    assert (picture.state, "damaged" in picture.failure) == ("failed", True)


@pytest.mark.parametrize("code", ["import os; os.abort()", "raise SystemExit(3)", "x = bytearray(9 * 1024**3)"])
def test_a_reader_that_dies_harms_nobody(
    code: str, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = tmp_path / "dying.py"
    reader.write_text("import resource; resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))\n" + code)
    monkeypatch.setattr(apart, "READER", reader)
    picture = prepared(make_sound(), cast)
    assert (picture.state, "could not work through" in picture.failure) == ("failed", True)


def test_one_that_never_ends_is_ended(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = tmp_path / "slow.py"
    reader.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(apart, "READER", reader)
    monkeypatch.setattr(apart, "SECONDS_MAX", 0.2)
    assert "could not work through" in prepared(make_sound(), cast).failure


def test_the_reader_knows_nothing_of_the_house(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings, no secrets, no rooms; its folder is its own."""
    monkeypatch.setenv("KORZO_DATABASE_URL", "postgres://secret")
    told = tmp_path / "told.json"
    reader = tmp_path / "curious.py"
    reader.write_text(
        "import json, os, sys\n"
        f"open({str(told)!r}, 'w').write(json.dumps([dict(os.environ), os.getcwd(), 'django' in sys.modules]))\n"
    )
    monkeypatch.setattr(apart, "READER", reader)
    prepared(make_sound(), cast)
    environment, place, has_django = json.loads(told.read_text())
    assert (set(environment) - {"LC_CTYPE"}, has_django) == ({"LANG"}, False)
    assert place.endswith("/made")
