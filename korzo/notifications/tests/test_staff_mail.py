from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from korzo.notifications import mailbox
from korzo.notifications.backends import FolderBackend
from tests.cast import Cast, signed_in


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.MAIL_FOLDER = tmp_path / "mail"
    settings.MAIL_HOST = ""
    return tmp_path / "mail"


def send(folder: Path, *, to: str, subject: str = "Tea replied", body: str = "Hello Luka") -> str:
    message = EmailMultiAlternatives(subject, body, "Kamzo Club <club@example.com>", [to])
    message.attach_alternative("<script>alert(1)</script><b>Hello</b>", "text/html")
    assert FolderBackend(folder=folder).send_messages([message]) == 1
    return mailbox.letters()[0].name


def test_each_letter_becomes_one_whole_file(folder: Path) -> None:
    name = send(folder, to="luka@example.com", subject="Größe für Füße – سایز")
    assert [path.name for path in folder.iterdir()] == [name]
    (letter,) = mailbox.letters()
    assert (letter.subject, letter.to) == ("Größe für Füße – سایز", "luka@example.com")
    assert letter.sender == "Kamzo Club <club@example.com>"
    assert letter.text.strip() == "Hello Luka"
    assert letter.at is not None


def test_a_letter_to_nobody_is_none(folder: Path) -> None:
    assert FolderBackend(folder=folder).send_messages([EmailMultiAlternatives("a", "b", "c@example.com", [])]) == 0
    assert mailbox.letters() == []


def test_the_oldest_make_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "LETTERS_KEPT_MAX", 2)
    names = [send(folder, to="luka@example.com") for _turn in range(3)]
    assert [letter.name for letter in mailbox.letters()] == [names[2], names[1]]


@pytest.mark.parametrize(("role", "status"), [("staff", 200), ("owner", 200), ("moderator", 403)])
def test_staff_read_it_and_moderators_do_not(cast: Cast, folder: Path, role: str, status: int) -> None:
    name = send(folder, to="luka@example.com")
    client = signed_in(cast.by_role()[role])
    for address in ("/staff/mail/", f"/staff/mail/{name}/"):
        response = client.get(address)
        assert response.status_code == status
        assert ("Tea replied" in response.content.decode()) is (status == 200)


@pytest.mark.parametrize("role", ["member", "outsider"])
def test_members_and_outsiders_do_not_enter(cast: Cast, folder: Path, role: str) -> None:
    name = send(folder, to="luka@example.com")
    client = signed_in(cast.by_role()[role])
    for address in ("/staff/mail/", f"/staff/mail/{name}/"):
        response = client.get(address)
        assert response.status_code in {302, 403}
        assert "Tea replied" not in response.content.decode()


def test_it_shows_words_and_draws_no_markup(cast: Cast, folder: Path) -> None:
    name = send(folder, to="luka@example.com", body="Hello <b>Luka</b>")
    page = signed_in(cast.sara).get(f"/staff/mail/{name}/").content.decode()
    assert "Hello &lt;b&gt;Luka&lt;/b&gt;" in page
    assert "alert(1)" not in page


def test_letters_to_the_team_are_for_their_reader_and_the_owner(cast: Cast, folder: Path) -> None:
    """A code to sign in as the owner must not be in the hands of a colleague."""
    name = send(folder, to="Mira <mira@example.com>", subject="Your code: 123456")
    own = send(folder, to="sara@example.com", subject="For Sara")
    staff, owner = signed_in(cast.sara), signed_in(cast.mira)
    page = staff.get("/staff/mail/").content.decode()
    assert "123456" not in page
    assert "For Sara" in page
    assert staff.get(f"/staff/mail/{name}/").status_code == 404
    assert staff.get(f"/staff/mail/{own}/").status_code == 200
    assert "123456" in owner.get("/staff/mail/").content.decode()


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", "x.eml", "20260101T000000000000Z-00000000.eml"])
def test_it_opens_letters_only(cast: Cast, folder: Path, name: str) -> None:
    folder.mkdir()
    (folder / "x.eml").write_text("Subject: a secret\n\n")
    assert signed_in(cast.sara).get(f"/staff/mail/{name}/").status_code == 404


def test_it_is_kind_when_empty(cast: Cast, folder: Path) -> None:
    assert "No letters yet" in signed_in(cast.sara).get("/staff/mail/").content.decode()
