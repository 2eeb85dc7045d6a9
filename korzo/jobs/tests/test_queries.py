from datetime import timedelta

import pytest
from dj_queue.models import Process, ReadyExecution
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from korzo.jobs import actions, queries
from korzo.jobs.queries import Counts
from korzo.jobs.tests import odd_work

pytestmark = pytest.mark.django_db


def heartbeat(seconds_ago: float) -> None:
    Process.objects.create(
        kind="Worker", pid=1, hostname="lamp", name="worker-1",
        last_heartbeat_at=timezone.now() - timedelta(seconds=seconds_ago),
    )  # fmt: skip


def test_it_counts_by_state() -> None:
    odd_work.breaks_always.enqueue()
    odd_work.breaks_once.enqueue()
    odd_work.work_off()
    odd_work.goes_well.enqueue("lamp")
    for _turn in range(2):
        odd_work.one_at_a_time.enqueue(7)
    odd_work.goes_well.using(run_after=timezone.now() + timedelta(hours=1)).enqueue("lamp")
    actions.plan_retries()
    assert queries.counts() == Counts(ready=2, scheduled=1, running=0, blocked=1, retrying=1, failed=1)


def test_it_lists_what_failed_with_its_reason() -> None:
    odd_work.breaks_always.enqueue()
    odd_work.breaks_once.enqueue()
    odd_work.work_off()
    actions.plan_retries()
    waiting, planned = queries.failed_jobs()
    assert (waiting.task_path, waiting.error, waiting.attempts, waiting.retry_at, waiting.idempotent) == (
        "korzo.jobs.tests.odd_work.breaks_once", "OSError: The payment was half made.", 1, None, False,
    )  # fmt: skip
    assert (planned.error, planned.attempts, planned.idempotent) == ("OSError: The lamp is out.", 1, True)
    assert planned.retry_at is not None
    assert "Traceback" in planned.detail


def test_it_asks_as_often_for_many_failures_as_for_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _turn in range(5):
        odd_work.breaks_once.enqueue()
    odd_work.work_off()
    with django_assert_num_queries(3):
        assert len(queries.failed_jobs()) == 5


def test_it_lists_what_waits() -> None:
    later = timezone.now() + timedelta(hours=1)
    odd_work.goes_well.using(run_after=later).enqueue("lamp")
    odd_work.goes_well.enqueue("lamp")
    assert [line.due_at for line in queries.waiting_jobs()] == [None, later]
    assert queries.running_jobs() == []


def test_it_tells_the_age_of_the_oldest_ready_job() -> None:
    assert queries.oldest_ready_seconds() == 0
    odd_work.goes_well.enqueue("lamp")
    ReadyExecution.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    assert 299 < queries.oldest_ready_seconds() < 310


def test_it_sees_a_worker_by_its_fresh_heartbeat() -> None:
    assert not queries.is_worker_alive()
    heartbeat(seconds_ago=31)
    assert not queries.is_worker_alive()
    Process.objects.update(last_heartbeat_at=timezone.now() - timedelta(seconds=20))
    assert queries.is_worker_alive()
