import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from korzo.activity.models import Activity
from korzo.members.actions import consent, grant
from korzo.members.models import BIO_LENGTH_MAX, Member
from tests.cast import Cast, signed_in

SETTINGS, PICTURE, PRIVACY, EXPORT = (
    "/members/settings/", "/members/settings/picture/", "/members/privacy/", "/members/privacy/export/",
)  # fmt: skip


def picture(name: str = "me.jpg", size: tuple[int, int] = (900, 600), form: str = "JPEG") -> SimpleUploadedFile:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", size, "#804020").save(out, form, exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


@pytest.mark.parametrize("path", [SETTINGS, PRIVACY, EXPORT])
def test_somebody_outside_is_led_to_the_sign_in(db: None, path: str) -> None:
    answer = signed_in(None).get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={path}")


@pytest.mark.parametrize("path", [PICTURE, "/members/privacy/erasure/"])
def test_what_changes_something_is_posted(cast: Cast, path: str) -> None:
    answer = signed_in(cast.tea).get(path)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_it_changes_how_others_see_a_member(cast: Cast) -> None:
    client = signed_in(cast.tea)
    answer = client.post(SETTINGS, {"name": " Tea K. ", "town": "Nitra", "bio": "Mud <b>and</b> ridges"})
    assert (answer.status_code, answer["Location"]) == (302, SETTINGS)
    cast.tea.refresh_from_db()
    assert (cast.tea.name, cast.tea.town, cast.tea.bio) == ("Tea K.", "Nitra", "Mud <b>and</b> ridges")
    assert "Saved. This is how others see you now." in client.get(SETTINGS).content.decode()
    assert "Mud &lt;b&gt;and&lt;/b&gt; ridges" in signed_in(None).get("/members/tea/").content.decode()


def test_it_changes_only_what_the_form_has(cast: Cast) -> None:
    signed_in(cast.tea).post(SETTINGS, {"name": "Tea", "role": "owner", "email": "x@example.com", "handle": "mira2"})
    cast.tea.refresh_from_db()
    assert (cast.tea.role, cast.tea.email, cast.tea.handle) == ("member", "tea@example.com", "tea")


@pytest.mark.parametrize(
    "changes", [{"name": ""}, {"name": "  "}, {"name": "x" * 61}, {"bio": "x" * (BIO_LENGTH_MAX + 1)}]
)
def test_it_keeps_what_was_typed_when_it_refuses(cast: Cast, changes: dict[str, str]) -> None:
    answer = signed_in(cast.tea).post(SETTINGS, {"name": "Tea", "town": "Nowhere-upon-Sea", **changes})
    assert answer.status_code == 422
    assert "Nowhere-upon-Sea" in answer.content.decode()
    cast.tea.refresh_from_db()
    assert (cast.tea.name, cast.tea.town) == ("Tea", "")


def test_it_shows_a_face_small_square_and_without_camera_data(cast: Cast, folder: Path) -> None:
    client = signed_in(cast.tea)
    assert client.post(PICTURE, {"picture": picture()})["Location"] == SETTINGS
    cast.tea.refresh_from_db()
    stored = folder / "media" / cast.tea.avatar
    with Image.open(stored) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("WEBP", (320, 320), {})
    assert cast.tea.avatar_url in signed_in(None).get("/members/tea/").content.decode()

    client.post(PICTURE, {"picture": picture("newer.png", form="PNG")})
    cast.tea.refresh_from_db()
    assert not stored.exists()
    assert (folder / "media" / cast.tea.avatar).exists()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize("content", [SVG, b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, b"<?php"])
def test_it_refuses_what_is_no_picture_whatever_its_name(cast: Cast, folder: Path, content: bytes) -> None:
    answer = signed_in(cast.tea).post(PICTURE, {"picture": SimpleUploadedFile("me.png", content, "image/png")})
    assert answer.status_code == 422
    assert 'id="id_picture_error"' in answer.content.decode()
    cast.tea.refresh_from_db()
    assert cast.tea.avatar == ""
    assert not (folder / "media" / "avatars").exists()


def test_it_wants_a_file(cast: Cast) -> None:
    assert signed_in(cast.tea).post(PICTURE).status_code == 422


def test_the_export_tells_all_about_oneself_and_nothing_of_others(cast: Cast) -> None:
    consent(cast.tea, purpose="newsletter", given=True, text="Yes, write to me.")
    consent(cast.luka, purpose="newsletter", given=True, text="Luka says yes.")
    grant(cast.tea.pk, key="owns:9", source="shop")
    answer = signed_in(cast.tea).get(EXPORT)
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert "no-store" in answer["Cache-Control"]
    told: dict[str, Any] = json.loads(answer.content)
    assert (told["profile"]["mail"], told["profile"]["handle"]) == ("tea@example.com", "tea")
    assert [one["text"] for one in told["consents"]] == ["Yes, write to me."]
    assert [one["key"] for one in told["grants"]] == ["owns:9"]
    assert [one["verb"] for one in told["activities"]] == ["members.joined"]
    # One part for each room that keeps something.
    assert {"talk", "reviews", "orders", "points", "reactions"} <= told.keys()
    assert "luka" not in answer.content.decode().lower()
    assert Activity.objects.filter(verb="members.joined").count() == Member.objects.count()
