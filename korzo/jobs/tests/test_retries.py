from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from dj_queue.models import FailedExecution, Job, ReadyExecution
from django.db import transaction
from django.utils import timezone

from korzo.jobs import actions
from korzo.jobs.actions import BACKOFF_SECONDS_MAX, NO_POLICY, Policy, backoff, policy_of
from korzo.jobs.models import RetryPlan
from korzo.jobs.tests import odd_work
from korzo.kit.errors import Missing

pytestmark = pytest.mark.django_db


def failed_job(task: actions.AnyTask) -> UUID:
    result = task.enqueue()
    odd_work.work_off()
    return UUID(str(result.id))


def let_time_pass(job_id: UUID) -> None:
    FailedExecution.objects.filter(job_id=job_id).update(retry_at=timezone.now() - timedelta(seconds=1))


def test_it_plans_another_try_of_idempotent_work() -> None:
    job_id = failed_job(odd_work.breaks_always)
    before = timezone.now()
    assert actions.plan_retries() == 1
    retry_at = FailedExecution.objects.get(job_id=job_id).retry_at
    assert timedelta(seconds=7) < retry_at - before < timedelta(seconds=13)
    assert RetryPlan.objects.get(job_id=job_id).attempts == 1


def test_it_counts_a_failure_once_however_often_it_looks() -> None:
    job_id = failed_job(odd_work.breaks_always)
    assert [actions.plan_retries(), actions.plan_retries(), actions.plan_retries()] == [1, 0, 0]
    assert RetryPlan.objects.get(job_id=job_id).attempts == 1


def test_it_gives_up_after_as_many_attempts_as_were_declared() -> None:
    job_id = failed_job(odd_work.breaks_always)
    for planned in (1, 1, 0, 0):
        assert actions.plan_retries() == planned
        let_time_pass(job_id)
        if planned:
            assert odd_work.work_off() == 1
        else:
            FailedExecution.objects.filter(job_id=job_id).update(retry_at=None)
    plan = RetryPlan.objects.get(job_id=job_id)
    assert (plan.attempts, plan.given_up_at is not None) == (3, True)
    assert FailedExecution.objects.filter(job_id=job_id, retry_at=None).exists()


def test_it_never_repeats_by_itself_what_is_not_idempotent() -> None:
    job_id = failed_job(odd_work.breaks_once)
    assert actions.plan_retries() == 0
    assert FailedExecution.objects.get(job_id=job_id).retry_at is None
    assert RetryPlan.objects.get(job_id=job_id).given_up_at is not None


def test_it_leaves_alone_what_it_does_not_know() -> None:
    job_id = failed_job(odd_work.breaks_always)
    Job.objects.filter(pk=job_id).update(task_path="korzo.nowhere.tasks.gone")
    assert actions.plan_retries() == 0
    assert policy_of("korzo.nowhere.tasks.gone") == NO_POLICY
    assert policy_of("nothing") == NO_POLICY


def test_it_makes_the_pause_longer_each_time() -> None:
    policy = Policy(idempotent=True, attempts_max=20, backoff_seconds=10)
    for attempts, seconds in ((1, 10), (2, 20), (3, 40), (15, BACKOFF_SECONDS_MAX)):
        assert 0.8 * seconds <= backoff(policy, attempts).total_seconds() <= 1.2 * seconds


def test_it_tries_again_at_once_when_staff_say_so() -> None:
    job_id = failed_job(odd_work.breaks_once)
    actions.plan_retries()
    actions.retry_now(job_id)
    assert ReadyExecution.objects.filter(job_id=job_id).exists()
    assert not FailedExecution.objects.exists()
    assert not RetryPlan.objects.exists()


def test_it_drops_a_job_when_staff_say_so() -> None:
    job_id = failed_job(odd_work.breaks_once)
    actions.plan_retries()
    actions.discard(job_id)
    assert not Job.objects.filter(pk=job_id).exists()
    assert not RetryPlan.objects.exists()


def test_it_knows_nothing_of_jobs_that_did_not_fail() -> None:
    job_id = UUID(str(odd_work.goes_well.enqueue("lamp").id))
    for refused in (actions.retry_now, actions.discard):
        with pytest.raises(Missing):
            refused(job_id)
        with pytest.raises(Missing):
            refused(uuid4())
    assert Job.objects.filter(pk=job_id).exists()


def test_it_forgets_old_plans() -> None:
    now = timezone.now()
    RetryPlan.objects.create(job_id=uuid4(), planned_at=now - timedelta(days=40))
    kept = RetryPlan.objects.create(job_id=uuid4(), planned_at=now - timedelta(days=20))
    assert actions.forget_plans() == 1
    assert list(RetryPlan.objects.all()) == [kept]


class Undone(Exception):
    pass


def enqueue_and_undo() -> None:
    with transaction.atomic():
        actions.enqueue_on_commit(odd_work.goes_well, "lamp")
        raise Undone


def test_it_enqueues_only_what_was_committed() -> None:
    with pytest.raises(Undone):
        enqueue_and_undo()
    assert not Job.objects.exists()


def test_it_enqueues_many_at_once() -> None:
    odd_work.done.clear()
    calls: list[tuple[actions.AnyTask, list[Any], dict[str, Any]]] = [
        (odd_work.goes_well, [f"lamp {number}"], {}) for number in range(5)
    ]
    assert actions.enqueue_many(calls) == 5
    assert actions.enqueue_many([]) == 0
    assert odd_work.work_off() == 5
    assert sorted(odd_work.done) == [f"lamp {number}" for number in range(5)]


def test_it_does_unique_work_one_at_a_time() -> None:
    for number in (1, 1, 2):
        odd_work.one_at_a_time.enqueue(number)
    assert odd_work.work_off() == 2
    assert odd_work.work_off() == 1
