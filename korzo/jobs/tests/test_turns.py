import threading
from datetime import datetime, timedelta

import pytest
from dj_queue.api import claim_ready_jobs
from dj_queue.models import ClaimedExecution, FailedExecution, Job, ScheduledExecution
from dj_queue.operations.jobs import promote_scheduled_jobs
from django.db import connection
from django.utils import timezone

from korzo.jobs import actions, queries
from korzo.jobs.actions import take_turn
from korzo.jobs.models import Destination, Turn
from korzo.jobs.tests import odd_work

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    odd_work.done.clear()


def ask(holder: str, per_minute: int = 2, destination: str = "api") -> datetime | None:
    return take_turn(destination, per_minute=per_minute, holder=holder)


def let_pass(seconds: float) -> None:
    """The clock stands still in a test, so everything moves back instead."""
    past = timedelta(seconds=seconds)
    for turn in Turn.objects.all():
        Turn.objects.filter(pk=turn.pk).update(at=turn.at - past)
    for planned in ScheduledExecution.objects.all():
        ScheduledExecution.objects.filter(pk=planned.pk).update(scheduled_at=planned.scheduled_at - past)
        Job.objects.filter(pk=planned.job_id).update(scheduled_at=planned.scheduled_at - past)


def in_seconds(at: datetime | None) -> int:
    assert at is not None
    return round((at - timezone.now()).total_seconds())


@pytest.mark.django_db
def test_it_lets_as_many_start_as_the_minute_bears() -> None:
    assert (ask("first"), ask("second")) == (None, None)
    assert in_seconds(ask("third")) == 60


@pytest.mark.django_db
def test_it_promises_each_who_waits_a_turn_of_their_own() -> None:
    ask("first")
    let_pass(10)
    ask("second")
    assert [in_seconds(ask(name)) for name in ("third", "fourth", "fifth", "sixth")] == [50, 60, 110, 120]


@pytest.mark.django_db
def test_it_gives_the_same_answer_to_who_asks_again() -> None:
    for name in ("first", "second"):
        ask(name)
    assert ask("third") == ask("third")
    assert Turn.objects.filter(is_taken=False).count() == 1


@pytest.mark.django_db
def test_it_keeps_the_promise() -> None:
    for name in ("first", "second", "third", "fourth"):
        ask(name)
    let_pass(61)
    assert (ask("third"), ask("fourth")) == (None, None)
    assert in_seconds(ask("fifth")) == 60


@pytest.mark.django_db
def test_it_lets_nobody_jump_the_line() -> None:
    for name in ("first", "second", "third"):
        ask(name)
    let_pass(61)
    # A turn is free and promised to the third, who has not come yet.
    assert in_seconds(ask("newcomer")) == 0
    assert (ask("third"), ask("newcomer")) == (None, None)


@pytest.mark.django_db
def test_it_holds_the_minute_even_if_those_before_were_late() -> None:
    for name in ("first", "second", "third", "fourth", "fifth"):
        ask(name)
    let_pass(90)
    assert (ask("third"), ask("fourth")) == (None, None)
    let_pass(35)
    # Promised for now; but the two before started only half a minute ago.
    assert in_seconds(ask("fifth")) == 25


@pytest.mark.django_db
def test_it_forgets_a_promise_that_nobody_came_for() -> None:
    for name in ("first", "second", "third"):
        ask(name)
    let_pass(130)
    assert (ask("newcomer"), ask("another")) == (None, None)
    let_pass(130)
    assert actions.forget_turns() == 1
    assert not Destination.objects.exists()


@pytest.mark.django_db
def test_it_counts_each_destination_by_itself() -> None:
    for name in ("first", "second"):
        ask(name)
    assert ask("third", destination="another") is None
    assert ask("third", destination="x" * 300) is None


@pytest.mark.django_db(transaction=True)
def test_it_never_lets_more_start_however_many_ask_at_once() -> None:
    answers: list[datetime | None] = []
    gate = threading.Barrier(8)

    def hurry(number: int) -> None:
        gate.wait()
        try:
            answers.extend(ask(f"{number}:{turn}", per_minute=5) for turn in range(3))
        finally:
            connection.close()

    threads = [threading.Thread(target=hurry, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(answers), answers.count(None)) == (24, 5)
    times = sorted([*Turn.objects.values_list("at", flat=True)])
    assert all(later - earlier >= MINUTE for earlier, later in zip(times, times[5:], strict=False))


@pytest.mark.django_db
def test_it_plans_a_job_anew_that_has_no_turn_and_fails_nothing() -> None:
    actions.enqueue_many([(odd_work.call, ["here"], {"number": number}) for number in range(4)])
    odd_work.call.enqueue("there")
    assert odd_work.work_off() == 5
    assert odd_work.done == ["here 0", "here 1", "there 0"]
    counts = queries.counts()
    assert (counts.scheduled, counts.ready, counts.running, counts.failed, counts.retrying) == (2, 0, 0, 0, 0)
    assert not ClaimedExecution.objects.exists()
    assert not FailedExecution.objects.exists()

    let_pass(61)
    assert len(promote_scheduled_jobs(batch_size=100)) == 2
    odd_work.work_off()
    # What is due at the same moment goes in any order.
    assert sorted(odd_work.done[3:]) == ["here 2", "here 3"]
    assert queries.counts().scheduled == 0


@pytest.mark.django_db
def test_it_leaves_a_job_alone_whose_worker_counted_as_dead() -> None:
    for number in range(3):
        odd_work.call.enqueue("here", number)
    claimed = [one.job for one in claim_ready_jobs(limit=3, process=None)]
    for one in claimed[:2]:
        assert not actions.put_off(one)
    ClaimedExecution.objects.filter(job_id=claimed[2].pk).delete()
    assert actions.put_off(claimed[2])
    assert not ScheduledExecution.objects.exists()


@pytest.mark.django_db
def test_it_lets_a_call_with_wrong_arguments_fail_by_itself() -> None:
    job = Job.objects.get(pk=odd_work.call.enqueue("here").id)
    job.payload = {"args": [], "kwargs": {"nobody": 1}}
    assert not actions.put_off(job)
