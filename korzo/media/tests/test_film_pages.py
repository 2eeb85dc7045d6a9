"""Sending a film in the browser, captions, the rules of the owner, and how films are served."""

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client

from korzo.activity.models import Activity
from korzo.kit.errors import FieldRefused, Refused
from korzo.kit.films import Film
from korzo.kit.pictures import Photo
from korzo.media import queries
from korzo.media.actions import (
    PIECE_BYTES_MAX,
    FilmRulesChange,
    Said,
    begin_film,
    change_film_rules,
    drop_captions,
    keep_captions,
    receive_picture,
)
from korzo.media.models import FilmRules, Picture, new_key
from korzo.media.parts import PART_BYTES_MAX, NoSuchPart, part_of
from korzo.media.tests.conftest import MakeUpload
from korzo.media.tests.waves import make_wave
from tests.cast import Cast, signed_in

URL = "/media/films/"
JSON = {"Accept": "application/json"}


def piece(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("piece", data, "application/octet-stream")


def ready_sound(cast: Cast) -> Picture:
    """As the worker leaves it; its bytes are digits, so that every part of it is known."""
    picture = Picture.objects.create(
        key=new_key(), kind="sound", state="ready", owner=cast.tea, width=1600, height=400, seconds=187, ending="mp3"
    )
    default_storage.save(picture.film_path, ContentFile(b"0123456789" * 100))
    return picture


@pytest.fixture
def sound(cast: Cast) -> Picture:
    return ready_sound(cast)


def test_a_member_sends_it_in_pieces(cast: Cast) -> None:
    client, data = signed_in(cast.tea), make_wave()
    answer = client.post(URL, {"file": piece(data[:6000]), "size": len(data), "alt": "Wind"}, headers=JSON)
    told = answer.json()
    assert (answer.status_code, told["state"], told["received"], told["kind"]) == (201, "arriving", 6000, "sound")
    address = f"{URL}{told['id']}/"
    lost = client.post(address, {"file": piece(data[9000:]), "offset": 9000}, headers=JSON).json()
    assert (lost["state"], lost["received"]) == ("arriving", 6000)
    last = client.post(address, {"file": piece(data[6000:]), "offset": 6000}, headers=JSON).json()
    assert (last["state"], last["url"], last["alt"]) == ("received", "", "Wind")
    assert client.get(address).json()["state"] == "received"


def test_what_is_wrong_is_said_in_a_sentence(cast: Cast) -> None:
    client = signed_in(cast.tea)
    bad = client.post(URL, {"file": piece(b"<html>"), "size": 6})
    assert (bad.status_code, "not a film or a sound" in bad.json()["error"]) == (422, True)
    assert client.post(URL).json() == {"error": "Please choose a file first."}
    large = client.post(URL, {"file": piece(make_wave()), "size": "9" * 12})
    assert (large.status_code, "larger than 200 MB" in large.json()["error"]) == (422, True)
    for size in ("", "-1", "many", "9" * 40, "٩٩"):
        assert client.post(URL, {"file": piece(make_wave()), "size": size}).status_code == 422
    too_much = client.post(URL, {"file": piece(make_wave() + bytes(PIECE_BYTES_MAX)), "size": 9_000_000})
    assert too_much.status_code == 422
    assert not Picture.objects.exists()


def test_others_neither_see_nor_add(cast: Cast, sound: Picture, upload: MakeUpload) -> None:
    address = f"{URL}{sound.pk}/"
    assert Client().get(address).status_code == 403
    assert signed_in(cast.luka).get(address).status_code == 404
    assert signed_in(cast.luka).post(address, {"file": piece(b"x"), "offset": 0}).status_code == 404
    assert Client().post(URL, {"file": piece(make_wave()), "size": 9}).json() == {"error": "Please sign in first."}
    picture = receive_picture(upload(), owner=cast.tea)
    assert signed_in(cast.tea).get(f"{URL}{picture.pk}/").status_code == 404


def test_it_tells_when_it_is_ready_or_failed(cast: Cast, sound: Picture) -> None:
    told = signed_in(cast.tea).get(f"{URL}{sound.pk}/").json()
    assert (told["state"], told["length"], told["error"]) == ("ready", "3:07", "")
    Picture.objects.update(state="failed", failure="Too long.")
    assert signed_in(cast.tea).get(f"{URL}{sound.pk}/").json()["error"] == "Too long."


# Captions

VTT = b"""\xef\xbb\xbfWEBVTT - made by Tea

STYLE
::cue { background: url(https://far.example/x) }

NOTE where: 48.1486

1
00:01.000 --> 00:02.500 position:10%
<v Tea>Good <b>morning</b> & welcome</v>

00:00:00.000 --> 00:00:00.900
Hush <script>alert(1)</script>
"""
CLEAN = """WEBVTT

00:00:00.000 --> 00:00:00.900
Hush alert(1)

00:00:01.000 --> 00:00:02.500
Good morning &amp; welcome
"""
SRT = b"1\r\n00:00:01,000 --> 00:00:02,000\r\nPeople & places\r\n\r\n"


def test_captions_are_written_anew(cast: Cast, sound: Picture) -> None:
    keep_captions(sound, io.BytesIO(VTT), actor=cast.tea, language="en")
    url = sound.as_photo().film.captions_url  # type: ignore[union-attr]  # it is one
    answer = Client().get(url)
    assert answer.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert answer.getvalue().decode() == CLEAN
    keep_captions(sound, io.BytesIO(SRT), actor=cast.tea, language="sk")
    assert "People &amp; places" in Client().get(f"/media/{sound.captions_path}").getvalue().decode()
    assert sound.captions_language == "sk"


def test_former_captions_go(cast: Cast, sound: Picture, django_capture_on_commit_callbacks: Any) -> None:
    keep_captions(sound, io.BytesIO(VTT), actor=cast.tea, language="en")
    former = sound.captions_path
    with django_capture_on_commit_callbacks(execute=True):
        keep_captions(sound, io.BytesIO(SRT), actor=cast.tea, language="en")
    assert not default_storage.exists(former)
    with django_capture_on_commit_callbacks(execute=True):
        drop_captions(sound, actor=cast.tea)
    assert default_storage.listdir(f"films/{sound.key}")[1] == ["film.mp3"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "no captions"), (b"WEBVTT\n\nonly words\n", "no captions"), (b"\xff\xfe\x00", "UTF-8"),
        (b"x" * (256 * 1024 + 1), "too large"), (b"00:02.000 --> 00:01.000\nbackwards\n", "no captions"),
        (b"00:00.000 --> 00:01.000\nx\n\n" * 5001, "too large"),
    ],
)  # fmt: skip
def test_what_is_no_captions_is_refused(data: bytes, sentence: str, cast: Cast, sound: Picture) -> None:
    with pytest.raises(FieldRefused, match=sentence):
        keep_captions(sound, io.BytesIO(data), actor=cast.tea, language="en")
    assert Picture.objects.get().captions == ""


def test_captions_belong_to_ones_own_films(cast: Cast, sound: Picture, upload: MakeUpload) -> None:
    with pytest.raises(Refused, match="Only the person"):
        keep_captions(sound, io.BytesIO(VTT), actor=cast.luka, language="en")
    with pytest.raises(Refused, match="one of these"):
        keep_captions(sound, io.BytesIO(VTT), actor=cast.tea, language="xx")
    picture = receive_picture(upload(), owner=cast.tea)
    with pytest.raises(Refused, match="Only a film"):
        keep_captions(picture, io.BytesIO(VTT), actor=cast.tea, language="en")


def test_captions_come_by_the_page_and_by_the_composer(cast: Cast, sound: Picture) -> None:
    client, address = signed_in(cast.tea), f"/media/pictures/{sound.pk}/captions/"
    page = client.get(f"/media/pictures/{sound.pk}/").content.decode()
    assert ('name="captions"' in page, "Take the captions out" in page, "<audio" in page) == (True, False, True)
    data = {"captions": SimpleUploadedFile("a.vtt", VTT), "language": "en"}
    assert client.post(address, data, headers=JSON).json()["captions"] is True
    assert "Take the captions out" in client.get(f"/media/pictures/{sound.pk}/").content.decode()
    assert client.post(address, {"language": "en"}).status_code == 302
    assert Picture.objects.get().captions == ""
    bad = client.post(address, {"captions": SimpleUploadedFile("a.vtt", b"no"), "language": "en"}, headers=JSON)
    assert (bad.status_code, "no captions" in bad.json()["error"]) == (422, True)


# Serving


@pytest.mark.parametrize(
    ("asked", "status", "told", "body"),
    [
        ("bytes=0-", 206, "bytes 0-999/1000", b"0123456789" * 100),
        ("bytes=10-12", 206, "bytes 10-12/1000", b"012"),
        ("bytes=995-5000", 206, "bytes 995-999/1000", b"56789"),
        ("bytes=-3", 206, "bytes 997-999/1000", b"789"),
        ("bytes=1000-", 416, "bytes */1000", b""),
        ("bytes=5-4", 200, None, b"0123456789" * 100),
        ("bytes=0-1,5-6", 200, None, b"0123456789" * 100),
        ("lines=1-2", 200, None, b"0123456789" * 100),
    ],
)
def test_a_part_is_sent_where_a_part_is_asked_for(
    asked: str, status: int, told: str | None, body: bytes, sound: Picture
) -> None:
    answer = Client().get(f"/media/{sound.film_path}", headers={"Range": asked})
    assert (answer.status_code, answer.headers.get("Content-Range"), answer.getvalue()) == (status, told, body)
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    if status != 416:
        assert answer.headers["Content-Type"] == "audio/mpeg"


def test_a_part_of_another_version_is_not_sent(sound: Picture) -> None:
    url = f"/media/{sound.film_path}"
    etag = Client().get(url).headers["ETag"]
    assert Client().get(url, headers={"Range": "bytes=1-2", "If-Range": etag}).status_code == 206
    assert Client().get(url, headers={"Range": "bytes=1-2", "If-Range": '"old"'}).status_code == 200


def test_a_part_is_never_large() -> None:
    part = part_of("bytes=5-", 10**9)
    assert part == range(5, 5 + PART_BYTES_MAX)
    with pytest.raises(NoSuchPart):
        part_of("bytes=0-", 0)
    assert part_of("bytes=-", 9) is None


@pytest.mark.parametrize(
    "path",
    ["films/x/film.mp4", f"films/{'a' * 22}/film.html", f"films/{'a' * 22}/../film.mp4", f"films/{'a' * 22}/source"],
)
def test_nothing_else_is_served_there(path: str) -> None:
    assert Client().get(f"/media/{path}").status_code == 404


# On the page


def shown(film: Film, **more: Any) -> str:
    photo = Photo(url="/media/pictures/k/960.webp", width=320, height=180, alt="Wind <b>", film=film)
    return render_to_string("ui/mosaic.html", {"pictures": [photo], **more})


def test_a_post_shows_the_player() -> None:
    film = Film("film", "/media/films/k/film.mp4", "video/mp4", 61, "/media/films/k/c.vtt", "sk")
    page = shown(film)
    for words in (
        "<video",
        'preload="none"',
        'poster="/media/pictures/k/960.webp"',
        'srclang="sk"',
        "1:01",
        "Wind &lt;b&gt;",
    ):
        assert words in page
    assert "korzo-gallery" not in page
    listed = shown(film, flat=True)
    assert ("<video" in listed, "i-play" in listed) == (False, True)


def test_one_that_is_not_ready_or_failed_says_so() -> None:
    assert "This film is being prepared." in shown(Film("film"))
    assert "This sound is being prepared." in shown(Film("sound"))
    failed = shown(Film("film", failure="It is longer than 10 minutes."))
    assert ("could not be prepared" in failed, "longer than 10 minutes" in failed, "<video" in failed) == (
        True,
        True,
        False,
    )


# The owner's rules


def test_the_owner_changes_the_rules(cast: Cast) -> None:
    client = signed_in(cast.mira)
    page = client.get("/staff/films/")
    assert page.status_code == 200
    data = {"are_welcome": "on", "megabytes_max": 50, "minutes_max": 3, "per_day_max": 4}
    assert client.post("/staff/films/", data).status_code == 302
    rules = FilmRules.objects.get()
    assert (rules.are_welcome, rules.megabytes_max, rules.minutes_max, rules.per_day_max) == (True, 50, 3, 4)
    assert Activity.objects.filter(verb="media.film_rules_changed").count() == 1
    bad = client.post("/staff/films/", data | {"megabytes_max": 9000})
    assert (bad.status_code, "between 1 and 500" in bad.content.decode()) == (422, True)


@pytest.mark.parametrize(
    "change", [{"minutes_max": 0}, {"minutes_max": 61}, {"per_day_max": 0}, {"megabytes_max": 501}]
)
def test_rules_stay_within_reason(change: dict[str, Any], cast: Cast) -> None:
    with pytest.raises(FieldRefused, match="between 1 and"):
        change_film_rules(FilmRulesChange(**change), actor=cast.mira)
    assert not FilmRules.objects.exists()


def test_only_the_team_changes_them(cast: Cast) -> None:
    with pytest.raises(Refused):
        change_film_rules(FilmRulesChange(), actor=cast.ivo)


def test_the_composer_offers_films_only_where_they_can_come(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert queries.composer()["films_megabytes_max"] == 200
    monkeypatch.setattr(queries, "can_read_films", lambda: False)
    assert set(queries.composer()) == {"upload_url"}
    html = render_to_string("ui/composer.html", queries.composer())
    assert ('accept="image/*"' in html, "films-url" in html) == (True, False)


def test_begun_and_thrown_away(cast: Cast) -> None:
    data = make_wave()
    picture = begin_film(io.BytesIO(data), owner=cast.tea, said=Said(len(data)))
    answer = signed_in(cast.tea).post(f"/media/pictures/{picture.pk}/removal/", headers=JSON)
    assert (answer.status_code, Picture.objects.exists()) == (204, False)
