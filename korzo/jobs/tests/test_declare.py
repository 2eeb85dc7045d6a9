import pytest
from dj_queue.models import Job, ReadyExecution
from django.test import override_settings

from korzo.jobs import actions, queries
from korzo.jobs.actions import Limit, Priority, job
from korzo.jobs.runner import queue_settings, scheduled
from korzo.jobs.tests import odd_work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    odd_work.done.clear()


def test_it_takes_what_is_urgent_first_and_bulk_last() -> None:
    odd_work.takes_hours.enqueue()
    odd_work.goes_well.enqueue("first")
    odd_work.goes_well.enqueue("second")
    odd_work.cannot_wait.enqueue()
    odd_work.work_off()
    assert odd_work.done == ["urgent", "first", "second", "bulk"]


def test_it_keeps_bulk_work_off_one_thread() -> None:
    odd_work.takes_hours.enqueue()
    odd_work.cannot_wait.enqueue()
    assert dict(Job.objects.values_list("queue_name", "priority")) == {"bulk": -50, "default": 50}
    first, second = queue_settings()["default"]["OPTIONS"]["workers"]
    assert (first["queues"], second["queues"]) == ("default", "*")


def test_it_lets_unique_work_wait_or_drops_it() -> None:
    for _turn in range(3):
        odd_work.one_at_a_time.enqueue(1)
        odd_work.only_one.enqueue(1)
    odd_work.only_one.enqueue(2)
    counts = queries.counts()
    assert (counts.ready, counts.blocked) == (3, 2)
    for _turn in range(3):
        odd_work.work_off()
    assert odd_work.done == ["bell 1", "bell 2"]
    # Once it is done, it may be asked for again.
    odd_work.only_one.enqueue(1)
    assert odd_work.work_off() == 1


def test_it_drops_unique_work_in_bulk_too() -> None:
    actions.enqueue_many([(odd_work.only_one, [number % 2], {}) for number in range(10)])
    assert ReadyExecution.objects.count() == 2


def test_it_lets_so_many_at_once_through_a_gate() -> None:
    actions.enqueue_many([(odd_work.pass_through, ["north"], {}) for _turn in range(5)])
    odd_work.pass_through.enqueue("south")
    counts = queries.counts()
    assert (counts.ready, counts.blocked) == (3, 3)
    assert [odd_work.work_off() for _turn in range(3)] == [3, 2, 1]


def test_it_collects_what_is_done_by_the_clock_from_the_tasks_of_all_rooms() -> None:
    found = scheduled()
    assert found["korzo.jobs.tasks.plan_retries"] == {
        "task_path": "korzo.jobs.tasks.plan_retries",
        "schedule": "every 10 seconds",
        "queue_name": "default",
        "priority": 50,
    }
    assert found["korzo.activity.tasks.forget_done_deliveries"]["schedule"] == "57 3 * * * Europe/Bratislava"
    assert found.items() <= queue_settings()["default"]["OPTIONS"]["recurring"].items()


def test_it_counts_the_hours_where_the_community_is() -> None:
    with override_settings(TIME_ZONE="Asia/Tehran"):
        job(cron="5 4 * * *")(nightly)
    declared = actions.declaration_of(f"{__name__}.nightly")
    assert declared is not None
    assert declared.schedule == "5 4 * * * Asia/Tehran"


def nightly() -> None:
    pass


@pytest.mark.parametrize(
    "wrong",
    [
        {"every": "10 seconds", "cron": "5 4 * * *"},
        {"every": "now and then"},
        {"cron": "99 4 * * *"},
        {"unique": "lamp", "limit": Limit("lamp", at_once=2)},
    ],
)
def test_it_refuses_what_nobody_can_do(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"both|when|either"):
        job(**wrong)(nightly)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [{}, {"per_minute": 0}, {"per_minute": 601}])
def test_it_refuses_limits_that_are_none(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="lamp"):
        Limit("lamp", **wrong)


def test_it_has_a_name_for_each_priority() -> None:
    assert [one.name for one in sorted(Priority, reverse=True)] == ["URGENT", "NORMAL", "BULK"]
