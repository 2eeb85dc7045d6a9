"""The owner's page: a file comes in, is looked at, begun, watched, taken out; everything goes out by a signed link."""

import re
from pathlib import Path
from unittest.mock import patch

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from korzo.activity.models import Activity
from korzo.discussions.models import Topic
from korzo.exchange import staff
from korzo.exchange.actions import bring_in, carry_out, look, undo
from korzo.exchange.models import Export, Import
from korzo.exchange.tests.files import neutral_file
from korzo.exchange.tests.test_bring_in import bring
from korzo.kit import signing
from korzo.members.models import Member
from tests.cast import Cast, signed_in

PAGE = "/staff/imports/community/"


def uploaded(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes())


def test_the_whole_way(cast: Cast, tmp_path: Path) -> None:
    owner = signed_in(cast.mira)
    answer = owner.post(PAGE, {"file": uploaded(neutral_file(tmp_path / "all.zip")), "source": ""})
    brought = Import.objects.get()
    place = f"{PAGE}{brought.pk}/"
    assert answer["Location"] == place
    assert "hx-get" in owner.get(place).content.decode()
    look(brought.pk)
    html = owner.get(place).content.decode()
    assert [words for words in ("Bring it in", "former member") if words not in html] == []
    assert not Topic.objects.exists()
    owner.post(f"{place}begin/")
    bring_in(brought.pk)
    html = owner.get(place).content.decode()
    assert [words for words in ("All done", "The team", "Take it out again") if words not in html] == []
    owner.post(f"{place}undo/")
    undo(brought.pk)
    assert "is gone again" in owner.get(place).content.decode()
    assert not Topic.objects.exists()


def test_a_faulty_file_says_why(cast: Cast) -> None:
    owner = signed_in(cast.mira)
    owner.post(PAGE, {"file": SimpleUploadedFile("dump.sql", b"nothing at all")})
    brought = look(Import.objects.get().pk)
    assert "no backup of Discourse" in owner.get(f"{PAGE}{brought.pk}/").content.decode()
    owner.post(f"{PAGE}{brought.pk}/drop/")
    assert not Import.objects.exists()


def test_errors_stand_beside_the_field(cast: Cast, tmp_path: Path) -> None:
    owner = signed_in(cast.mira)
    answer = owner.post(PAGE, {"file": uploaded(neutral_file(tmp_path / "all.zip")), "source": "Talk Shop!"})
    assert (answer.status_code, Import.objects.count()) == (422, 0)
    assert "Small letters" in answer.content.decode()
    answer = owner.post(f"{PAGE}export/", {"with_mails": "on", "reason": ""})
    assert (answer.status_code, Export.objects.count()) == (422, 0)


def test_only_the_owner_comes_here(cast: Cast, tmp_path: Path) -> None:
    brought = bring(neutral_file(tmp_path / "all.zip"))
    token = signing.sign(staff.PURPOSE, 1)
    for person in (cast.sara, cast.ivo, cast.tea, None):
        client = signed_in(person)
        for path in (PAGE, f"{PAGE}{brought.pk}/", f"{PAGE}{brought.pk}/rows.csv", f"{PAGE}export/{token}/"):
            assert client.get(path).status_code in {302, 403}, path
        for path in (f"{PAGE}{brought.pk}/undo/", f"{PAGE}{brought.pk}/begin/", f"{PAGE}export/"):
            assert client.post(path).status_code in {302, 403}, path
    assert (Export.objects.count(), Import.objects.get().state) == (0, "finished")


def test_a_download_is_signed_short_lived_and_noted(cast: Cast) -> None:
    owner = signed_in(cast.mira)
    owner.post(f"{PAGE}export/", {})
    asked = carry_out(Export.objects.get().pk)
    html = owner.get(PAGE).content.decode()
    link = next(part.split('"')[0] for part in html.split('href="') if part.startswith(f"{PAGE}export/"))
    answer = owner.get(link)
    assert (answer.status_code, answer["Content-Disposition"].startswith("attachment")) == (200, True)
    assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]  # a streaming answer
    assert Activity.objects.filter(verb="exchange.export_downloaded", actor_id=cast.mira.pk).count() == 1
    assert owner.get(f"{PAGE}export/{asked.pk}/").status_code == 403
    assert signed_in(cast.sara).get(link).status_code == 403
    with patch("django.core.signing.time.time", return_value=4_000_000_000):
        assert owner.get(link).status_code == 403
    owner.post(f"{PAGE}export/{asked.pk}/drop/")
    assert owner.get(link).status_code == 404


def test_rows_that_were_not_taken_are_one_file(cast: Cast, tmp_path: Path) -> None:
    brought = bring(neutral_file(tmp_path / "all.zip", counts={"posts": 99}))
    answer = signed_in(cast.mira).get(f"{PAGE}{brought.pk}/rows.csv")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # a streaming answer
    assert [words for words in ("file,row,id,comes,reason", "manifest.json") if words not in text] == []


@pytest.mark.django_db
def test_somebody_brought_in_signs_in_by_a_code_and_proves_the_address(tmp_path: Path) -> None:
    bring(neutral_file(tmp_path / "all.zip"))
    browser = Client()
    browser.post("/accounts/login/code/", {"email": "tea@old.example"})
    code = re.search(r"^([\d-]{6,})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code is not None
    browser.post("/accounts/login/code/confirm/", {"code": code.group(1)})
    tea = Member.objects.get(email="tea@old.example")
    assert browser.session.get("_auth_user_id") == str(tea.pk)
    assert EmailAddress.objects.get(user=tea).verified
