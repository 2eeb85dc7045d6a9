"""The log and the reasons given cannot be rewritten; a person can be blanked out of them."""

from datetime import datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from korzo.members.actions import erase
from korzo.moderation import actions
from korzo.moderation.actions import Why
from korzo.moderation.models import Entry, MemberNote, Sanction, Statement
from korzo.moderation.queries.report import report
from korzo.moderation.tests.acting import decided, flagged, newcomers
from korzo.moderation.tests.wall import LABEL, Wall
from tests.cast import Cast, let_worker_finish, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def history(cast: Cast, wall: Wall) -> Statement:
    """Luka's line is taken down after a flag of Tea, by Ivo."""
    wall.write(cast.luka, "Buy my lamp.")
    decided(flagged(1, cast.tea), cast.ivo, "agree", words="An advertisement.")
    return Statement.objects.get()


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "lifted"},
        {"data": {}},
        {"automated": True},
        {"subject_id": 9},
        {"at": timezone.now()},
    ],
)
def test_a_line_of_the_log_is_never_changed(history: Statement, change: dict[str, object]) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Entry.objects.update(**change)


def test_neither_log_nor_reasons_are_deleted_or_given_to_somebody_else(history: Statement, cast: Cast) -> None:
    for rows in (Entry.objects.all(), Statement.objects.all()):
        with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
            rows.delete()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Entry.objects.update(actor=cast.sara)
    changes: list[dict[str, object]] = [
        {"member": cast.tea},
        {"facts": "Nicer words."},
        {"sentence": "Nicer words."},
        {"facts": ""},
    ]
    for change in changes:
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            Statement.objects.update(**change)


def test_who_left_is_blanked_and_the_counts_stay(history: Statement, cast: Cast) -> None:
    actions.warn(cast.luka, actor=cast.ivo, why=Why("rude", "Please be kind."))
    actions.write_note(cast.luka, actor=cast.ivo, words="Sells lamps.")
    before = Entry.objects.count()
    for person in (cast.luka, cast.ivo, cast.tea):
        erase(person)
    let_worker_finish()
    assert (Sanction.objects.count(), MemberNote.objects.count(), Entry.objects.count()) == (0, 0, before)
    assert not Entry.objects.exclude(actor=None, member=None).exists()
    for statement in Statement.objects.all():
        assert (statement.member, statement.by, statement.facts, statement.excerpt) == (None, None, "", "")


def values(year: int) -> dict[str, int | float | None]:
    zone = timezone.get_current_timezone()
    lines = report(datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone))
    return {f"{line.group}.{line.code}": line.value for line in lines}


def test_the_report_counts_what_the_log_holds(cast: Cast, wall: Wall) -> None:
    for _number in range(4):
        wall.write(cast.luka)
    decided(flagged(1, cast.tea), cast.ivo, "agree")
    decided(flagged(2, *newcomers(3)), cast.ivo, "disagree")
    back = decided(flagged(3, cast.tea, reason="rude"), cast.ivo, "agree", reason="rude")
    actions.undo_decision(back, actor=cast.ivo)
    made = actions.take_down(LABEL, 4, actor=cast.ivo, statement=Why("rude"))
    assert made is not None
    asked = actions.appeal(made, actor=cast.luka, words="Look again.")
    decided(asked.item, cast.sara, "agree", words="Right.")
    actions.silence(cast.luka, actor=cast.ivo, why=Why("rude"))
    found = values(timezone.localdate().year)
    expected = {
        "flags.raised": 5, "flags.reason_spam": 4, "flags.reason_rude": 1, "flags.agreed": 1, "flags.not_agreed": 1,
        "measures.own_initiative": 1, "measures.after_word": 1, "measures.reason_spam": 1, "measures.reason_rude": 1,
        "appeals.asked": 1, "appeals.reversed": 1, "appeals.upheld": 0, "machines.hidden_at_once": 1,
        "machines.decided": 0, "sanctions.kind_silence": 1, "sanctions.kind_ban": 0, "notices.received": 0,
        "notices.median_days": None, "flags.median_days": 0.0,
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected
    assert set(values(2021).values()) <= {0, None}


def test_the_report_is_for_people_and_machines(cast: Cast, wall: Wall) -> None:
    wall.write(cast.luka)
    flagged(1, cast.tea)
    guest = signed_in(None)
    assert guest.get("/report/transparency/").status_code == 200
    lines = guest.get("/report/transparency.json").json()["lines"]
    assert {"group": "flags", "code": "raised", "label": "Raised", "value": 1} in lines
    assert f"{timezone.localdate().year},flags,raised,1" in guest.get("/report/transparency.csv").content.decode()
    change = actions.PolicyChange(300, False, "", "", "", publishes_report=False)
    actions.change_policy(change, actor=cast.sara)
    for name in ("transparency/", "transparency.json", "transparency.csv"):
        assert guest.get(f"/report/{name}").status_code == 404
        assert signed_in(cast.ivo).get(f"/report/{name}").status_code == 200
