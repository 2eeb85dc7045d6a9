from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.loyalty.actions import AWARDS, award, award_key, reverse
from korzo.loyalty.models import CapCount, PointEntry, Rule, Standing
from korzo.loyalty.tests.scenes import a_claim, an_accepted, paid
from korzo.members import actions as members
from korzo.members.models import Member
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("rules")


def test_its_keys_are_those_of_the_guide() -> None:
    assert str(AWARDS) == "5eec882a-1012-5964-896f-f22c699a43a3"
    key = award_key("review.approved", "evt_1001", "member:7", "coins")
    assert str(key) == "ed1f83af-79bc-5fec-aef2-5f41fec8c8b6"


def test_it_pays_with_the_rule_and_its_cause(cast: Cast) -> None:
    cause = an_accepted(cast.tea, 5)
    entry = award(a_claim(cast.tea, 5), cause=cause)
    assert entry is not None
    assert (entry.points, entry.rule_key, entry.rule_version) == (30, "answer.accepted", 1)
    assert (entry.activity_id, entry.subject_label, entry.subject_id) == (cause.pk, "discussions.post", 5)
    assert entry.key == award_key("answer.accepted", f"activity:{cause.pk}", f"member:{cast.tea.pk}", "points")
    assert entry.at == cause.occurred_at
    standing = Standing.objects.get(pk=cast.tea.pk)
    assert (standing.points, standing.level) == (30, 2)


def test_it_tells_of_the_points_and_of_the_level(cast: Cast) -> None:
    entry = paid(cast.tea, 5)
    assert entry is not None
    told = Activity.objects.filter(verb__startswith="loyalty.").order_by("verb")
    assert [(one.verb, one.member_id, one.actor_id, one.actor_kind) for one in told] == [
        ("loyalty.level_reached", cast.tea.pk, None, "system"),
        ("loyalty.points_earned", cast.tea.pk, None, "system"),
    ]
    assert told[0].data == {"of_member_id": cast.tea.pk, "level": 2}
    assert told[1].data == {"entry_id": entry.pk, "points": 30, "rule_key": "answer.accepted"}


def test_it_pays_a_cause_once(cast: Cast) -> None:
    cause = an_accepted(cast.tea, 5)
    assert award(a_claim(cast.tea, 5), cause=cause) is not None
    assert award(a_claim(cast.tea, 5), cause=cause) is None
    assert paid(cast.tea, 5) is None
    assert PointEntry.objects.count() == 1
    assert Standing.objects.get(pk=cast.tea.pk).points == 30


def test_it_pays_nothing_for_what_no_longer_stands(cast: Cast) -> None:
    assert award(a_claim(cast.tea, 5, stands=False), cause=an_accepted(cast.tea, 5)) is None
    _nothing_happened()


def test_it_pays_nothing_when_the_rule_is_off(cast: Cast) -> None:
    Rule.objects.filter(key="answer.accepted").update(is_active=False)
    assert paid(cast.tea, 5) is None
    _nothing_happened()


def test_it_pays_nothing_to_somebody_who_left(cast: Cast) -> None:
    members.erase(cast.tea)
    assert paid(cast.tea, 5) is None
    _nothing_happened()
    assert not Standing.objects.exists()


def test_a_new_version_never_pays_the_same_event_twice(cast: Cast) -> None:
    cause = an_accepted(cast.tea, 5)
    award(a_claim(cast.tea, 5), cause=cause)
    Rule.objects.filter(key="answer.accepted").update(is_active=False)
    Rule.objects.create(key="answer.accepted", version=2, on="discussions.answer_accepted", points=99)
    assert award(a_claim(cast.tea, 5), cause=cause) is None
    later = paid(cast.tea, 6)
    assert later is not None
    assert (later.points, later.rule_version) == (99, 2)


def test_it_stops_at_the_cap_of_a_day(cast: Cast) -> None:
    noon = datetime(2026, 3, 4, 12, tzinfo=ZoneInfo("Europe/Bratislava"))
    got = [paid(cast.tea, post_id, at=noon) for post_id in range(1, 8)]
    assert [one is not None for one in got] == [True] * 5 + [False] * 2
    assert paid(cast.tea, 8, at=noon + timedelta(days=1)) is not None
    assert paid(cast.luka, 9, at=noon) is not None
    assert Standing.objects.get(pk=cast.tea.pk).points == 180


def test_the_day_is_that_of_the_community(cast: Cast) -> None:
    """Five before local midnight and one after it, all on one day of Greenwich."""
    late = datetime(2026, 3, 4, 23, 30, tzinfo=ZoneInfo("Europe/Bratislava"))
    for post_id in range(1, 6):
        paid(cast.tea, post_id, at=late - timedelta(hours=1))
    assert paid(cast.tea, 6, at=late) is None
    assert paid(cast.tea, 7, at=late + timedelta(hours=1)) is not None


def test_a_refused_cap_leaves_the_others_untouched(cast: Cast) -> None:
    paid(cast.tea, 5)
    day = CapCount.objects.get(scope="day")
    CapCount.objects.filter(scope="object").update(bucket="discussions.post:6")
    assert paid(cast.tea, 6) is None
    day.refresh_from_db()
    assert day.times == 1


def test_it_takes_points_back_with_their_cause(cast: Cast) -> None:
    entry = paid(cast.tea, 5)
    back = reverse(a_claim(cast.tea, 5, stands=False), cause=an_accepted(cast.tea, 5))
    assert entry is not None
    assert back is not None
    assert (back.points, back.reverses_id, back.rule_key) == (-30, entry.pk, "answer.accepted")
    standing = Standing.objects.get(pk=cast.tea.pk)
    assert (standing.points, standing.level) == (0, 1)
    told = Activity.objects.get(verb="loyalty.points_reversed")
    assert told.data == {"entry_id": back.pk, "points": 30, "rule_key": "answer.accepted"}


def test_it_takes_nothing_back_twice_or_while_the_cause_stands(cast: Cast) -> None:
    paid(cast.tea, 5)
    cause = an_accepted(cast.tea, 5)
    assert reverse(a_claim(cast.tea, 5), cause=cause) is None
    assert reverse(a_claim(cast.tea, 5, stands=False), cause=cause) is not None
    assert reverse(a_claim(cast.tea, 5, stands=False), cause=cause) is None
    assert PointEntry.objects.count() == 2


def test_what_was_taken_back_can_be_earned_again_but_not_beyond_the_day(cast: Cast) -> None:
    at = timezone.now()
    for _turn in range(5):
        assert paid(cast.tea, 5, at=at) is not None
        assert reverse(a_claim(cast.tea, 5, stands=False), cause=an_accepted(cast.tea, 5, at=at)) is not None
    assert paid(cast.tea, 5, at=at) is None
    assert Standing.objects.get(pk=cast.tea.pk).points == 0


def test_a_level_that_comes_back_is_not_news(cast: Cast) -> None:
    paid(cast.tea, 5)
    reverse(a_claim(cast.tea, 5, stands=False), cause=an_accepted(cast.tea, 5))
    paid(cast.tea, 6)
    assert Standing.objects.get(pk=cast.tea.pk).level == 2
    assert Activity.objects.filter(verb="loyalty.level_reached").count() == 1


@pytest.mark.parametrize("change", ["points = 500", "member_id = NULL", "rule_key = 'other'", "at = '2020-01-01'"])
def test_the_database_refuses_to_change_an_entry(cast: Cast, change: str) -> None:
    paid(cast.tea, 5)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE loyalty_pointentry SET {change}")
    assert PointEntry.objects.get().points == 30


def test_the_database_refuses_to_change_a_version_of_a_rule(rules: dict[str, Rule]) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Rule.objects.filter(key="topic.first").update(points=500)
    assert Rule.objects.filter(key="topic.first").update(is_active=False) == 1


def _nothing_happened() -> None:
    assert not PointEntry.objects.exists()
    assert not CapCount.objects.exists()
    assert not Activity.objects.filter(verb__startswith="loyalty.").exists()


@pytest.mark.django_db(transaction=True)
def test_the_cap_holds_when_many_come_at_once(cast: Cast) -> None:
    causes = [an_accepted(cast.tea, post_id) for post_id in range(1, 13)]
    with ThreadPoolExecutor(max_workers=6) as crowd:
        got = list(crowd.map(lambda cause: _in_thread(cast.tea, cause), causes))
    assert sum(got) == 5
    assert PointEntry.objects.count() == 5
    assert Standing.objects.get(pk=cast.tea.pk).points == 150
    assert CapCount.objects.get(scope="day").times == 5


@pytest.mark.django_db(transaction=True)
def test_one_cause_that_comes_many_times_at_once_pays_once(cast: Cast) -> None:
    cause = an_accepted(cast.tea, 5)
    with ThreadPoolExecutor(max_workers=6) as crowd:
        got = list(crowd.map(lambda _turn: _in_thread(cast.tea, cause), range(12)))
    assert sum(got) == 1
    assert Standing.objects.get(pk=cast.tea.pk).points == 30


def _in_thread(member: Member, cause: Activity) -> bool:
    try:
        post_id = int(cause.data["post_id"])
        return award(a_claim(member, post_id), cause=cause) is not None
    finally:
        connection.close()
