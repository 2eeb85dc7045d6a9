"""`korzo receive-mail`, as a mail server calls it."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from pytest_django import Settings

from korzo.discussions.models import Post
from korzo.notifications.incoming.doorway import doorway
from korzo.notifications.incoming.models import IncomingMail
from korzo.notifications.incoming.tests.post_bag import NEW, a_letter, reply_address
from korzo.notifications.tests.scenes import a_question
from korzo.project.cli import EXIT_FINE, EXIT_REFUSED, main
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _open_door(settings: Settings, tmp_path: Path) -> None:
    settings.KORZO_DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    settings.KORZO_DOORWAY = doorway("pipe", "reply@talk.example", "")


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    def hand(raw: bytes) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))

    return hand


def test_it_takes_one_letter_in(cast: Cast, handed: Callable[[bytes], None]) -> None:
    EmailAddress.objects.create(user=cast.tea, email=cast.tea.email, verified=True, primary=True)
    topic = a_question(cast.luka)
    handed(a_letter("tea@example.com", reply_address(cast.tea, topic)).as_bytes())
    assert main(["receive-mail"]) == EXIT_FINE
    assert Post.objects.get(topic=topic, number=2).plain == NEW


def test_what_nobody_can_read_is_taken_too_and_not_sent_back(cast: Cast, handed: Callable[[bytes], None]) -> None:
    handed(b"\x00\xff")
    assert main(["receive-mail"]) == EXIT_FINE
    assert IncomingMail.objects.get().code == "broken"


def test_a_house_in_trouble_asks_the_mail_server_to_come_again(
    cast: Cast, handed: Callable[[bytes], None], settings: Settings
) -> None:
    (settings.KORZO_DATA / "quarantine").write_text("no folder")
    handed(b"From: a@b.c\r\n\r\nx")
    assert main(["receive-mail"]) == 75
    assert not IncomingMail.objects.exclude(outcome="taking").exists()


def test_it_refuses_while_replies_are_off(cast: Cast, settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.KORZO_DOORWAY = None
    assert main(["receive-mail"]) == EXIT_REFUSED
    assert "KORZO_MAIL_IN" in capsys.readouterr().err
