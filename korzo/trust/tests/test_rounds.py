"""The daily round and the quick one for newcomers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from korzo.discussions.models import Reader
from korzo.jobs.actions import report_progress
from korzo.jobs.queries import cursor_of
from korzo.kit import generations
from korzo.members.models import Member
from korzo.trust.actions import give_level, recount_everybody, recount_newcomers, rounds
from korzo.trust.models import Standing
from korzo.trust.queries import badges
from korzo.trust.tests.scenes import becomes_new, level_of, reads_for
from tests.cast import Cast

type Callbacks = Callable[..., Any]


def test_everybody_is_looked_at(cast: Cast) -> None:
    becomes_new(cast.luka)
    becomes_new(cast.tea)
    assert recount_everybody() == 2
    assert (level_of(cast.luka), level_of(cast.tea), level_of(cast.mira)) == (1, 1, 0)
    assert cursor_of(rounds.ROUND) == ""


def test_it_goes_on_where_it_stopped(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "BATCH", 1)
    becomes_new(cast.mira)
    becomes_new(cast.luka)
    # A worker died behind Mira, the first of all.
    report_progress(rounds.ROUND, 1, 5, rounds.WORDS, cursor=str(cast.mira.pk))
    assert recount_everybody() == 1
    assert (level_of(cast.mira), level_of(cast.luka)) == (0, 1)
    assert recount_everybody() == 1


def test_who_was_not_here_since_is_left_alone(cast: Cast) -> None:
    recount_everybody()
    before = Standing.objects.get(pk=cast.luka.pk).counted_at
    assert recount_everybody(at=timezone.now() + timedelta(days=1)) == 0
    assert Standing.objects.get(pk=cast.luka.pk).counted_at == before
    reads_for(cast.luka, topics=5, posts=30, minutes=10)
    assert recount_everybody(at=timezone.now() + timedelta(days=1)) == 1


def test_newcomers_who_read_do_not_wait_for_the_night(cast: Cast) -> None:
    becomes_new(cast.luka)
    becomes_new(cast.tea)
    Reader.objects.filter(pk=cast.tea.pk).update(seen_at=timezone.now() - timedelta(hours=3))
    assert recount_newcomers() == 1
    assert (level_of(cast.luka), level_of(cast.tea)) == (1, 0)
    assert recount_newcomers() == 0


def test_a_mark_says_since_when_it_was_quiet(cast: Cast, django_capture_on_commit_callbacks: Callbacks) -> None:
    give_level(cast.tea, level=3, actor=cast.sara, reason="Helps everybody with their boots.")
    reads_for(cast.tea)
    long_ago = timezone.now() - timedelta(days=200)
    Reader.objects.filter(pk=cast.tea.pk).update(seen_at=long_ago)
    assert "Last active" not in badges([cast.tea.pk])[cast.tea.pk].title
    tag = f"member:{cast.tea.pk}"
    before = generations.seen([tag])
    with django_capture_on_commit_callbacks(execute=True):
        recount_everybody()
    standing = Standing.objects.get(pk=cast.tea.pk)
    assert (standing.level, standing.quiet_since) == (3, timezone.localdate(long_ago))
    assert generations.seen([tag]) != before
    assert "Last active in" in badges([cast.tea.pk])[cast.tea.pk].title
    Reader.objects.filter(pk=cast.tea.pk).update(seen_at=timezone.now())
    recount_everybody()
    assert Standing.objects.get(pk=cast.tea.pk).quiet_since is None


def test_whoever_joins_in_between_is_met_as_well(cast: Cast) -> None:
    recount_everybody()
    late = Member.objects.create_user("late@example.com", handle="late", name="Late")
    becomes_new(late)
    assert recount_everybody() == 1
