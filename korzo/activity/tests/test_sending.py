"""What leaves the house: not faster than the other side bears, not for ever, and not after staff said no."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from korzo.activity import activities as spine
from korzo.activity.actions import drop_outgoing, forget_done, retry_outgoing, send_out
from korzo.activity.deliveries import OUTGOING_ATTEMPTS_MAX, WORKER_ENDED, send_next
from korzo.activity.models import Outgoing
from korzo.activity.queries import counts_by_state, failed_by_sender, sender_title
from korzo.jobs.actions import Limit
from korzo.jobs.models import Turn
from korzo.kit.errors import SendingFailed

pytestmark = pytest.mark.django_db
PAST = timedelta(seconds=-1)

sent: list[str] = []


def carry(outgoing: Outgoing) -> None:
    sent.append(outgoing.key)


@pytest.fixture(autouse=True)
def _house(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(spine, "_registry", spine._Registry())
    spine.sender("testing.post", title="Letters")(carry)
    spine.sender("testing.push", limit=Limit("push:{host}", per_minute=2))(carry)
    yield
    sent.clear()


def push(key: str, host: str = "here") -> None:
    assert send_out("testing.push", key=key, payload={"host": host})


def send_all() -> int:
    count = 0
    while send_next():
        count += 1
    return count


def test_it_sends_no_faster_than_the_other_side_bears() -> None:
    for number in range(4):
        push(f"here {number}")
    push("there", host="there")
    send_all()
    assert sorted(sent) == ["here 0", "here 1", "there"]
    waiting = Outgoing.objects.filter(state=Outgoing.State.WAITING)
    # Waiting costs no try.
    assert [(one.attempts, one.leased_until) for one in waiting] == [(0, None), (0, None)]
    assert all(59 < (one.not_before - timezone.now()).total_seconds() <= 60 for one in waiting)

    past = timedelta(seconds=61)
    for turn in Turn.objects.all():
        Turn.objects.filter(pk=turn.pk).update(at=turn.at - past)
    waiting.update(not_before=timezone.now() + PAST)
    send_all()
    assert sorted(sent) == ["here 0", "here 1", "here 2", "here 3", "there"]


def test_it_lets_a_payload_without_a_destination_wait_too() -> None:
    for number in range(3):
        send_out("testing.push", key=f"nowhere {number}", payload={})
    send_all()
    assert len(sent) == 2


def test_a_limit_of_a_sender_counts_by_the_minute() -> None:
    with pytest.raises(ValueError, match="by the minute"):
        spine.sender("testing.pigeon", limit=Limit("sky", at_once=1))


def test_it_gives_up_a_letter_that_ends_every_worker() -> None:
    send_out("testing.post", key="heavy", payload={})
    for _turn in range(OUTGOING_ATTEMPTS_MAX):
        assert send_next_and_die()
    assert send_next()
    assert not send_next()
    letter = Outgoing.objects.get()
    assert (letter.state, letter.attempts, letter.error) == ("failed", OUTGOING_ATTEMPTS_MAX, WORKER_ENDED)
    assert sent == []


def send_next_and_die() -> bool:
    """The process ends in the middle of it; two minutes later the lease is over."""

    def die(_outgoing: Outgoing) -> None:
        raise SystemExit

    spine.sender("testing.post")(die)
    with pytest.raises(SystemExit):
        send_next()
    leased = Outgoing.objects.filter(leased_until__isnull=False)
    spine.sender("testing.post")(carry)
    return leased.update(leased_until=timezone.now() + PAST) == 1


@pytest.mark.parametrize("late", [SendingFailed("The server is away."), None], ids=["failed", "went well"])
def test_who_took_too_long_has_no_say_any_more(late: Exception | None) -> None:
    send_out("testing.post", key="slow", payload={})
    meanwhile(late)
    assert send_next()
    letter = Outgoing.objects.get()
    assert (letter.state, letter.attempts, letter.leased_until) == ("sent", 2, None)


def meanwhile(late: Exception | None) -> None:
    """While this process still sends, its lease runs out and another one sends the same letter."""

    def wait_too_long(_outgoing: Outgoing) -> None:
        Outgoing.objects.update(leased_until=timezone.now() + PAST)
        spine.sender("testing.post")(carry)
        assert send_next()
        if late is not None:
            raise late

    spine.sender("testing.post")(wait_too_long)


@pytest.mark.parametrize("act", [retry_outgoing, drop_outgoing])
def test_staff_decide_only_about_what_failed(act: Callable[..., int]) -> None:
    send_out("testing.post", key="well", payload={})
    send_all()
    send_out("testing.post", key="waiting", payload={})
    assert act(Outgoing.objects.all()) == 0
    assert sorted(Outgoing.objects.values_list("state", flat=True)) == ["sent", "waiting"]


def test_what_staff_dropped_is_never_sent_and_counts_nowhere() -> None:
    send_out("testing.post", key="old", payload={})
    Outgoing.objects.update(state=Outgoing.State.FAILED, error="no")
    assert failed_by_sender() == {"testing.post": 1}
    assert sender_title("testing.post") == "Letters"
    assert drop_outgoing(Outgoing.objects.all()) == 1
    assert not send_next()
    # Its key stays taken.
    assert not send_out("testing.post", key="old", payload={})
    assert (failed_by_sender(), counts_by_state()["not_sent"]) == ({}, 0)


def test_it_forgets_what_was_sent_long_ago() -> None:
    for key in ("old", "new", "unsent"):
        send_out("testing.post", key=key, payload={})
    now = timezone.now()
    Outgoing.objects.filter(key="old").update(state="sent", sent_at=now - timedelta(days=40))
    Outgoing.objects.filter(key="new").update(state="sent", sent_at=now)
    assert forget_done(now - timedelta(days=30)) == 1
    assert set(Outgoing.objects.values_list("key", flat=True)) == {"new", "unsent"}
