"""A second look by a second person; and notices from outside, received at once and answered."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from korzo.activity.models import Activity, Outgoing
from korzo.kit.errors import FieldRefused, Missing, Refused
from korzo.members.models import Member
from korzo.moderation import actions
from korzo.moderation.actions import Told, Why
from korzo.moderation.models import Appeal, Item, LegalNotice, Statement, StatementWithdrawal
from korzo.moderation.tests.acting import choice, decided, flagged, half_a_minute_passes
from korzo.moderation.tests.wall import LABEL, Wall
from tests.cast import Cast, signed_in

pytestmark = pytest.mark.django_db
WHY = Why("spam", "It sells lamps.")


def taken_down(cast: Cast, wall: Wall) -> Statement:
    wall.write(cast.luka)
    made = actions.take_down(LABEL, 1, actor=cast.ivo, statement=WHY)
    assert made is not None
    return made


def test_a_second_person_looks_and_it_stands_again(cast: Cast, wall: Wall) -> None:
    asked = actions.appeal(taken_down(cast, wall), actor=cast.luka, words="I only gave one away.")
    assert (asked.item.kind, asked.item.label, asked.item.subject_id) == ("appeal", LABEL, 1)
    with pytest.raises(Refused, match="second person"):
        decided(asked.item, cast.ivo, "agree", words="Sorry.")
    assert not wall.is_shown(1)
    decided(asked.item, cast.sara, "agree", words="You are right, sorry.")
    asked.refresh_from_db()
    assert (wall.is_shown(1), asked.outcome, asked.answer) == (True, "reversed", "You are right, sorry.")
    assert StatementWithdrawal.objects.get().by == cast.sara
    half_a_minute_passes()
    told = Activity.objects.filter(member_id=cast.luka.pk, verb__startswith="moderation.")
    assert set(told.values_list("verb", flat=True)) == {"moderation.statement_made", "moderation.appeal_decided"}
    assert Outgoing.objects.filter(key=f"moderation.appeal_decision:{asked.pk}", state="sent").exists()


def test_a_decision_may_stay_with_an_answer(cast: Cast, wall: Wall) -> None:
    asked = actions.appeal(taken_down(cast, wall), actor=cast.luka, words="Why?")
    with pytest.raises(Refused, match="own words"):
        decided(asked.item, cast.sara, "disagree")
    for verb in ("ignore", "silence", "ban"):
        with pytest.raises(Refused):
            decided(asked.item, cast.sara, verb, words="No.")
    decided(asked.item, cast.sara, "disagree", words="It was the third time.")
    asked.refresh_from_db()
    assert (wall.is_shown(1), asked.outcome) == (False, "upheld")
    with pytest.raises(Refused, match="asked already"):
        actions.appeal(asked.statement, actor=cast.luka, words="Again.")


def test_a_limit_is_lifted_when_the_member_was_right(cast: Cast) -> None:
    made = actions.suspend(cast.luka, actor=cast.sara, why=WHY)
    luka = Member.objects.get(pk=cast.luka.pk)
    browser = signed_in(luka)
    answer = browser.post(f"/report/decisions/{made.statement_id}/appeal/", {"words": "It was my brother."})
    assert answer.status_code == 302
    decided(Appeal.objects.get().item, cast.mira, "agree", words="We believe you.")
    assert not Member.objects.get(pk=luka.pk).is_suspended


def test_only_the_person_concerned_asks_and_within_six_months(cast: Cast, wall: Wall) -> None:
    made = taken_down(cast, wall)
    with pytest.raises(Missing):
        actions.appeal(made, actor=cast.tea, words="For Luka.")
    with pytest.raises(Refused):
        actions.appeal(made, actor=cast.luka, words=" ")
    made.at = timezone.now() - timedelta(days=190)
    with pytest.raises(Refused, match="Six months"):
        actions.appeal(made, actor=cast.luka, words="Please.")
    assert not Appeal.objects.exists()


def told(**changes: object) -> Told:
    said = {
        "ground": "copyright", "address": "http://localhost:8000/talk/#line-1", "reason": "I took this picture.",
        "name": "Olga Nováková", "mail": "olga@example.com", "in_good_faith": True, "language": "sk",
    }  # fmt: skip
    return Told(**(said | changes))  # type: ignore[arg-type]


def test_a_notice_gets_a_receipt_at_once_and_an_answer_later(cast: Cast, wall: Wall) -> None:
    wall.write(cast.luka)
    notice = actions.receive_notice(told(), actor=None, from_address="192.0.2.1")
    assert (notice.item.label, notice.item.subject_id, notice.item.author) == (LABEL, 1, cast.luka)
    receipt = Outgoing.objects.get(sender="moderation.letter")
    assert receipt.payload == {"kind": "receipt", "pk": notice.pk}
    page = signed_in(None).get(f"/report/notice/{notice.key}/")
    assert (page.status_code, page["Referrer-Policy"]) == (200, "no-referrer")

    decided(notice.item, cast.ivo, "agree", reason="illegal", words="The picture is yours.")
    statement = Statement.objects.get()
    assert (wall.is_shown(1), statement.source, statement.is_law) == (False, "notice", True)
    assert "Olga" not in statement.facts + statement.excerpt
    half_a_minute_passes()
    assert Outgoing.objects.get(payload__kind="notice_decision").state == "sent"
    assert "The picture is yours." in signed_in(None).get(f"/report/notice/{notice.key}/").content.decode()


def test_a_notice_about_something_we_cannot_find_is_still_answered(cast: Cast, wall: Wall) -> None:
    notice = actions.receive_notice(told(address="somewhere in the forum"), actor=None, from_address="192.0.2.1")
    assert (notice.item.label, notice.item.subject_id, notice.item.address) == ("", None, "somewhere in the forum")
    with pytest.raises(Refused, match="waits for an answer"):
        decided(notice.item, cast.ivo, "ignore")
    decided(notice.item, cast.ivo, "disagree", reason="", words="We could not find it.")
    half_a_minute_passes()
    assert Outgoing.objects.filter(payload__kind="notice_decision").count() == 1


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("reason", {"reason": " "}),
        ("address", {"address": ""}),
        ("name", {"name": ""}),
        ("mail", {"mail": ""}),
        ("in_good_faith", {"in_good_faith": False}),
        ("ground", {"ground": "taste"}),
    ],
)
def test_a_notice_says_all_that_the_law_asks_for(db: None, field: str, changes: dict[str, object]) -> None:
    with pytest.raises(FieldRefused) as refused:
        actions.receive_notice(told(**changes), actor=None, from_address="192.0.2.1")
    assert refused.value.field == field
    assert not LegalNotice.objects.exists()


def test_nobody_has_to_give_their_name_for_a_child(db: None) -> None:
    notice = actions.receive_notice(told(ground="child", name="", mail=""), actor=None, from_address="192.0.2.1")
    assert notice.item.is_open
    assert not Outgoing.objects.exists()


def test_the_form_is_open_to_everybody_and_keeps_what_was_typed(db: None) -> None:
    cache.clear()
    browser = signed_in(None)
    assert browser.get("/report/notice/?address=/talk/").status_code == 200
    answer = browser.post("/report/notice/", {"ground": "copyright", "reason": "My picture."})
    assert (answer.status_code, "My picture." in answer.content.decode()) == (422, True)
    filled = {"ground": "copyright", "reason": "My picture.", "address": "https://x.example", "name": "Olga"}
    answer = browser.post("/report/notice/", filled | {"mail": "olga@example.com", "in_good_faith": "on"})
    assert answer["Location"] == f"/report/notice/{LegalNotice.objects.get().key}/"
    robot = browser.post("/report/notice/", filled | {"mail": "o@example.com", "in_good_faith": "1", "website": "x"})
    assert (robot.status_code, LegalNotice.objects.count()) == (422, 1)


def test_the_answer_cannot_come_for_what_changed(cast: Cast, wall: Wall) -> None:
    item = flagged(wall.write(cast.luka).pk, cast.tea)
    asked = choice(item, "agree")
    Item.objects.update(version=item.version + 1)
    with pytest.raises(actions.Changed):
        actions.decide(item, actor=cast.ivo, choice=asked)
