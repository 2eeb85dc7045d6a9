from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.moderation.actions import Reason, Verdict, flag, hold, remind_team
from korzo.moderation.models import Item
from korzo.moderation.tests.wall import LABEL, Wall
from tests.cast import Cast, let_worker_finish


def told() -> set[int]:
    notices = apps.get_model("notifications", "Notice")._default_manager.filter(kind="moderation.queue_waits")
    return set(notices.values_list("member_id", flat=True))


def held(cast: Cast, wall: Wall) -> None:
    line = wall.write(cast.luka, is_shown=False)
    verdict = Verdict(held=True, reasons=(Reason("first_post"),))
    hold(LABEL, line.pk, author=cast.luka, verdict=verdict, at=timezone.now())


def hours_ago(hours: float) -> None:
    Item.objects.update(opened_at=timezone.now() - timedelta(hours=hours))


def test_the_team_hears_once_of_what_waits(cast: Cast, wall: Wall) -> None:
    held(cast, wall)
    held(cast, wall)
    hours_ago(23.9)
    assert remind_team() == 0
    hours_ago(24.1)
    assert [remind_team(), remind_team()] == [2, 0]
    let_worker_finish()
    assert told() == {cast.mira.pk, cast.sara.pk, cast.ivo.pk}
    (news,) = Activity.objects.filter(verb="moderation.queue_waits")
    assert news.data["count"] == 2


@pytest.mark.parametrize(("hours", "found"), [(47.9, 0), (48.1, 1)])
def test_a_flag_may_wait_two_days(cast: Cast, wall: Wall, hours: float, found: int) -> None:
    flag(LABEL, wall.write(cast.luka).pk, actor=cast.tea, reason="rude")
    hours_ago(hours)
    assert remind_team() == found


def test_what_was_decided_waits_no_more(cast: Cast, wall: Wall) -> None:
    held(cast, wall)
    hours_ago(90)
    Item.objects.update(closed_at=timezone.now())
    assert remind_team() == 0
    let_worker_finish()
    assert told() == set()
