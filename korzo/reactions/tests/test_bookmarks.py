from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.kit.errors import FieldRefused, Missing, Refused
from korzo.members import actions as members
from korzo.members.models import Member
from korzo.members.queries import about
from korzo.reactions import permissions
from korzo.reactions.actions import change_bookmark, drop_bookmark, keep_bookmark, remind_due
from korzo.reactions.models import Bookmark
from korzo.reactions.queries import kept_by, kept_for
from korzo.reactions.tests.things import HIDDEN, PLACE, TALK
from tests.cast import Cast, let_worker_finish

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MONDAY = date(2026, 11, 23)


def due() -> list[int | None]:
    rows = Activity.objects.filter(verb="reactions.reminder_due").order_by("pk")
    return list(rows.values_list("member_id", flat=True))


def keep_until_monday(member: Member, pk: int = 5) -> Bookmark:
    return keep_bookmark(TALK, pk, actor=member, note="Try the wax.", remind_on=MONDAY, at=NOW)


@pytest.mark.parametrize("role", ["member", "moderator", "staff", "owner"])
def test_everybody_with_an_account_keeps_things_once(cast: Cast, role: str) -> None:
    person = cast.by_role()[role]
    first = keep_bookmark(TALK, 5, actor=person)
    assert keep_bookmark(TALK, 5, actor=person).pk == first.pk
    assert [line.bookmark.pk for line in kept_by(person)[0]] == [first.pk]
    assert drop_bookmark(TALK, 5, actor=person) is True
    assert drop_bookmark(TALK, 5, actor=person) is False
    assert not Bookmark.objects.exists()


@pytest.mark.parametrize(("label", "pk", "error"), [(TALK, HIDDEN, Missing), (PLACE, 5, Refused), ("x.y", 5, Missing)])
def test_it_refuses_what_cannot_be_kept(cast: Cast, label: str, pk: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        keep_bookmark(label, pk, actor=cast.tea)
    with pytest.raises(Refused, match="sign in"):
        keep_bookmark(TALK, 5, actor=cast.nada)
    assert not Bookmark.objects.exists()


def test_nobody_touches_what_others_keep(cast: Cast) -> None:
    kept = keep_until_monday(cast.tea)
    for person in (cast.luka, cast.mira, cast.nada):
        with pytest.raises(Missing):
            kept_for(person, kept.pk)
        with pytest.raises(Missing):
            change_bookmark(kept.pk, actor=person, note="Mine", remind_on=None)
        assert drop_bookmark(TALK, 5, actor=person) is False
        assert kept_by(person) == ([], None)
    kept.refresh_from_db()
    assert (kept.note, kept.remind_on) == ("Try the wax.", MONDAY)


def test_a_shelf_has_an_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "BOOKMARKS_MAX", 1)
    keep_bookmark(TALK, 1, actor=cast.tea)
    with pytest.raises(Refused, match="full"):
        keep_bookmark(TALK, 2, actor=cast.tea)
    assert Bookmark.objects.count() == 1


@pytest.mark.parametrize(
    ("note", "day", "field"),
    [
        ("x" * 301, None, "note"),
        ("", NOW.date() - timedelta(days=1), "remind_on"),
        ("", NOW.date() + timedelta(days=2_000), "remind_on"),
    ],
)
def test_a_wrong_note_or_day_is_refused(cast: Cast, note: str, day: date | None, field: str) -> None:
    kept = keep_bookmark(TALK, 5, actor=cast.tea)
    with pytest.raises(FieldRefused) as refused:
        change_bookmark(kept.pk, actor=cast.tea, note=note, remind_on=day, at=NOW)
    assert refused.value.field == field
    kept.refresh_from_db()
    assert (kept.note, kept.remind_on) == ("", None)


@pytest.mark.parametrize(
    ("zone", "at", "told"),
    [
        ("Europe/Bratislava", datetime(2026, 11, 23, 7, 59, tzinfo=UTC), False),
        ("Europe/Bratislava", datetime(2026, 11, 23, 8, 0, tzinfo=UTC), True),
        ("Pacific/Auckland", datetime(2026, 11, 22, 20, 0, tzinfo=UTC), True),
        ("America/New_York", datetime(2026, 11, 23, 13, 59, tzinfo=UTC), False),
        ("America/New_York", datetime(2026, 11, 23, 14, 0, tzinfo=UTC), True),
    ],
)
def test_the_day_begins_where_the_member_lives(cast: Cast, zone: str, at: datetime, told: bool) -> None:
    Member.objects.filter(pk=cast.tea.pk).update(time_zone=zone)
    cast.tea.refresh_from_db()
    keep_until_monday(cast.tea)
    assert remind_due(at) == told
    assert due() == ([cast.tea.pk] if told else [])


def test_the_log_tells_no_note(cast: Cast) -> None:
    keep_until_monday(cast.tea)
    assert remind_due(NOW + timedelta(days=5)) == 1
    activity = Activity.objects.get(verb="reactions.reminder_due")
    assert "wax" not in str(activity.data)
    assert (activity.actor_id, activity.actor_kind, activity.member_id) == (None, "system", cast.tea.pk)
    assert (activity.kind.subject(), activity.kind.link()) == ((TALK, 5), "/")


def test_it_reminds_once_and_again_for_another_day(cast: Cast) -> None:
    kept = keep_until_monday(cast.tea)
    later = NOW + timedelta(days=5)
    assert (remind_due(later), remind_due(later)) == (1, 0)
    change_bookmark(kept.pk, actor=cast.tea, note="Still.", remind_on=MONDAY, at=later)
    assert remind_due(later) == 0
    change_bookmark(kept.pk, actor=cast.tea, note="Still.", remind_on=MONDAY + timedelta(days=7), at=later)
    assert (remind_due(later), remind_due(later + timedelta(days=7))) == (0, 1)
    assert due() == [cast.tea.pk] * 2


def test_nobody_is_led_to_what_they_may_not_see(cast: Cast) -> None:
    keep_until_monday(cast.tea)
    Bookmark.objects.update(subject_id=HIDDEN)
    assert remind_due(NOW + timedelta(days=5)) == 0
    assert due() == []


def test_a_day_that_was_taken_back_is_no_reminder(cast: Cast) -> None:
    kept = keep_until_monday(cast.tea)
    change_bookmark(kept.pk, actor=cast.tea, note="", remind_on=None, at=NOW)
    assert remind_due(NOW + timedelta(days=5)) == 0
    drop_bookmark(TALK, 5, actor=cast.tea)
    assert remind_due(NOW + timedelta(days=5)) == 0


def test_it_goes_through_more_than_one_batch(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("korzo.reactions.actions.remind.REMIND_BATCH", 2)
    for pk in range(1, 6):
        keep_until_monday(cast.tea, pk)
    assert remind_due(NOW + timedelta(days=5)) == 5


def test_it_is_in_the_export_and_goes_with_the_member(cast: Cast) -> None:
    keep_until_monday(cast.tea)
    keep_until_monday(cast.luka)
    [saved] = about(cast.tea)["saved"]
    assert (saved["note"], saved["remind_on"]) == ("Try the wax.", MONDAY)
    members.erase(cast.tea)
    let_worker_finish()
    assert list(Bookmark.objects.values_list("member_id", flat=True)) == [cast.luka.pk]


@pytest.mark.django_db(transaction=True)
def test_many_workers_remind_once(cast: Cast) -> None:
    for member in (cast.tea, cast.luka, cast.ivo):
        keep_until_monday(member)

    def work(_number: int) -> int:
        try:
            return remind_due(timezone.now() + timedelta(days=400))
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=5) as pool:
        assert sum(pool.map(work, range(10))) == 3
    assert sorted(pk for pk in due() if pk) == sorted(one.pk for one in (cast.tea, cast.luka, cast.ivo))
