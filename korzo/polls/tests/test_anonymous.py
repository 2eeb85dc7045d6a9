"""Anonymous means: nothing that is kept tells who chose what.

The proof: the same people vote in the same order, twice, with their choices exchanged among them. If any table,
activity, event, export or line of the log told who chose what, by a number, by the order of rows or by a moment, the
two houses would differ somewhere. They must be the same to the last sign.
"""

import logging
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from random import Random

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

from korzo.activity.models import Activity
from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.members.queries import about
from korzo.polls.actions import (
    SurveyWords,
    cast_ballot,
    change_pages,
    create_survey,
    finish_survey,
    publish_survey,
    take_back_ballot,
)
from korzo.polls.content import Content, Kind, Page, Question
from korzo.polls.models import Ballot, Box, Choice, Option, Sheet, Survey, SurveyBox
from korzo.polls.queries import own_ballots, polls_by_ids, voters_of
from korzo.polls.queries.survey_results import sheet_rows
from korzo.polls.tests.scenes import a_poll, crowd, dump, ids, vote
from tests.cast import Cast, let_worker_finish

pytestmark = pytest.mark.django_db

AT = datetime(2031, 5, 6, 18, 30, tzinfo=UTC)
# Moments outside our own tables differ from run to run, whatever was chosen.
MOMENT = re.compile(r"datetime\.datetime\([^)]*\)|\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?")
VOTERS = 12

type Votes = Sequence[Sequence[int]]


class Undone(Exception):
    """Takes everything back, so that the other house begins as this one did."""


@pytest.fixture
def people(cast: Cast) -> list[Member]:
    """The same people in both houses; the first of them runs it."""
    members = [cast.mira, *crowd(VOTERS - 1)]
    let_worker_finish()
    return members


def kept_after(deed: Callable[[], object], people: list[Member], log: pytest.LogCaptureFixture) -> str:
    """All that is kept and said after the deed, to the last sign; then the house is as it was before."""
    log.clear()
    found = ""
    _begin_with_nothing()
    with suppress(Undone), transaction.atomic():
        deed()
        let_worker_finish()
        found = "\n".join([*map(_told, dump().items()), *(repr(about(one)["polls"]) for one in people)])
        found += repr([about(one)["surveys"] for one in people])
        raise Undone
    return found + log.text


def _told(table: tuple[str, Sequence[object]]) -> str:
    """Our own tables to the letter and in the order in which their rows lie there; in others a row tells its number."""
    name, rows = table
    if name.startswith("polls_"):
        return f"{name}: {rows!r}"
    return f"{name}: {sorted(MOMENT.sub('', repr(row)) for row in rows)}"


def _begin_with_nothing() -> None:
    """PostgreSQL does not take back the numbers that it gave out, nor the places of rows that are gone."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _with_tables()):
            cursor.execute(statement)
        ours = ", ".join(model._meta.db_table for model in apps.get_app_config("polls").get_models())
        cursor.execute(f"TRUNCATE {ours} RESTART IDENTITY")


def _with_tables() -> list[type[Model]]:
    return [model for model in apps.get_models() if model._meta.managed]


def votes(kind: str) -> list[list[int]]:
    draw = Random(7)
    most = 1 if kind in {"single", "rating"} else 3
    return [draw.sample(range(5 if kind == "rating" else 3), k=draw.randint(1, most)) for _ in range(VOTERS)]


def voting(people: list[Member], kind: str, choices: Votes, *, is_anonymous: bool = True) -> Callable[[], object]:
    def deed() -> None:
        poll = a_poll(
            people[0], kind=kind, is_anonymous=is_anonymous, at=AT, choices_max=3 if kind == "multiple" else 1
        )
        Option.objects.filter(poll=poll).update(lot=1)
        known = ids(poll)
        for member, places in zip(people, choices, strict=True):
            cast_ballot(poll, actor=member, option_ids=[known[place] for place in places], at=AT)

    return deed


@pytest.mark.parametrize("kind", ["single", "multiple", "ranked", "rating"])
def test_exchanging_who_chose_what_changes_nothing_that_is_kept(
    people: list[Member], kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    choices = votes(kind)
    assert choices != choices[::-1]
    one, other = (kept_after(voting(people, kind, each), people, caplog) for each in (choices, choices[::-1]))
    assert len(one) > 10_000
    assert one == other


def test_the_proof_can_fail(people: list[Member], caplog: pytest.LogCaptureFixture) -> None:
    choices = votes("single")
    one, other = (
        kept_after(voting(people, "single", each, is_anonymous=False), people, caplog)
        for each in (choices, choices[::-1])
    )
    assert one != other


PAGES = Content(
    pages=(Page(questions=(Question("q1", "Which?", Kind.SINGLE, ("A", "B")), Question("q2", "Why?", Kind.TEXT))),),
    next_number=3,
)


def answering(people: list[Member], sheets: Sequence[dict[str, str]]) -> Callable[[], object]:
    def deed() -> None:
        survey = create_survey(SurveyWords("How was it?", is_anonymous=True), actor=people[0])
        Survey.objects.filter(pk=survey.pk).update(created_at=AT)
        change_pages(survey, lambda _old: PAGES, actor=people[0])
        version = publish_survey(survey, actor=people[0], at=AT)
        for member, answers in zip(people, sheets, strict=True):
            finish_survey(survey, actor=member, version=version, answers=answers, at=AT)

    return deed


def test_exchanging_who_answered_what_changes_nothing_that_is_kept(
    people: list[Member], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    draw = Random(3)
    sheets = [{"q1": draw.choice("AB"), "q2": f"Because of reason {draw.randint(1, 99)}"} for _ in range(VOTERS)]
    one, other = (kept_after(answering(people, each), people, caplog) for each in (sheets, sheets[::-1]))
    assert one == other


def test_a_ballot_has_neither_time_nor_choices(cast: Cast) -> None:
    poll = a_poll(cast.mira, is_anonymous=True)
    vote(poll, cast.tea, 2)
    assert Ballot.objects.get().at is None
    assert not Choice.objects.exists()
    assert not Activity.objects.filter(verb="polls.ballot_cast").exists()
    assert own_ballots(cast.tea, [poll.pk])[poll.pk].option_ids == ()
    assert voters_of(poll) == {}
    assert about(cast.tea)["polls"]["voted"] == [{"question": poll.question, "anonymous": True}]


def test_it_can_neither_be_changed_nor_taken_back(cast: Cast) -> None:
    poll = a_poll(cast.mira, is_anonymous=True)
    vote(poll, cast.tea, 2)
    with pytest.raises(Refused, match="cannot be found again"):
        vote(poll, cast.tea, 1)
    with pytest.raises(Refused, match="cannot be found again"):
        take_back_ballot(poll, actor=cast.tea)
    assert sum(Box.objects.get().counts.values()) == 1


def test_results_begin_with_the_fifth_ballot(cast: Cast) -> None:
    poll = a_poll(cast.mira, is_anonymous=True, shows_results="always")
    shown = []
    for member in crowd(6):
        vote(poll, member, 1)
        result = polls_by_ids([poll.pk])[poll.pk].result
        shown.append((result.is_sealed, result.lines[0].count))
    assert shown == [(True, 0)] * 4 + [(False, 5), (False, 6)]


def test_a_survey_shows_sheets_from_the_fifth_on(cast: Cast) -> None:
    survey = create_survey(SurveyWords("How was it?", is_anonymous=True), actor=cast.mira)
    change_pages(survey, lambda _old: PAGES, actor=cast.mira)
    version = publish_survey(survey, actor=cast.mira)
    shown = []
    for member in crowd(6):
        finish_survey(survey, actor=member, version=version, answers={"q1": "A"})
        shown.append(len(list(sheet_rows(survey))))
    assert shown == [0, 0, 0, 0, 5, 6]
    assert {(one.started_at, one.finished_at) for one in Sheet.objects.all()} == {(None, None)}
    assert all(one.answers == {} for one in Sheet.objects.all())
    assert len(SurveyBox.objects.get().sheets) == 6
    with pytest.raises(Refused, match="already"):
        finish_survey(survey, actor=Member.objects.get(handle="voter1"), version=version, answers={})
