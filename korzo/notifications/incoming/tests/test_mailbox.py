"""The whole way, with real servers: our letter goes out by SMTP, an answer comes back, and is found by IMAP."""

import smtplib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from korzo.activity.models import Outgoing
from korzo.discussions.models import Post, Topic
from korzo.notifications.incoming.actions import fetch_mail
from korzo.notifications.incoming.doorway import Doorway, doorway
from korzo.notifications.incoming.models import IncomingMail, MailboxFailure, MailboxState
from korzo.notifications.incoming.tasks import fetch_mail as look_by_the_clock
from korzo.notifications.incoming.tests.mail_servers import PASSWORD, MailServers, mail_servers, why_not
from korzo.notifications.incoming.tests.post_bag import NEW, a_letter, reply_address, with_picture
from korzo.notifications.tests.scenes import a_question, a_reply
from tests.cast import Cast, let_worker_finish

REASON = why_not()
pytestmark = pytest.mark.skipif(bool(REASON), reason=REASON)


@pytest.fixture(scope="module")
def shared() -> Iterator[MailServers]:
    with mail_servers() as made:
        yield made


@pytest.fixture
def servers(shared: MailServers, settings: Settings) -> MailServers:
    """Empty, as in the morning."""
    for path in [*shared.maildir.glob("new/*"), *shared.maildir.glob("cur/*")]:
        path.unlink()
    shared.renumber()
    place = f"imap://korzo:{PASSWORD}@127.0.0.1:{shared.imap_port}/INBOX"
    settings.KORZO_DOORWAY = doorway(place, "reply@talk.example", "")
    return shared


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return a_question(cast.luka)


def look(settings: Settings) -> tuple[int, int]:
    found = fetch_mail(settings.KORZO_DOORWAY)
    return found.taken, found.failed


def outcomes() -> list[str]:
    return list(IncomingMail.objects.order_by("pk").values_list("outcome", flat=True))


def through_smtp(settings: Settings, servers: MailServers) -> None:
    options: dict[str, Any] = {"host": "127.0.0.1", "port": servers.smtp_port, "timeout": 20}
    through = "korzo.notifications.incoming.backends.SmtpBackend"
    gate = {"BACKEND": "korzo.attention.backends.GatedBackend", "OPTIONS": {"through": through, "options": options}}
    settings.MAILERS = {"default": gate}


def newest(servers: MailServers) -> bytes:
    return max(servers.maildir.glob("new/*"), key=lambda one: one.stat().st_mtime_ns).read_bytes()


def test_a_member_answers_our_letter(cast: Cast, topic: Topic, servers: MailServers, settings: Settings) -> None:
    through_smtp(settings, servers)
    a_reply(topic, cast.tea)
    let_worker_finish()
    Outgoing.objects.filter(state="waiting").update(not_before=timezone.now() - timedelta(seconds=1))
    let_worker_finish()
    ours = message_from_bytes(newest(servers))
    assert ours["X-MailFrom"].startswith("bounce+")
    # Our own letter lies in the same box: it is known as ours, and never answered.
    assert look(settings) == (1, 0)
    assert outcomes() == ["automatic"]

    answer = a_letter("Luka <luka@example.com>", ours["Reply-To"], f"{NEW}\n\nOn 23.11.2026 17:03, R wrote:\n> QUOTED")
    with smtplib.SMTP("127.0.0.1", servers.smtp_port, timeout=20) as out:
        out.send_message(with_picture(answer))
    assert look(settings) == (1, 0)
    post = Post.objects.get(pk=IncomingMail.objects.latest("pk").post_id or 0)
    assert (post.author_id, post.plain, post.post_pictures.count()) == (cast.luka.pk, NEW, 1)
    assert all(b"\\Seen" in flags for flags in servers.flags())
    assert look(settings) == (0, 0)


def test_a_refusal_leaves_without_a_sender(cast: Cast, topic: Topic, servers: MailServers, settings: Settings) -> None:
    through_smtp(settings, servers)
    servers.deliver(a_letter("nada@example.org", reply_address(cast.tea, topic)).as_bytes(), 1)
    assert look(settings) == (1, 0)
    let_worker_finish()
    told = message_from_bytes(newest(servers))
    assert (told["X-MailFrom"], told["X-RcptTo"]) == ("<>", "tea@example.com")
    assert told["Auto-Submitted"] == "auto-replied"


def test_no_letter_is_taken_twice_and_none_is_passed_over(
    cast: Cast, topic: Topic, servers: MailServers, settings: Settings
) -> None:
    to = reply_address(cast.tea, topic)
    for number, words in enumerate(["First thoughts on width", "Second thoughts on length"]):
        servers.deliver(a_letter("tea@example.com", to, words).as_bytes(), number)
    assert look(settings) == (2, 0)
    # After a restore all numbers are others.
    before = MailboxState.objects.get().validity
    servers.renumber()
    MailboxState.objects.update(validity=before + 1)
    servers.deliver(a_letter("tea@example.com", to, "Third thoughts on soles").as_bytes(), 9)
    assert look(settings)[1] == 0
    assert Post.objects.filter(topic=topic, number__gt=1).count() == 3
    assert outcomes() == ["posted"] * 3


def test_one_that_cannot_be_taken_in_is_put_aside_after_three_tries(
    cast: Cast, topic: Topic, servers: MailServers, settings: Settings
) -> None:
    to = reply_address(cast.tea, topic)
    servers.deliver(a_letter("tea@example.com", to, "Before it").as_bytes(), 1)
    assert look(settings) == (1, 0)
    # The folder of kept letters is a file: whatever comes now fails.
    folder = settings.KORZO_DATA / "quarantine"
    folder.rename(folder.with_name("elsewhere"))
    folder.write_text("no folder")
    servers.deliver(a_letter("tea@example.com", to, "The one that fails").as_bytes(), 2)
    assert look(settings) == (0, 1)
    IncomingMail.objects.update(leased_until=timezone.now() - timedelta(minutes=1))
    assert look(settings) == (0, 1)
    IncomingMail.objects.update(leased_until=timezone.now() - timedelta(minutes=1))
    assert look(settings) == (0, 1)
    folder.unlink()
    servers.deliver(a_letter("tea@example.com", to, "Behind it, on other matters").as_bytes(), 3)
    assert look(settings) == (1, 0)
    assert MailboxFailure.objects.get().attempts == 3
    assert [post.plain for post in Post.objects.filter(topic=topic, number__gt=1).order_by("number")] == [
        "Before it",
        "Behind it, on other matters",
    ]


def test_huge_and_malformed_letters_hold_nobody_up(
    cast: Cast, topic: Topic, servers: MailServers, settings: Settings
) -> None:
    huge = a_letter("tea@example.com", reply_address(cast.tea, topic)).as_bytes() + b"x" * (26 * 1024 * 1024)
    for number, raw in enumerate([huge, b"\x00\xff\n" * 50, b"\n", b"From: a@b.c\nContent-Type: " + b"(" * 5000]):
        servers.deliver(raw, number)
    servers.deliver(a_letter("tea@example.com", reply_address(cast.tea, topic)).as_bytes(), 9)
    taken, failed = look(settings)
    assert failed == 0
    assert taken >= 4
    assert IncomingMail.objects.get(code="large").member_id == cast.tea.pk
    assert Post.objects.filter(topic=topic, number__gt=1).count() == 1


def test_a_mailbox_that_is_away_is_noted_and_nothing_is_lost(
    cast: Cast, topic: Topic, servers: MailServers, settings: Settings
) -> None:
    right: Doorway = settings.KORZO_DOORWAY
    assert right.mailbox is not None
    box = right.mailbox
    for wrong in (replace(box, port=1), replace(box, password="x"), replace(box, folder="No")):
        settings.KORZO_DOORWAY = replace(right, mailbox=wrong)
        assert look(settings) == (0, 0)
        assert MailboxState.objects.filter(error__gt="").exists()
        assert PASSWORD not in "".join(MailboxState.objects.values_list("error", flat=True))
    settings.KORZO_DOORWAY = right
    servers.deliver(a_letter("tea@example.com", reply_address(cast.tea, topic)).as_bytes(), 1)
    assert look_by_the_clock.call() == 1
    assert not MailboxState.objects.filter(name=right.mailbox.name, error__gt="").exists()


def test_nobody_looks_while_it_is_off(cast: Cast, settings: Settings) -> None:
    settings.KORZO_DOORWAY = None
    assert look_by_the_clock.call() == 0
    settings.KORZO_DOORWAY = doorway("pipe", "reply@talk.example", "")
    assert look_by_the_clock.call() == 0
    assert not MailboxState.objects.exists()
