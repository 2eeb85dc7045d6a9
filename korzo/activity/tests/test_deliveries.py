"""What the worker does: deliveries with their second chances, and what leaves the house at least once."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import connection, transaction
from django.utils import timezone

from korzo.activity import activities as spine
from korzo.activity.actions import erase_member, forget_done, record, retry_deliveries, retry_outgoing, send_out
from korzo.activity.activities import Kind
from korzo.activity.deliveries import (
    DELIVERY_ATTEMPTS_MAX,
    ERROR_LENGTH_MAX,
    LEASE,
    OUTGOING_ATTEMPTS_MAX,
    backoff,
    deliver_all,
    deliver_next,
    send_next,
)
from korzo.activity.models import Activity, Delivery, Outgoing
from korzo.activity.queries import counts_by_state, oldest_open_delivery_seconds
from korzo.kit.errors import SendingFailed

pytestmark = pytest.mark.django_db
PAST = timedelta(seconds=-1)


@dataclass(frozen=True, kw_only=True)
class BellRung(Kind):
    verb: ClassVar[str] = "testing.bell_rung"
    sentence: ClassVar[str] = "rang the bell"


class Post:
    """A post office that notes what it was given, and fails when a test says so."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, dict[str, object]]] = []
        self.failure: Exception | None = None

    def send(self, outgoing: Outgoing) -> None:
        self.sent.append((outgoing.key, outgoing.payload))
        if self.failure is not None:
            raise self.failure


class Listener:
    def __init__(self) -> None:
        self.heard: list[int] = []
        self.failures = 0

    def listen(self, activity: Activity) -> None:
        self.heard.append(activity.pk)
        if self.failures:
            self.failures -= 1
            raise ValueError("the wire is broken")


listener, post = Listener(), Post()


def listen(activity: Activity) -> None:
    listener.listen(activity)


@pytest.fixture(autouse=True)
def _house(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(spine, "_registry", spine._Registry())
    spine.register(BellRung)
    spine.bookkeeper(BellRung)(listen)
    spine.sender("testing.post")(post.send)
    yield
    listener.__init__()  # type: ignore[misc]  # as new for the next test
    post.__init__()  # type: ignore[misc]


def ring() -> Delivery:
    activity = record(BellRung())
    assert activity is not None
    return activity.deliveries.get()


def now_is_the_time() -> None:
    """Let the pause before the next try pass."""
    Delivery.objects.filter(state="open").update(not_before=timezone.now() + PAST)
    Outgoing.objects.filter(state="waiting").update(not_before=timezone.now() + PAST)


def write(key: str = "letter-1", **more: object) -> Outgoing:
    assert send_out("testing.post", key=key, payload={"letter": 1}, **more)  # type: ignore[arg-type]
    return Outgoing.objects.get(key=key)


def test_a_delivery_that_fails_gets_another_chance() -> None:
    listener.failures = 2
    delivery = ring()
    for attempts in (1, 2):
        assert deliver_next()
        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempts) == ("open", attempts)
        assert "the wire is broken" in delivery.error
        # Not before its pause is over.
        assert not deliver_next()
        now_is_the_time()
    assert deliver_next()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.error) == ("done", 3, "")
    assert delivery.done_at is not None
    assert listener.heard == [delivery.activity_id] * 3


def test_a_delivery_that_always_fails_waits_for_a_person() -> None:
    listener.failures = 99
    delivery = ring()
    for _ in range(DELIVERY_ATTEMPTS_MAX + 2):
        deliver_next()
        now_is_the_time()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("failed", DELIVERY_ATTEMPTS_MAX)
    assert len(listener.heard) == DELIVERY_ATTEMPTS_MAX
    assert counts_by_state()["failed"] == 1

    listener.failures = 0
    assert retry_deliveries(Delivery.objects.all()) == 1
    assert deliver_all() == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error) == ("done", "")
    # Pressing the button again repeats nothing.
    assert retry_deliveries(Delivery.objects.all()) == 0
    assert deliver_all() == 0


def test_a_subscriber_that_went_away_fails_aloud(monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = ring()
    monkeypatch.setattr(spine, "_registry", spine._Registry())
    spine.register(BellRung)
    assert deliver_next()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("open", 1)
    assert "Nobody is called activity.listen any more." in delivery.error


def test_one_failure_holds_nobody_up() -> None:
    listener.failures = 1
    first, second = ring(), ring()
    assert deliver_all() == 2
    states = Delivery.objects.in_bulk([first.pk, second.pk])
    assert (states[first.pk].state, states[second.pk].state) == ("open", "done")


def test_a_long_error_keeps_its_end() -> None:
    def stumble(activity: Activity) -> None:
        raise ValueError("x" * (2 * ERROR_LENGTH_MAX) + "the end")

    spine.bookkeeper(BellRung)(stumble)
    record(BellRung())
    deliver_all()
    error = Delivery.objects.get(subscriber="activity.stumble").error
    assert len(error) <= ERROR_LENGTH_MAX
    assert error.rstrip().endswith("the end")


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 2), (2, 8), (3, 32), (6, 2048), (7, 7200), (60, 7200)])
def test_pauses_grow_up_to_two_hours(attempts: int, seconds: int) -> None:
    assert 0.8 * seconds <= backoff(attempts).total_seconds() <= 1.2 * seconds


def test_a_letter_leaves_once() -> None:
    letter = write()
    assert not send_out("testing.post", key="letter-1", payload={"letter": 2})
    assert deliver_all() == 1
    assert post.sent == [("letter-1", {"letter": 1})]
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.leased_until, letter.error) == ("sent", 1, None, "")
    assert letter.sent_at is not None
    # Its key stays taken after it has gone.
    assert not send_out("testing.post", key="letter-1", payload={})
    assert deliver_all() == 0


def test_a_letter_may_wait_for_its_hour() -> None:
    letter = write(not_before=timezone.now() + timedelta(hours=1))
    assert deliver_all() == 0
    Outgoing.objects.filter(pk=letter.pk).update(not_before=timezone.now() + PAST)
    assert deliver_all() == 1


def test_a_lease_keeps_others_away_while_it_runs() -> None:
    seen: list[bool] = []
    held: list[timedelta] = []

    def look_again(outgoing: Outgoing) -> None:
        row = Outgoing.objects.get(pk=outgoing.pk)
        assert row.leased_until is not None
        held.append(row.leased_until - timezone.now())
        seen.append(send_next())

    spine.sender("testing.post")(look_again)
    write()
    assert send_next()
    assert seen == [False]
    assert LEASE - timedelta(seconds=30) < held[0] <= LEASE


def test_a_lease_that_ran_out_lets_the_next_worker_try() -> None:
    letter = write()
    now = timezone.now()
    Outgoing.objects.filter(pk=letter.pk).update(attempts=1, leased_until=now + timedelta(seconds=30))
    assert not send_next()
    Outgoing.objects.filter(pk=letter.pk).update(leased_until=now + PAST)
    assert send_next()
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("sent", 2)


def test_a_sender_holds_no_transaction() -> None:
    within: list[int] = []
    depth = len(connection.savepoint_ids)
    spine.sender("testing.post")(lambda _outgoing: within.append(len(connection.savepoint_ids)))
    write()
    send_next()
    assert within == [depth]


@pytest.mark.parametrize("failure", [SendingFailed("The server is away."), OSError("no route to host")])
def test_a_letter_that_could_not_leave_is_tried_again(failure: Exception) -> None:
    letter = write()
    post.failure = failure
    send_next()
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.leased_until) == ("waiting", 1, None)
    assert str(failure) in letter.error
    assert not send_next()
    post.failure = None
    now_is_the_time()
    assert send_next()
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.error) == ("sent", 2, "")


def test_what_will_never_leave_is_not_tried_again() -> None:
    letter = write()
    post.failure = SendingFailed("There is no such person.", permanent=True)
    send_next()
    now_is_the_time()
    assert not send_next()
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.error) == ("failed", 1, "There is no such person.")
    assert counts_by_state()["not_sent"] == 1


def test_after_the_last_try_a_person_decides() -> None:
    letter = write()
    post.failure = SendingFailed("The server is away.")
    for _ in range(OUTGOING_ATTEMPTS_MAX + 2):
        send_next()
        now_is_the_time()
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, len(post.sent)) == ("failed", OUTGOING_ATTEMPTS_MAX, OUTGOING_ATTEMPTS_MAX)
    post.failure = None
    assert retry_outgoing(Outgoing.objects.all()) == 1
    assert send_next()
    letter.refresh_from_db()
    assert letter.state == "sent"
    assert retry_outgoing(Outgoing.objects.all()) == 0
    assert not send_next()


def test_a_sender_that_nobody_is_fails_at_once() -> None:
    send_out("testing.pigeon", key="letter-1", payload={})
    assert send_next()
    letter = Outgoing.objects.get()
    assert (letter.state, letter.error) == ("failed", "Nobody can send testing.pigeon.")


def test_what_a_subscriber_sends_out_is_undone_with_it() -> None:
    def write_and_stumble(activity: Activity) -> None:
        send_out("testing.post", key="letter-1", payload={})
        raise ValueError("the pen broke")

    spine.messenger(BellRung)(write_and_stumble)
    record(BellRung())
    deliver_all()
    assert not Outgoing.objects.exists()
    assert post.sent == []


def test_oldest_and_counts_speak_of_what_is_open() -> None:
    assert oldest_open_delivery_seconds() == 0.0
    write()
    Outgoing.objects.update(created_at=timezone.now() - timedelta(seconds=90))
    ring()
    assert 89 < oldest_open_delivery_seconds() < 120
    assert counts_by_state() == {"open": 1, "failed": 0, "waiting_to_send": 1, "not_sent": 0}
    deliver_all()
    assert oldest_open_delivery_seconds() == 0.0


def test_old_deliveries_are_forgotten_and_open_ones_never() -> None:
    done, fresh, still_open = ring(), ring(), ring()
    old = timezone.now() - timedelta(days=100)
    Delivery.objects.filter(pk=done.pk).update(state="done", done_at=old)
    Delivery.objects.filter(pk=fresh.pk).update(state="done", done_at=timezone.now())
    Delivery.objects.filter(pk=still_open.pk).update(not_before=old)
    assert forget_done(timezone.now() - timedelta(days=30)) == 1
    assert set(Delivery.objects.values_list("pk", flat=True)) == {fresh.pk, still_open.pk}
    assert Activity.objects.count() == 3


def test_a_letter_to_somebody_who_left_loses_its_content() -> None:
    letter, other = write(member_id=7), write("letter-2", member_id=8)
    erase_member(7)
    letter.refresh_from_db()
    other.refresh_from_db()
    assert (letter.member_id, letter.payload) == (None, {})
    assert (other.member_id, other.payload) == (8, {"letter": 1})


def test_an_answer_about_somebody_who_left_is_forgotten_too() -> None:
    letter = write(member_id=7)
    post.failure = SendingFailed("{'tea@example.com': (550, b'no such user')}", permanent=True)
    send_next()
    erase_member(7)
    letter.refresh_from_db()
    assert letter.error == ""


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_do_the_same_twice() -> None:
    for _ in range(12):
        ring_in_transaction()
    for number in range(6):
        write(f"letter-{number}")

    def work() -> None:
        try:
            deliver_all()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(60)
    assert sorted(listener.heard) == sorted(Activity.objects.values_list("pk", flat=True))
    assert sorted(key for key, _payload in post.sent) == [f"letter-{number}" for number in range(6)]


def ring_in_transaction() -> None:
    with transaction.atomic():
        record(BellRung())
