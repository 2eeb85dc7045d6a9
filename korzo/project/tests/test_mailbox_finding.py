"""What "All well?" says about replies by mail."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from korzo.notifications.incoming.doorway import doorway
from korzo.notifications.incoming.models import IncomingMail, MailboxFailure, MailboxState, Outcome
from korzo.project.watch.findings.finding import Light
from korzo.project.watch.findings.mailbox import mailbox

NAME = "reply@mail.example:993/INBOX"


@pytest.fixture
def state(db: None, settings: Settings) -> MailboxState:
    settings.KORZO_DOORWAY = doorway("imaps://reply:secret@mail.example/INBOX", "reply@talk.example", "")
    return MailboxState.objects.create(name=NAME, looked_at=timezone.now())


def test_it_is_calm_where_replies_are_off(db: None, settings: Settings) -> None:
    settings.KORZO_DOORWAY = None
    assert mailbox().light is Light.GOOD


def test_it_says_that_replies_come_in(state: MailboxState) -> None:
    assert (mailbox().light, mailbox().sentence) == (Light.GOOD, "Replies by mail come in.")


def test_it_says_what_the_server_said(state: MailboxState) -> None:
    MailboxState.objects.update(error="[AUTHENTICATIONFAILED] no")
    found = mailbox()
    assert found.light is Light.BAD
    assert "[AUTHENTICATIONFAILED] no" in found.sentence
    assert found.url == "/staff/replies/"


@pytest.mark.parametrize("looked_at", [None, timedelta(hours=2)])
def test_it_notices_that_nobody_looks(state: MailboxState, looked_at: timedelta | None) -> None:
    MailboxState.objects.update(looked_at=looked_at and timezone.now() - looked_at)
    assert mailbox().light is Light.LOOK


def test_it_names_letters_that_nobody_could_read(state: MailboxState) -> None:
    MailboxFailure.objects.create(mailbox=state, uid=7, attempts=3)
    assert (mailbox().light, mailbox().sentence[:8]) == (Light.LOOK, "1 letter")


def test_it_names_letters_that_wait(state: MailboxState) -> None:
    for number in range(2):
        IncomingMail.objects.create(digest=str(number), outcome=Outcome.WAITING)
    assert "2 replies by mail wait" in mailbox().sentence


def test_another_mailbox_of_before_does_not_speak(state: MailboxState, settings: Settings) -> None:
    settings.KORZO_DOORWAY = doorway("imaps://other:secret@mail.example/INBOX", "reply@talk.example", "")
    MailboxState.objects.update(error="gone")
    assert "gone" not in mailbox().sentence


def test_a_mail_server_that_brings_letters_needs_no_mailbox(db: None, settings: Settings) -> None:
    settings.KORZO_DOORWAY = doorway("pipe", "reply@talk.example", "")
    assert mailbox().light is Light.GOOD
