"""The page of what failed: every sort in one place, one or many at a time, and nothing dropped without a question."""

import re
from typing import Any
from uuid import UUID

import pytest
from dj_queue.models import FailedExecution, Job
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from korzo.activity.actions import record, send_out
from korzo.activity.models import Delivery, Outgoing
from korzo.jobs import actions as jobs
from korzo.jobs.tests import odd_work
from korzo.members.activities import MailConfirmed
from tests.cast import Cast, let_worker_finish, signed_in

PAGE = "/staff/jobs/"
FAILURES = "/staff/jobs/failures/"
# Five of them are the sign-in and the menu.
FULL_PAGE_QUERIES = 28
BREAKS = "korzo.jobs.tests.odd_work.breaks_once"


def fail_jobs(count: int) -> list[UUID]:
    ids = [UUID(str(odd_work.breaks_once.enqueue().id)) for _turn in range(count)]
    while odd_work.work_off():
        pass
    jobs.plan_retries()
    return ids


def fail_letters(count: int) -> list[Outgoing]:
    for number in range(count):
        send_out("lamp", key=f"lamp-{number}", payload={})
    Outgoing.objects.update(state=Outgoing.State.FAILED, attempts=8, error="ConnectionRefusedError: [Errno 111]")
    return list(Outgoing.objects.order_by("pk"))


def fail_deliveries(cast: Cast) -> list[Delivery]:
    let_worker_finish()
    with transaction.atomic():
        for member in (cast.tea, cast.luka):
            record(MailConfirmed(of_member_id=member.pk), actor_id=member.pk)
    failed = Delivery.objects.filter(state=Delivery.State.OPEN)
    failed.update(state=Delivery.State.FAILED, attempts=6, error="Traceback\nValueError: the wire is broken")
    return list(Delivery.objects.filter(state=Delivery.State.FAILED).order_by("subscriber", "pk"))


def press(cast: Cast, do: str, *, sort: str = "job", name: str = BREAKS, **more: object) -> Any:
    return signed_in(cast.sara).post(FAILURES, {"do": do, "sort": sort, "name": name, **more})


def test_it_shows_staff_what_failed_and_why(cast: Cast) -> None:
    fail_jobs(2)
    fail_letters(1)
    (delivery, *_others) = fail_deliveries(cast)
    page = signed_in(cast.sara).get(PAGE).content.decode()
    assert "jobs.tests.odd_work.breaks_once" in page
    assert "never repeated without you" in page
    assert "The payment was half made." in page
    assert "The other side could not be reached." in page
    assert delivery.subscriber in page
    assert "Korzo met something that it did not expect." in page
    assert "ValueError: the wire is broken" in page
    assert "No worker is running." in page


def test_it_says_that_nothing_failed(cast: Cast) -> None:
    page = signed_in(cast.mira).get(PAGE).content.decode()
    assert "Nothing failed." in page
    assert "<form" not in page[page.index("staff-figures") :]


def test_it_shows_long_work_with_a_bar(cast: Cast) -> None:
    jobs.report_progress("lamps", 50, 200, "Jobs")
    jobs.report_progress("bells", 7, None, "Jobs")
    page = signed_in(cast.sara).get(PAGE).content.decode()
    assert re.search(r"<progress[^>]*value=\"25\"", page)
    assert "50 of 200" in page
    assert "7 so far" in page


@pytest.mark.parametrize(
    ("role", "status"), [("outsider", 302), ("member", 302), ("moderator", 403), ("staff", 200), ("owner", 200)]
)
def test_it_is_for_staff_only(cast: Cast, role: str, status: int) -> None:
    assert signed_in(cast.by_role()[role]).get(PAGE).status_code == status


def test_it_refuses_a_moderator_every_button(cast: Cast) -> None:
    fail_jobs(1)
    browser = signed_in(cast.ivo)
    for do in ("retry:all", "drop:all"):
        answer = browser.post(FAILURES, {"do": do, "sort": "job", "name": BREAKS, "sure": "1"})
        assert answer.status_code == 403
    assert FailedExecution.objects.count() == 1


def test_it_tries_one_again(cast: Cast) -> None:
    first, second = fail_jobs(2)
    assert press(cast, f"retry:{first}").status_code == 302
    assert (Job.objects.get(pk=first).status, Job.objects.get(pk=second).status) == ("ready", "failed")


def test_it_tries_the_marked_ones_again(cast: Cast) -> None:
    first, second, third = fail_jobs(3)
    press(cast, "retry", mark=[str(first), str(third)])
    assert [Job.objects.get(pk=one).status for one in (first, second, third)] == ["ready", "failed", "ready"]


def test_it_wants_something_marked(cast: Cast) -> None:
    fail_jobs(1)
    browser = signed_in(cast.sara)
    answer = browser.post(FAILURES, {"do": "retry", "sort": "job", "name": BREAKS}, follow=True)
    assert "Mark at least one of them first." in answer.content.decode()
    assert FailedExecution.objects.count() == 1


def test_it_tries_all_of_a_kind_again_and_no_others(cast: Cast) -> None:
    fail_jobs(3)
    odd_work.breaks_always.enqueue()
    odd_work.work_off()
    browser = signed_in(cast.sara)
    answer = browser.post(FAILURES, {"do": "retry:all", "sort": "job", "name": BREAKS}, follow=True)
    assert "3 will be tried again now." in answer.content.decode()
    assert [one.job.task_path for one in FailedExecution.objects.all()] == ["korzo.jobs.tests.odd_work.breaks_always"]


def test_it_drops_only_after_a_question(cast: Cast) -> None:
    first, second = fail_jobs(2)
    asked = press(cast, f"drop:{first}")
    assert (asked.status_code, Job.objects.count()) == (200, 2)
    page = asked.content.decode()
    assert "dropped for good" in page
    assert f'name="mark" value="{first}"' in page
    press(cast, "drop", mark=[str(first)], sure="1")
    assert list(Job.objects.values_list("pk", flat=True)) == [second]


def test_it_drops_all_of_a_kind(cast: Cast) -> None:
    fail_jobs(2)
    assert "2 of these" in press(cast, "drop:all").content.decode()
    assert Job.objects.count() == 2
    press(cast, "drop:all", sure="1")
    assert not Job.objects.exists()


def test_it_never_touches_what_did_not_fail(cast: Cast) -> None:
    waiting = odd_work.breaks_once.enqueue()
    press(cast, f"drop:{waiting.id}", sure="1")
    press(cast, "drop:all", sure="1")
    assert Job.objects.get().status == "ready"


def test_it_sends_again_and_drops_what_need_not_be_sent(cast: Cast) -> None:
    first, second, third = fail_letters(3)
    press(cast, f"retry:{first.pk}", sort="outgoing", name="lamp")
    press(cast, f"drop:{second.pk}", sort="outgoing", name="lamp", sure="1")
    states = dict(Outgoing.objects.values_list("pk", "state"))
    assert states == {first.pk: "waiting", second.pk: "dropped", third.pk: "failed"}
    first.refresh_from_db()
    assert (first.attempts, first.error) == (0, "")


def test_it_delivers_again_and_drops_what_need_not_be_heard(cast: Cast) -> None:
    first, second, *_others = fail_deliveries(cast)
    assert first.subscriber == second.subscriber
    press(cast, f"drop:{second.pk}", sort="delivery", name=second.subscriber, sure="1")
    press(cast, "retry:all", sort="delivery", name=first.subscriber)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.attempts, first.error) == ("open", 0, "")
    assert second.state == "dropped"
    assert second.done_at is not None
    let_worker_finish()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("done", "dropped")


@pytest.mark.parametrize(
    "order",
    [
        {},
        {"do": "retry:all"},
        {"do": "burn:all", "sort": "job", "name": BREAKS},
        {"do": "retry:all", "sort": "lamp", "name": BREAKS},
        {"do": "retry:x", "sort": "outgoing", "name": "lamp"},
        {"do": f"retry:{'9' * 40}", "sort": "delivery", "name": "lamp"},
    ],
)
def test_it_does_not_know_what_was_not_offered(cast: Cast, order: dict[str, str]) -> None:
    fail_jobs(1)
    assert signed_in(cast.sara).post(FAILURES, order).status_code == 404
    assert FailedExecution.objects.count() == 1


def test_it_changes_nothing_by_looking(cast: Cast) -> None:
    fail_jobs(1)
    assert signed_in(cast.sara).get(FAILURES).status_code == 405
    assert FailedExecution.objects.count() == 1


def test_it_asks_as_often_for_many_as_for_one(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    browser = signed_in(cast.sara)
    fail_jobs(1)
    fail_letters(1)
    browser.get(PAGE)
    with django_assert_num_queries(FULL_PAGE_QUERIES):
        browser.get(PAGE)
    fail_jobs(120)
    fail_letters(120)
    FailedExecution.objects.update(created_at=timezone.now())
    with django_assert_num_queries(FULL_PAGE_QUERIES):
        page = browser.get(PAGE).content.decode()
    assert page.count('name="mark"') == 200
    assert page.count("more like these are not listed") == 2
