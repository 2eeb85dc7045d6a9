"""Sending, describing and taking back a picture in the browser."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from korzo.media.actions import claim_pictures, receive_picture
from korzo.media.models import Picture
from korzo.media.tests.conftest import MakeUpload
from tests.cast import Cast, signed_in

URL = "/media/pictures/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def picture(cast: Cast, upload: MakeUpload) -> Picture:
    return receive_picture(upload(), owner=cast.tea)


def test_a_member_sends_a_picture(cast: Cast, upload: MakeUpload) -> None:
    client = signed_in(cast.tea)
    answer = client.post(URL, {"file": upload(), "alt": "A path"})
    picture = Picture.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": picture.pk, "url": f"/media/pictures/{picture.key}/320.webp", "width": 800, "height": 600,
        "tone": picture.tone, "alt": "A path", "focal_x": 50, "focal_y": 50,
    }  # fmt: skip
    assert client.get(answer.json()["url"]).headers["Content-Type"] == "image/webp"


def test_a_bad_file_is_answered_with_a_sentence(cast: Cast) -> None:
    answer = signed_in(cast.tea).post(URL, {"file": SimpleUploadedFile("logo.png", b"<svg/>", "image/png")})
    assert (answer.status_code, "not a picture" in answer.json()["error"]) == (422, True)
    assert signed_in(cast.tea).post(URL).json() == {"error": "Please choose a picture first."}
    assert not Picture.objects.exists()


def test_an_outsider_sends_nothing(cast: Cast, upload: MakeUpload) -> None:
    answer = signed_in(cast.nada).post(URL, {"file": upload()})
    assert (answer.status_code, answer.json()) == (403, {"error": "Please sign in first."})
    assert not Picture.objects.exists()


def test_it_wants_a_token_and_a_post(cast: Cast, upload: MakeUpload) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.tea)
    assert client.post(URL, {"file": upload()}).status_code == 403
    assert client.get(URL).status_code == 405
    assert not Picture.objects.exists()


def test_its_owner_describes_it(cast: Cast, picture: Picture) -> None:
    client = signed_in(cast.tea)
    page = client.get(f"{URL}{picture.pk}/").content.decode()
    assert f"/media/pictures/{picture.key}/320.webp" in page
    answer = client.post(f"{URL}{picture.pk}/", {"alt": "Two runners", "focal_x": 30, "focal_y": 70})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{URL}{picture.pk}/")
    picture.refresh_from_db()
    assert (picture.alt, picture.focal_x, picture.focal_y) == ("Two runners", 30, 70)


def test_the_composer_gets_json(cast: Cast, picture: Picture) -> None:
    client = signed_in(cast.tea)
    good = client.post(f"{URL}{picture.pk}/", {"alt": "x", "focal_x": 1, "focal_y": 2}, headers=JSON)
    assert (good.status_code, good.json()["alt"], good.json()["focal_y"]) == (200, "x", 2)
    bad = client.post(f"{URL}{picture.pk}/", {"alt": "y", "focal_x": 101, "focal_y": 2}, headers=JSON)
    assert (bad.status_code, "100" in bad.json()["error"]) == (422, True)
    assert client.post(f"{URL}{picture.pk}/", {"alt": "y" * 301, "focal_x": 1, "focal_y": 2}).status_code == 422
    picture.refresh_from_db()
    assert picture.alt == "x"


@pytest.mark.parametrize(
    ("role", "status"), [("outsider", 302), ("member", 404), ("moderator", 200), ("staff", 200), ("owner", 200)]
)
def test_others_do_not_know_of_it(role: str, status: int, cast: Cast, upload: MakeUpload) -> None:
    picture = receive_picture(upload(), owner=cast.luka, alt="Mine")
    client = signed_in(cast.by_role()[role])
    assert client.get(f"{URL}{picture.pk}/").status_code == status
    assert client.get(f"{URL}{10**9}/").status_code == (302 if status == 302 else 404)
    if status != 200:
        client.post(f"{URL}{picture.pk}/", {"alt": "Yours", "focal_x": 1, "focal_y": 2})
        client.post(f"{URL}{picture.pk}/removal/")
        picture.refresh_from_db()
        assert picture.alt == "Mine"


def test_its_owner_takes_it_back(cast: Cast, picture: Picture, files: Callable[[str], list[str]]) -> None:
    assert signed_in(cast.tea).post(f"{URL}{picture.pk}/removal/", headers=JSON).status_code == 204
    assert not Picture.objects.exists()


def test_one_in_use_is_not_taken_back(cast: Cast, picture: Picture) -> None:
    claim_pictures([picture.pk], actor=cast.tea)
    answer = signed_in(cast.tea).post(f"{URL}{picture.pk}/removal/", headers=JSON)
    assert (answer.status_code, "still in use" in answer.content.decode()) == (403, True)
    assert Picture.objects.get() == picture


def test_nothing_is_taken_back_by_a_link(cast: Cast, picture: Picture) -> None:
    assert signed_in(cast.tea).get(f"{URL}{picture.pk}/removal/").status_code == 405
    assert Picture.objects.get() == picture
