import io
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from korzo.activity.models import Activity
from korzo.community.models import Community
from korzo.discussions.models import Space
from korzo.members.actions import join
from korzo.members.models import Member
from tests.cast import Cast, signed_in

OWNER, FACE, SPACES = "/welcome/", "/welcome/face/", "/welcome/spaces/"
PASSWORD = "four-words-of-a-walk"
CODE = "a-code-on-disk"


@pytest.fixture(autouse=True)
def _code(folder: Path) -> None:
    (folder / "setup-code").write_text(CODE)


def owner_form(**changes: str) -> dict[str, str]:
    return {"code": CODE, "name": "Mira", "email": "mira@example.com", "password": PASSWORD, **changes}


def a_logo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGBA", (900, 200), "#0b6b50").save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue(), "image/png")


def test_three_pages_open_the_doors(db: None, folder: Path) -> None:
    client = Client()
    assert client.get("/")["Location"] == OWNER
    assert "Step 1 of 3" in client.get(OWNER).content.decode()
    assert client.post(OWNER, owner_form())["Location"] == FACE
    mira = Member.objects.get()
    assert (mira.role, mira.is_superuser, mira.handle) == ("owner", True, "mira")
    assert EmailAddress.objects.get().verified
    assert client.session["_auth_user_id"] == str(mira.pk)

    assert "Step 2 of 3" in client.get(FACE).content.decode()
    face = {"name": "Klub KAMZO", "shop_name": "KAMZO", "brand": "#AA3311", "accent": "#f2b134", "logo": a_logo()}
    assert client.post(FACE, face)["Location"] == SPACES
    community = Community.objects.get()
    assert (community.name, community.brand, community.set_up_at) == ("Klub KAMZO", "#aa3311", None)
    assert (folder / "media" / community.logo).exists()

    assert "Step 3 of 3" in client.get(SPACES).content.decode()
    assert client.post(SPACES, {"spaces": ["questions", "care"]})["Location"] == "/"
    assert sorted(Space.objects.values_list("slug", flat=True)) == ["care", "questions"]
    community.refresh_from_db()
    assert community.set_up_at is not None
    home = client.get("/").content.decode()
    assert "Klub KAMZO" in home
    assert "Care and repair" in home
    verbs = set(Activity.objects.values_list("verb", flat=True))
    assert {"members.joined", "community.changed", "community.set_up", "discussions.space_opened"} <= verbs


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": "not-the-code"}, "This is not the code from the data folder."),
        ({"code": "ž"}, "This is not the code from the data folder."),
        ({"code": ""}, "This field is required"),
        ({"password": "short"}, "at least 12 characters"),
        ({"password": "mira@example.com"}, "too similar"),
        ({"email": "nobody"}, "valid email address"),
        ({"email": "LUKA@example.com"}, "already"),
    ],
)
def test_a_stranger_does_not_become_owner(db: None, changes: dict[str, str], sentence: str) -> None:
    join(email="luka@example.com", name="Luka", handle="luka")
    client = Client()
    answer = client.post(OWNER, owner_form(**changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Member.objects.filter(role="owner").exists()
    assert "_auth_user_id" not in client.session


def test_a_link_may_bring_the_code(db: None) -> None:
    assert f'value="{CODE}"' in Client().get(f"{OWNER}?code={CODE}").content.decode()


def test_nobody_becomes_a_second_owner(cast: Cast) -> None:
    client = Client()
    assert client.get(OWNER).status_code == 404
    assert client.post(OWNER, owner_form()).status_code == 404
    assert Member.objects.filter(role="owner").count() == 1


@pytest.mark.parametrize("path", [FACE, SPACES])
@pytest.mark.parametrize("role", ["outsider", "member", "moderator"])
def test_the_later_pages_are_for_those_who_may(cast: Cast, path: str, role: str) -> None:
    client = signed_in(cast.by_role()[role])
    assert (client.get(path).status_code, client.post(path, {"name": "Mine now"}).status_code) == (403, 403)
    assert not Community.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"name": ""}, {"brand": "red"}, {"brand": "#0b6b50;}body{"}, {"shop_url": "javascript:alert(1)"}]
)
def test_a_face_that_cannot_be_is_refused(cast: Cast, changes: dict[str, str]) -> None:
    face = {"name": "Klub KAMZO", "brand": "#aa3311", "accent": "#f2b134", **changes}
    assert signed_in(cast.mira).post(FACE, face).status_code == 422
    assert not Community.objects.exists()


def test_a_logo_that_is_no_picture_is_refused_with_a_sentence(cast: Cast) -> None:
    logo = SimpleUploadedFile("logo.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png")
    face = {"name": "Klub KAMZO", "brand": "#aa3311", "accent": "#f2b134", "logo": logo}
    answer = signed_in(cast.mira).post(FACE, face)
    assert answer.status_code == 422
    assert 'id="id_logo_error"' in answer.content.decode()
    assert not Community.objects.filter(name="Klub KAMZO").exists()


def test_spaces_may_be_none_and_are_opened_once(cast: Cast) -> None:
    client = signed_in(cast.mira)
    assert client.post(SPACES, {"spaces": ["nowhere"]}).status_code == 422
    for _ in range(2):
        assert client.post(SPACES, {"spaces": ["questions"]})["Location"] == "/"
    assert Space.objects.count() == 1
    assert client.post(SPACES, {"csrfmiddlewaretoken": "x"})["Location"] == "/"
