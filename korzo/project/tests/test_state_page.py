from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from dj_queue.models import Process
from django.utils import timezone
from django.utils.translation import gettext_lazy

from korzo.activity.actions import send_out
from korzo.activity.models import Outgoing
from korzo.project.watch.findings import asking
from korzo.project.watch.findings.asking import Question
from korzo.project.watch.findings.finding import Finding, good, look
from tests.cast import Cast, signed_in

PAGE = "/staff/state/"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.KORZO_DATA = tmp_path
    settings.MAIL_HOST = "mail.shop.example"
    return tmp_path


def page(cast: Cast) -> str:
    answer = signed_in(cast.mira).get(PAGE)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


def everything(monkeypatch: pytest.MonkeyPatch, *findings: Finding) -> None:
    """The house as if these were all answers."""
    asked = tuple(Question(gettext_lazy("Lamp"), partial(identity, one)) for one in findings)
    monkeypatch.setattr(asking, "QUESTIONS", asked)


def identity(finding: Finding) -> Finding:
    return finding


def test_a_house_where_all_is_well_smiles(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    everything(monkeypatch, good("The lamps are lit."))
    html = page(cast)
    assert "Everything is all right." in html
    assert "a fine moment for a coffee" in html
    assert "The lamps are lit." in html
    assert "Needs you" not in html
    assert "For a quiet hour" not in html


def test_what_can_wait_is_told_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    everything(monkeypatch, good("Good."), look("One lamp flickers.", "Turn it.", "/staff/mail/", "To the lamp"))
    html = page(cast)
    assert "It runs well. 1 thing can wait for a quiet hour." in html
    assert 'href="/staff/mail/">To the lamp</a>' in html
    assert "coffee" not in html


def test_what_people_wait_for_comes_first(cast: Cast) -> None:
    Process.objects.create(kind="Worker", pid=1, hostname="x", name="w", last_heartbeat_at=timezone.now())
    send_out("notifications.mail", key="1", payload={})
    Outgoing.objects.update(state=Outgoing.State.FAILED, created_at=timezone.now() - timedelta(hours=1))
    html = page(cast)
    assert "1 thing needs you." in html
    assert (
        html.index("1 work could not be done")
        < html.index("There is no backup yet.")
        < html.index("The worker is alive")
    )
    assert 'href="/staff/jobs/">See what failed</a>' in html


def test_nothing_that_was_found_becomes_markup(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    everything(monkeypatch, look("<b>x</b>", "<script>y</script>"))
    html = page(cast)
    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert "<script>y" not in html


def test_it_stands_in_the_menu_of_those_who_may(cast: Cast) -> None:
    assert f'"{PAGE}"' in signed_in(cast.sara).get("/staff/").content.decode()
    assert f'"{PAGE}"' not in signed_in(cast.ivo).get("/staff/").content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_only_answers_questions(cast: Cast, method: str) -> None:
    assert getattr(signed_in(cast.mira), method)(PAGE).status_code == 405
