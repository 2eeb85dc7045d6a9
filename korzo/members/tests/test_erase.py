import io
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from korzo.activity.models import Activity
from korzo.members.actions import consent, erase, grant, show_face
from korzo.members.models import Consent, Grant, Member
from tests.cast import PASSWORD, Cast, let_worker_finish, signed_in

ERASURE = "/members/privacy/erasure/"


def signed_in_by_password(member: Member) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": member.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(member.pk)
    return client


@pytest.fixture
def tea(cast: Cast) -> Member:
    EmailAddress.objects.create(user=cast.tea, email=cast.tea.email, verified=True, primary=True)
    return cast.tea


def test_a_wrong_password_erases_nothing(tea: Member) -> None:
    client = signed_in(tea)
    answer = client.post(ERASURE, {"password": "a-guess-of-mine"})
    assert answer.status_code == 422
    assert "This is not your password. Nothing was changed." in answer.content.decode()
    tea.refresh_from_db()
    assert (tea.name, tea.erased_at, tea.is_active) == ("Tea", None, True)
    assert client.get("/members/settings/").status_code == 200
    assert not Activity.objects.filter(verb="members.erased").exists()


def test_the_right_password_erases_and_signs_out_everywhere(tea: Member) -> None:
    here, there = signed_in_by_password(tea), signed_in_by_password(tea)
    consent(tea, purpose="newsletter", given=True, text="Yes.")
    grant(tea.pk, key="owns:9", source="shop")
    Authenticator.objects.create(user=tea, type=Authenticator.Type.TOTP, data={"secret": "x"})
    answer = here.post(ERASURE, {"password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'

    tea.refresh_from_db()
    assert (tea.name, tea.town, tea.bio, tea.avatar, tea.is_active) == ("", "", "", "", False)
    assert (tea.email, tea.handle) == (f"erased-{tea.pk}@invalid.invalid", f"erased-{tea.pk}")
    assert tea.erased_at is not None
    assert not tea.has_usable_password()
    for rows in (EmailAddress, Authenticator, UserSession, Session, Consent, Grant):
        assert not rows.objects.exists(), rows
    for browser in (here, there):
        assert browser.get("/members/settings/").status_code == 302
    assert Activity.objects.filter(verb="members.erased").count() == 1


def test_the_log_forgets_who_it_was(tea: Member) -> None:
    erase(tea)
    let_worker_finish()
    about = Activity.objects.filter(verb__in=["members.joined", "members.erased"], subject_id=tea.pk)
    assert sorted(about.values_list("verb", "actor_id", "member_id")) == [
        ("members.erased", None, None), ("members.joined", None, None),
    ]  # fmt: skip


def test_the_face_goes_with_its_file(tea: Member, folder: Path, django_capture_on_commit_callbacks: Any) -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 40)).save(out, "PNG")
    show_face(tea, file=ContentFile(out.getvalue(), "me.png"))
    file = folder / "media" / tea.avatar
    assert file.exists()
    with django_capture_on_commit_callbacks(execute=True):
        erase(Member.objects.get(pk=tea.pk))
    assert not file.exists()


def test_their_page_is_gone_and_their_name_is_free(tea: Member) -> None:
    erase(tea)
    for handle in ("tea", f"erased-{tea.pk}"):
        assert signed_in(None).get(f"/members/{handle}/").status_code == 404
    assert not Member.objects.get_queryset().present().filter(pk=tea.pk).exists()


def test_nobody_signs_in_to_what_is_left(tea: Member) -> None:
    erase(tea)
    client = Client()
    client.post("/accounts/login/", {"login": f"erased-{tea.pk}@invalid.invalid", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_erasing_one_touches_nobody_else(tea: Member, cast: Cast) -> None:
    luka = signed_in(cast.luka)
    before = Member.objects.filter(pk=cast.luka.pk).values().get()
    erase(tea)
    let_worker_finish()
    assert Member.objects.filter(pk=cast.luka.pk).values().get() == before
    assert luka.get("/members/settings/").status_code == 200
