"""No message reaches a member but through the gate: of the code by walking it, of the mail server by the last door."""

import ast
import smtplib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives, send_mail
from pytest_django import Settings

import korzo
from korzo.activity.activities import _registry
from korzo.attention.actions import hand_over, suppress
from korzo.attention.models import Channel, ContactLog, Purpose, Suppression
from korzo.kit.errors import SendingFailed
from tests.cast import Cast

PACKAGE = Path(korzo.__file__).parent
# Ways of the mail library to put bytes on a line. `.send()` without anything is a letter's own.
SENDS = {"send_mail", "send_mass_mail", "mail_admins", "mail_managers", "send_messages", "SMTP"}
# The gate itself; the backend that it passes on to; the adapter, whose letters reach the gate as the house's backend.
MAY_SEND = {
    "attention/backends.py:send_messages",
    "attention/smtp.py:send",
    "notifications/backends.py:send_messages",
    "members/adapter.py:send_mail",
    # To strangers who pointed at something; those who are members get theirs handed over.
    "moderation/letters.py:send",
    # To guests, about the comment that they wrote.
    "comments/letters.py:send",
}
# All ways out of the house, and how each passes the gate.
BY_HAND_OVER, BY_CLAIM, NOT_TO_MEMBERS = "hand_over", "may_contact", "nobody of ours receives it"
WAYS = {
    "notifications.mail": BY_HAND_OVER,
    "notifications.letter": BY_HAND_OVER,
    "notifications.mail_refused": BY_HAND_OVER,
    "notifications.push": BY_CLAIM,
    "moderation.letter": BY_HAND_OVER,
    "moderation.tell": NOT_TO_MEMBERS,
    "moderation.akismet": NOT_TO_MEMBERS,
    "comments.letter": NOT_TO_MEMBERS,
}


def calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
        if name in SENDS or (name == "send" and not node.args and not node.keywords):
            yield name


def test_no_code_sends_mail_by_itself() -> None:
    found = {
        f"{path.relative_to(PACKAGE).as_posix()}:{name}"
        for path in PACKAGE.rglob("*.py")
        if "tests" not in path.parts
        for name in calls(path)
    }
    assert found - MAY_SEND == set()


def test_every_way_out_names_how_it_passes_the_gate() -> None:
    ours = {name for name, way in _registry.ways.items() if not way.send.__module__.startswith("korzo.activity.tests")}
    assert ours - WAYS.keys() == set()
    for name in ours:
        source = Path(PACKAGE.parent, *_registry.ways[name].send.__module__.split(".")).with_suffix(".py").read_text()
        assert WAYS[name] == NOT_TO_MEMBERS or f"{WAYS[name]}(" in source, name


def test_the_house_sends_through_the_gate() -> None:
    # By name, for the floor of the project is above ours.
    of_house = import_module("korzo.project.settings")
    assert of_house.MAILERS["default"]["BACKEND"] == "korzo.attention.backends.GatedBackend"


@pytest.fixture
def gated(settings: Settings) -> None:
    settings.MAILERS = {
        "default": {
            "BACKEND": "korzo.attention.backends.GatedBackend",
            "OPTIONS": {"through": "django.core.mail.backends.locmem.EmailBackend"},
        }
    }


@pytest.mark.usefixtures("gated")
def test_a_code_to_sign_in_is_logged_as_transactional(cast: Cast) -> None:
    assert send_mail("Your code", "123456", "club@example.com", ["Luka <luka@example.com>"]) == 1
    assert [one.to for one in mail.outbox] == [["Luka <luka@example.com>"]]
    row = ContactLog.objects.get(member=cast.luka)
    assert (row.purpose, row.channel, row.verdict) == ("transactional", "mail", "allowed")
    assert row.sent_at is not None
    assert "123456" not in f"{row.facts}{row.source}{row.message_id}"


@pytest.mark.usefixtures("gated")
def test_a_mailbox_that_is_not_there_is_not_tried_again(cast: Cast) -> None:
    suppress("luka@example.com", reason=Suppression.Reason.HARD_BOUNCE)
    suppress("nobody@example.com", reason=Suppression.Reason.HARD_BOUNCE)
    assert send_mail("Hello", "there", "club@example.com", ["luka@example.com", "nobody@example.com"]) == 0
    assert send_mail("Hello", "there", "club@example.com", ["luka@example.com", "tea@example.com"]) == 1
    assert [one.to for one in mail.outbox] == [["tea@example.com"]]
    assert list(ContactLog.objects.filter(member=cast.luka).values_list("rule", flat=True)) == ["hard_bounce"] * 2


@pytest.mark.usefixtures("gated")
def test_an_address_of_nobody_is_written_to(cast: Cast) -> None:
    assert send_mail("Prove it", "123456", "club@example.com", ["new@example.com"]) == 1
    assert not ContactLog.objects.exists()


@pytest.mark.usefixtures("gated")
def test_what_the_gate_allowed_is_asked_once(cast: Cast) -> None:
    message = EmailMultiAlternatives("Hello", "there", "club@example.com", ["luka@example.com"])
    decision = hand_over(message, member=cast.luka, purpose=Purpose.SERVICE, source="x:1", at=cast.luka.joined_at)
    assert decision.allowed
    assert len(mail.outbox) == 1
    assert ContactLog.objects.get().purpose == "service"


def test_what_the_server_refused_frees_its_place(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> int:
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)
    message = EmailMultiAlternatives("Hello", "there", "club@example.com", ["luka@example.com"])
    with pytest.raises(SendingFailed):
        hand_over(message, member=cast.luka, purpose=Purpose.SERVICE, source="x:1", at=cast.luka.joined_at)
    row = ContactLog.objects.get()
    assert (row.channel, row.claimed_at, row.sent_at) == (Channel.MAIL, None, None)


TROUBLES: list[tuple[Exception, bool]] = [
    (smtplib.SMTPRecipientsRefused({"luka@example.com": (550, b"no such user")}), True),
    (smtplib.SMTPRecipientsRefused({"luka@example.com": (450, b"try later")}), False),
    (smtplib.SMTPDataError(554, b"refused"), True),
    (smtplib.SMTPDataError(451, b"greylisted"), False),
    (smtplib.SMTPAuthenticationError(535, b"wrong password"), False),
    (smtplib.SMTPServerDisconnected("gone"), False),
    (ConnectionRefusedError("nobody there"), False),
]


@pytest.mark.parametrize(("error", "is_permanent"), TROUBLES)
def test_trouble_is_told_apart(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, error: Exception, is_permanent: bool
) -> None:
    def refuse(_message: EmailMultiAlternatives) -> int:
        raise error

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)
    message = EmailMultiAlternatives("Hello", "there", "club@example.com", ["luka@example.com"])
    with pytest.raises(SendingFailed) as caught:
        hand_over(message, member=cast.luka, purpose=Purpose.SERVICE, source="x:1", at=cast.luka.joined_at)
    assert caught.value.permanent is is_permanent
