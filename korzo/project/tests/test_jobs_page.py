from uuid import UUID, uuid4

import pytest
from dj_queue.models import FailedExecution, Job
from django.urls import reverse

from korzo.activity.actions import send_out
from korzo.activity.models import Outgoing
from korzo.jobs.tests import odd_work
from tests.cast import Cast, signed_in

PAGE = "/staff/jobs/"


@pytest.fixture
def failed(cast: Cast) -> UUID:
    result = odd_work.breaks_once.enqueue()
    odd_work.work_off()
    return UUID(str(result.id))


@pytest.fixture
def unsent(cast: Cast) -> Outgoing:
    send_out("lamp", key="lamp-1", payload={})
    Outgoing.objects.update(state=Outgoing.State.FAILED, error="The lamp is out.")
    return Outgoing.objects.get()


def test_it_shows_staff_what_failed(cast: Cast, failed: UUID, unsent: Outgoing) -> None:
    page = signed_in(cast.sara).get(PAGE).content.decode()
    assert "jobs.tests.odd_work.breaks_once" in page
    assert "The payment was half made." in page
    assert "The lamp is out." in page
    assert "No worker is running." in page


def test_it_says_that_nothing_failed(cast: Cast) -> None:
    assert "Nothing failed." in signed_in(cast.mira).get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [("outsider", 302), ("member", 302), ("moderator", 403), ("staff", 200), ("owner", 200)]
)
def test_it_is_for_staff_only(cast: Cast, role: str, status: int) -> None:
    assert signed_in(cast.by_role()[role]).get(PAGE).status_code == status


def test_it_refuses_a_moderator_every_button(cast: Cast, failed: UUID, unsent: Outgoing) -> None:
    browser = signed_in(cast.ivo)
    for address in (
        reverse("staff_job_retry", args=[failed]),
        reverse("staff_job_discard", args=[failed]),
        reverse("staff_outgoing_retry", args=[unsent.pk]),
        reverse("staff_delivery_retry", args=[1]),
    ):
        assert browser.post(address).status_code == 403
    assert FailedExecution.objects.filter(job_id=failed).exists()
    unsent.refresh_from_db()
    assert unsent.state == Outgoing.State.FAILED


def test_it_tries_a_job_again(cast: Cast, failed: UUID) -> None:
    assert signed_in(cast.sara).post(reverse("staff_job_retry", args=[failed])).status_code == 302
    assert Job.objects.get(pk=failed).status == "ready"


def test_it_drops_a_job(cast: Cast, failed: UUID) -> None:
    assert signed_in(cast.sara).post(reverse("staff_job_discard", args=[failed])).status_code == 302
    assert not Job.objects.exists()


def test_it_sends_again(cast: Cast, unsent: Outgoing) -> None:
    signed_in(cast.sara).post(reverse("staff_outgoing_retry", args=[unsent.pk]))
    unsent.refresh_from_db()
    assert (unsent.state, unsent.error) == (Outgoing.State.WAITING, "")


def test_it_does_not_find_what_is_not_there(cast: Cast) -> None:
    browser = signed_in(cast.sara)
    assert browser.post(reverse("staff_job_retry", args=[uuid4()])).status_code == 404
    assert browser.post(reverse("staff_delivery_retry", args=[1])).status_code == 404


def test_it_changes_nothing_by_looking(cast: Cast, failed: UUID) -> None:
    assert signed_in(cast.sara).get(reverse("staff_job_retry", args=[failed])).status_code == 405
    assert FailedExecution.objects.filter(job_id=failed).exists()
