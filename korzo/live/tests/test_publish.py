"""Telling: in the caller's transaction, ids and counts only, forgotten after a day."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from korzo.kit import generations
from korzo.live.actions import (
    SLOT,
    NotForAll,
    forget_events,
    forget_lost_readers,
    forget_process,
    publish,
    revoke,
    say_readers,
)
from korzo.live.marks import NOTHING, Mark
from korzo.live.models import Event, Readers
from korzo.live.queries import news_for, news_since, readers_of, span, where_we_are


@pytest.mark.django_db(transaction=True)
def test_it_changes_the_slot_after_the_commit_and_not_before() -> None:
    slot = generations.slot_of(SLOT)

    def now() -> int:
        return generations.counters().numbers[slot]

    before = now()
    with transaction.atomic():
        publish("topic:5", "test.told", {"post_id": 7})
        assert now() == before
    assert now() != before
    after = now()
    with transaction.atomic():
        publish("topic:5", "test.told", {"post_id": 8})
        transaction.set_rollback(True)
    assert now() == after
    assert list(Event.objects.values_list("channel", "name", "data")) == [("topic:5", "test.told", {"post_id": 7})]


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["Tea said hello", "Tea", "", 1.5, ["a"], {"a": 1}, "x" * 61])
def test_it_refuses_words(value: object) -> None:
    with pytest.raises(NotForAll):
        publish("topic:5", "test.told", {"text": value})  # type: ignore[dict-item]
    assert Event.objects.count() == 0


@pytest.mark.django_db
def test_it_takes_ids_counts_and_codes() -> None:
    data = {"post_id": 7, "is_answer": True, "product_id": None, "emoji": "heart", "of_label": "discussions.post"}
    assert publish("talk", "test.told", data).data == data


@pytest.mark.django_db
@pytest.mark.parametrize("channel", ["", "Topic:5", "topic:", "topic:x", "topic:5:6", "topic 5", "x" * 21, "topic:٥"])
def test_it_refuses_odd_channels(channel: str) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 (its text is the name itself)
        publish(channel, "test.told")
    assert str(refusal.value) == channel
    assert Event.objects.count() == 0


@pytest.mark.django_db
def test_what_was_told_is_forgotten_after_a_day_but_for_the_newest() -> None:
    now = timezone.now()
    events = [publish("topic:5", "test.told", {"n": n}) for n in range(4)]
    Event.objects.update(at=now - timedelta(days=1, minutes=1))
    Event.objects.filter(pk=events[2].pk).update(at=now - timedelta(hours=23))
    assert forget_events(now) == 2
    assert list(Event.objects.order_by("pk")) == events[2:]
    Event.objects.update(at=now - timedelta(days=3))
    assert forget_events(now) == 1
    assert span() == (events[3].pk, events[3].pk)
    assert forget_events(now) == 0


@pytest.mark.django_db
def test_nobody_is_told_what_they_missed_twice() -> None:
    assert (where_we_are(), span()) == (NOTHING, (0, 0))
    first, other, late, last = (
        publish(channel, "test.told").pk for channel in ("topic:5", "topic:6", "topic:5", "topic:5")
    )
    revoke("topic:5")
    until = where_we_are()
    found = news_for({"topic:5"}, last=first, gaps=(), since=None, until=until, limit=9)
    assert [one.pk for one in found] == [late, last]
    # A gap below the last one, as PostgreSQL makes them.
    assert [one.pk for one in news_for({"topic:5"}, last=last, gaps={late}, since=None, until=until, limit=9)] == [late]
    # What this process has not met yet, it still hands on.
    early = Mark(late, frozenset({first}))
    assert [one.pk for one in news_for({"topic:5", "topic:6"}, last=0, gaps=(), since=None, until=early, limit=9)] == [
        other,
        late,
    ]
    minute_ago = timezone.now() - timedelta(minutes=1)
    assert len(news_for({"topic:5"}, last=None, gaps=(), since=minute_ago, until=until, limit=9)) == 3
    assert len(news_since(first, (), limit=9)) == 4


@pytest.mark.django_db
def test_readers_are_added_up_over_living_processes() -> None:
    say_readers("one", {"topic:5": 2, "topic:6": 1})
    say_readers("two", {"topic:5": 3})
    say_readers("one", {"topic:5": 4, "topic:6": 0})
    assert readers_of(["topic:5", "topic:6", "topic:7"]) == {"topic:5": 7}
    Readers.objects.filter(process="two").update(at=timezone.now() - timedelta(minutes=1))
    assert readers_of(["topic:5"]) == {"topic:5": 4}
    assert forget_lost_readers() == 1
    forget_process("one")
    assert Readers.objects.count() == 0
