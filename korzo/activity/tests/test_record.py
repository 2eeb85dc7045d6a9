from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.db import DatabaseError, connection, transaction

from korzo.activity import activities as spine
from korzo.activity.actions import DEPTH_MAX, NotInTransaction, TooDeep, backfill, caused_by, erase_member, record
from korzo.activity.activities import Kind, UnknownVerb
from korzo.activity.deliveries import deliver_all
from korzo.activity.models import Activity, Delivery

heard: list[tuple[str, int]] = []


@dataclass(frozen=True, kw_only=True)
class LampLit(Kind):
    verb: ClassVar[str] = "testing.lamp_lit"
    sentence: ClassVar[str] = "lit a lamp"
    personal: ClassVar[frozenset[str]] = frozenset({"whisper"})
    lamp_id: int
    whisper: int = 0

    def subject(self) -> tuple[str, int]:
        return ("testing.lamp", self.lamp_id)


@dataclass(frozen=True, kw_only=True)
class LampStolen(Kind):
    verb: ClassVar[str] = "testing.lamp_stolen"
    sentence: ClassVar[str] = "stole a lamp"


def count_lamps(activity: Activity) -> None:
    heard.append(("count", activity.pk))


def remember_lamps(activity: Activity) -> None:
    heard.append(("remember", activity.pk))


@pytest.fixture(autouse=True)
def _lamps(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spine, "_registry", spine._Registry())
    spine.register(LampLit)
    spine.bookkeeper(LampLit)(count_lamps)
    spine.bookkeeper(LampLit, history=True)(remember_lamps)
    heard.clear()


def test_it_writes_one_delivery_per_subscriber() -> None:
    activity = record(LampLit(lamp_id=5), actor_id=7, member_id=8)
    assert activity is not None
    assert list(activity.deliveries.order_by("subscriber").values_list("subscriber", "state")) == [
        ("activity.count_lamps", "open"),
        ("activity.remember_lamps", "open"),
    ]
    assert (activity.subject_label, activity.subject_id, activity.data) == (
        "testing.lamp", 5, {"lamp_id": 5, "whisper": 0},
    )  # fmt: skip
    assert deliver_all() == 2
    assert heard == [("count", activity.pk), ("remember", activity.pk)]
    assert deliver_all() == 0


def test_it_delivers_history_only_to_those_who_ask() -> None:
    activity = record(LampLit(lamp_id=5), actor_id=7, backfilled=True)
    deliver_all()
    assert activity is not None
    assert heard == [("remember", activity.pk)]


def test_it_refuses_a_verb_that_nobody_declared() -> None:
    with pytest.raises(UnknownVerb):
        record(LampStolen(), actor_id=7)
    assert not Activity.objects.exists()


def test_it_records_a_key_once() -> None:
    assert record(LampLit(lamp_id=1), dedupe_key="lamp:1") is not None
    assert record(LampLit(lamp_id=1), dedupe_key="lamp:1") is None
    assert Activity.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_it_wants_a_transaction() -> None:
    with pytest.raises(NotInTransaction):
        record(LampLit(lamp_id=1))
    assert not Activity.objects.exists()


def test_it_stops_a_circle() -> None:
    def go_on(activity: Activity) -> None:
        with caused_by(activity):
            following = record(LampLit(lamp_id=activity.depth + 1))
        assert following is not None
        go_on(following)

    first = record(LampLit(lamp_id=0))
    assert first is not None
    with pytest.raises(TooDeep):
        go_on(first)
    assert Activity.objects.order_by("-depth").values_list("depth", flat=True).first() == DEPTH_MAX


@pytest.mark.parametrize(
    "change", ["verb = 'x.y'", "actor_id = 9", "member_id = 9", "data = '{\"lamp_id\": 123456789}'", "depth = 3"]
)
def test_the_database_refuses_changes(change: str) -> None:
    record(LampLit(lamp_id=1), actor_id=7)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE activity_activity SET {change}")


def test_the_database_refuses_deletion() -> None:
    record(LampLit(lamp_id=1), actor_id=7)
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM activity_activity")
    assert Activity.objects.count() == 1


def test_the_eraser_blanks_the_person_and_keeps_the_fact() -> None:
    record(LampLit(lamp_id=1, whisper=42), actor_id=7, member_id=8)
    assert erase_member(7) == 1
    activity = Activity.objects.get()
    assert (activity.actor_id, activity.member_id, activity.data) == (None, 8, {"lamp_id": 1})


def test_a_new_subscriber_hears_the_past_once() -> None:
    activity = record(LampLit(lamp_id=1))
    deliver_all()
    heard.clear()
    assert activity is not None

    def late(activity: Activity) -> None:
        heard.append(("late", activity.pk))

    spine.bookkeeper(LampLit, history=True)(late)
    assert backfill("activity.late") == 1
    assert backfill("activity.late") == 0
    deliver_all()
    assert heard == [("late", activity.pk)]


def test_a_failing_subscriber_is_tried_again_and_undone_alone() -> None:
    def stumble(activity: Activity) -> None:
        record(LampLit(lamp_id=99))
        raise ValueError("the wick is wet")

    spine.bookkeeper(LampLit)(stumble)
    activity = record(LampLit(lamp_id=1))
    deliver_all()
    assert activity is not None
    delivery = Delivery.objects.get(subscriber="activity.stumble")
    assert (delivery.state, delivery.attempts) == ("open", 1)
    assert "the wick is wet" in delivery.error
    assert delivery.not_before > activity.recorded_at
    assert Activity.objects.count() == 1
    assert Delivery.objects.filter(state="done").count() == 2
