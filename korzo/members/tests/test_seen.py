"""When somebody was here last: known to within an hour, to them and the team."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.members.actions import erase, forget_when_seen, seen
from korzo.members.models import Member
from korzo.members.queries import about, seen_at
from tests.cast import Cast, signed_in

NOW = timezone.now().replace(microsecond=0)


def last(member: Member) -> Any:
    return Member.objects.values_list("last_seen_at", flat=True).get(pk=member.pk)


def test_it_is_written_once_an_hour(cast: Cast, django_assert_num_queries: Any) -> None:
    assert seen(cast.tea, at=NOW)
    for minutes in (0, 1, 59):
        with django_assert_num_queries(0):
            assert not seen(cast.tea, at=NOW + timedelta(minutes=minutes))
    assert last(cast.tea) == NOW
    with django_assert_num_queries(1):
        assert seen(cast.tea, at=NOW + timedelta(minutes=60))
    assert last(cast.tea) == NOW + timedelta(minutes=60)


def test_two_windows_never_put_the_clock_back(cast: Cast) -> None:
    other_window = Member.objects.get(pk=cast.tea.pk)
    assert seen(cast.tea, at=NOW)
    assert not seen(other_window, at=NOW - timedelta(minutes=2))
    assert last(cast.tea) == NOW


def test_it_is_no_news(cast: Cast) -> None:
    before = Activity.objects.count()
    seen(cast.tea, at=NOW)
    assert Activity.objects.count() == before


def test_who_left_is_not_seen(cast: Cast) -> None:
    seen(cast.tea, at=NOW)
    erase(cast.tea)
    assert last(cast.tea) is None
    assert not seen(Member.objects.get(pk=cast.tea.pk), at=NOW)
    assert last(cast.tea) is None


def test_one_reads_it_and_takes_it_along(cast: Cast) -> None:
    client = signed_in(cast.tea)
    Member.objects.filter(pk=cast.tea.pk).update(last_seen_at=None)
    assert "We keep nothing about when you are here." in client.get("/members/privacy/").text
    cast.tea.refresh_from_db()
    seen(cast.tea, at=NOW)
    assert "We know that you were here on" in client.get("/members/privacy/").text
    assert about(cast.tea)["profile"]["last_seen_at"] == NOW.isoformat()
    forget_when_seen(cast.tea)
    assert last(cast.tea) is None


@pytest.mark.parametrize("path", ["/members/tea/", "/"])
def test_nobody_else_reads_it(cast: Cast, path: str) -> None:
    Member.objects.filter(pk=cast.tea.pk).update(last_seen_at=timezone.now() - timedelta(days=41))
    day = (timezone.localtime() - timedelta(days=41)).date()
    for person in (None, cast.luka):
        assert day.isoformat() not in signed_in(person).get(path).text


def test_the_team_sees_the_day(cast: Cast) -> None:
    Member.objects.update(last_seen_at=None)
    page = signed_in(cast.mira).get("/staff/members/").text
    assert "Here last" in page
    assert "not known" in page


def test_it_is_what_others_ask_for(cast: Cast) -> None:
    later = timezone.now() + timedelta(hours=5)
    seen(cast.tea, at=later)
    assert seen_at(cast.tea) == later
