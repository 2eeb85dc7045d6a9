from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from korzo.jobs import actions, queries
from korzo.jobs.models import Progress

pytestmark = pytest.mark.django_db

WORDS = "Jobs"


class Broken(Exception):
    pass


def test_it_tells_how_far_work_has_come() -> None:
    actions.report_progress("lamps", 0, 200, WORDS)
    actions.report_progress("lamps", 50, 200, WORDS, cursor="lamp-50")
    (line,) = queries.progress()
    assert (line.key, line.done, line.total, line.share, line.cursor) == ("lamps", 50, 200, 25, "lamp-50")
    assert (line.finished_at, line.is_still) == (None, False)
    assert queries.cursor_of("lamps") == "lamp-50"


def test_it_keeps_the_cursor_where_none_is_given() -> None:
    actions.report_progress("lamps", 50, 200, WORDS, cursor="lamp-50")
    actions.report_progress("lamps", 51, 200, WORDS)
    assert queries.cursor_of("lamps") == "lamp-50"


def test_it_reports_with_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    actions.report_progress("lamps", 0, 200, WORDS)
    with django_assert_num_queries(1):
        actions.report_progress("lamps", 50, 200, WORDS, cursor="lamp-50")


def test_it_says_nothing_of_percent_while_the_whole_is_unknown() -> None:
    actions.report_progress("lamps", 50, None, WORDS)
    assert queries.progress()[0].share is None


def test_it_never_calls_unfinished_work_whole() -> None:
    for done, total in ((200, 200), (250, 200)):
        actions.report_progress("lamps", done, total, WORDS)
        assert queries.progress()[0].share == 99


def test_it_begins_anew_after_its_end() -> None:
    actions.report_progress("lamps", 200, 200, WORDS, cursor="lamp-200")
    actions.finish_progress("lamps")
    finished = queries.progress_of("lamps")
    assert finished is not None
    assert (finished.share, queries.cursor_of("lamps")) == (100, "")
    Progress.objects.update(started_at=timezone.now() - timedelta(days=1))
    actions.report_progress("lamps", 1, 300, WORDS)
    again = queries.progress_of("lamps")
    assert again is not None
    assert (again.done, again.total, again.cursor, again.finished_at) == (1, 300, "", None)
    assert timezone.now() - again.started_at < timedelta(minutes=1)
    assert Progress.objects.count() == 1


def report_and_break() -> None:
    with transaction.atomic():
        actions.report_progress("lamps", 60, 200, WORDS, cursor="lamp-60")
        raise Broken


def test_it_moves_the_cursor_only_with_the_batch() -> None:
    actions.report_progress("lamps", 50, 200, WORDS, cursor="lamp-50")
    with pytest.raises(Broken):
        report_and_break()
    assert queries.cursor_of("lamps") == "lamp-50"


def test_it_says_when_work_stands_still() -> None:
    actions.report_progress("lamps", 50, 200, WORDS)
    Progress.objects.update(moved_at=timezone.now() - timedelta(hours=1))
    assert queries.progress()[0].is_still
    actions.finish_progress("lamps")
    assert not queries.progress()[0].is_still


def test_it_speaks_the_readers_language() -> None:
    actions.report_progress("lamps", 50, 200, WORDS)
    with translation.override("sk"):
        assert queries.progress()[0].words == translation.gettext(WORDS) != WORDS


def test_it_lists_what_is_under_way_first() -> None:
    for key in ("first", "second", "third"):
        actions.report_progress(key, 1, 2, WORDS)
    actions.finish_progress("third")
    assert [line.key for line in queries.progress()] == ["second", "first", "third"]
    actions.drop_progress("first")
    assert [line.key for line in queries.progress()] == ["second", "third"]


def test_it_forgets_what_was_finished_long_ago_and_nothing_else() -> None:
    for key in ("old", "new", "unfinished"):
        actions.report_progress(key, 1, 2, WORDS)
    for key in ("old", "new"):
        actions.finish_progress(key)
    Progress.objects.filter(key="old").update(finished_at=timezone.now() - timedelta(days=8))
    Progress.objects.filter(key="unfinished").update(moved_at=timezone.now() - timedelta(days=80))
    assert actions.forget_progress() == 1
    assert {line.key for line in queries.progress()} == {"new", "unfinished"}
