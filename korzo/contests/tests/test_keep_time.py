import json
from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.contests.actions import (
    Plan,
    announce_contest,
    cancel_contest,
    cast_vote,
    change_contest,
    keep_time,
    make_contest,
    mark_entry,
    name_juror,
    release_juror,
)
from korzo.contests.models import Contest, Juror, Mark, Result
from korzo.contests.permissions import visible_to
from korzo.contests.phases import Phase, phase_at, spans
from korzo.contests.queries.results import broken_links, check_file, drifts, is_intact, result_page
from korzo.contests.tally import seed_digest
from korzo.contests.tests.scenes import DAY, a_contest, a_plan, an_entry, crowd, grow_up, start_of, told
from korzo.kit.errors import FieldRefused, Refused
from korzo.members.actions import erase
from korzo.reactions.actions import follow
from tests.cast import Cast, let_worker_finish


@pytest.fixture(autouse=True)
def old(cast: Cast) -> None:
    grow_up(cast)


def fresh(contest: Contest) -> Contest:
    return Contest.objects.select_related("announcement", "result").get(pk=contest.pk)


def test_phases_follow_each_other_without_a_gap(cast: Cast) -> None:
    contest = a_contest(cast, judging="both")
    listed = spans(contest)
    assert [one.phase for one in listed] == [Phase.ENTRY, Phase.JURY, Phase.VOTE, Phase.COUNTING, Phase.DONE]
    assert all(one.ends == other.begins for one, other in pairwise(listed))
    assert phase_at(contest, contest.opens_at - timedelta(microseconds=1)) is Phase.COMING
    assert [phase_at(contest, one.begins) for one in listed] == [one.phase for one in listed]


def test_followers_hear_once_that_it_opens(cast: Cast) -> None:
    contest = a_contest(cast)
    follow("contests.all", 1, actor=cast.tea, level="watching")
    follow("contests.contest", contest.pk, actor=cast.ivo, level="muted")
    follow("contests.all", 1, actor=cast.ivo, level="watching")
    assert keep_time() == 1
    assert keep_time() == 0
    let_worker_finish()
    assert told("opened") == {cast.tea.pk}
    assert Activity.objects.filter(verb="contests.opened").count() == 1


def test_one_reminder_to_those_who_have_something_left(cast: Cast) -> None:
    contest = a_contest(cast)
    for person in (cast.tea, cast.ivo):
        follow("contests.contest", contest.pk, actor=person, level="watching")
    an_entry(contest, cast.tea)
    keep_time()
    keep_time(contest.entries_until - timedelta(hours=20))
    keep_time(contest.entries_until - timedelta(hours=10))
    let_worker_finish()
    assert told("closes_soon") == {cast.ivo.pk}
    assert Activity.objects.filter(verb="contests.closes_soon").count() == 1


def test_a_house_that_stood_still_brings_no_old_news(cast: Cast) -> None:
    a_contest(cast, Phase.DONE)
    assert keep_time() == 1
    assert set(Activity.objects.filter(verb__in=["contests.opened", "contests.closes_soon"])) == set()


def test_results_with_jury_and_votes(cast: Cast) -> None:
    contest = a_contest(cast, Phase.VOTE, judging="both", jury_weight=75)
    juror = name_juror(contest, actor=cast.mira, handle="@Ivo", at=contest.opens_at)
    first, second = an_entry(contest, cast.tea, "First"), an_entry(contest, cast.luka, "Second")
    idea, light = contest.criteria.order_by("position")
    in_jury = contest.entries_until + DAY
    mark_entry(first, actor=cast.ivo, marks={idea.pk: 2, light.pk: 3}, at=in_jury)
    mark_entry(first, actor=cast.ivo, marks={idea.pk: 3, light.pk: 3}, at=in_jury)
    mark_entry(second, actor=cast.ivo, marks={idea.pk: 5, light.pk: 4}, at=in_jury)
    assert Mark.objects.filter(juror=juror).count() == 4
    for voter in crowd(3):
        cast_vote(first, actor=voter)
    assert keep_time(contest.results_at) == 1
    page = result_page(fresh(contest))
    # 60 of 75 and 100 of 25 are 70; 90 of 75 and nothing are 67.5.
    assert [(row.place, row.number, row.total) for row in page.rows] == [
        (1, first.number, 70.0),
        (2, second.number, 67.5),
    ]
    assert (page.votes, page.counted, page.is_intact, page.lots_decided) == (3, 3, True, False)
    decided = Activity.objects.get(verb="contests.decided")
    assert decided.data["places"] == [first.pk, second.pk]
    let_worker_finish()
    assert told("decided") >= {cast.tea.pk, cast.luka.pk, cast.ivo.pk}


def test_the_seal(cast: Cast) -> None:
    one, other = a_contest(cast, Phase.DONE), a_contest(cast, Phase.DONE)
    an_entry(one, cast.tea)
    announced = seed_digest(one.seed)
    keep_time()
    first, second = Result.objects.order_by("pk")
    assert (first.former_digest, second.former_digest) == ("", first.digest)
    assert seed_digest(json.loads(Result.objects.get(contest=one).document)["seed"]) == announced
    assert broken_links() == []
    header, *lines = check_file(fresh(one)).splitlines()
    assert header.startswith("place,number,votes")
    assert (len(lines), lines[0][:4], "Tea" in lines[0]) == (1, "1,1,", False)
    assert other.pk in {first.contest_id, second.contest_id}
    Result.objects.filter(pk=first.pk).update(document=first.document.replace('"votes":0', '"votes":9'))
    first.refresh_from_db()
    assert (is_intact(first), broken_links()) == (False, [first.contest_id])


def test_what_is_over_stays(cast: Cast) -> None:
    contest = a_contest(cast, Phase.DONE)
    keep_time()
    with pytest.raises(Refused, match="is over"):
        change_contest(contest, a_plan(contest.opens_at), actor=cast.mira)
    with pytest.raises(Refused, match="stand already"):
        cancel_contest(contest, actor=cast.mira, reason="x")


def test_once_open_the_rules_stay(cast: Cast) -> None:
    contest = a_contest(cast)
    changes: list[tuple[str, object]] = [("rules", "Two."), ("prizes", "A car"), ("votes_each", 9), ("title", "Sun")]
    for name, value in changes:
        with pytest.raises(FieldRefused, match="stays as people read it") as refused:
            change_contest(contest, a_plan(contest.opens_at, **{name: value}), actor=cast.mira)
        assert refused.value.field == name
    less: Plan = a_plan(contest.opens_at, entries_until=contest.entries_until - DAY)
    with pytest.raises(FieldRefused, match="not less"):
        change_contest(contest, less, actor=cast.mira)
    more = a_plan(contest.opens_at, entries_until=contest.entries_until + DAY, story="Show us fog, too.")
    assert change_contest(contest, more, actor=cast.mira).story_plain == "Show us fog, too."


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"entries_each": 0}, "entries_each"),
        ({"votes_each": 99}, "votes_each"),
        ({"enter_key": "everybody"}, "enter_key"),
        ({"judging": "jury", "criteria": (" ",)}, "criteria"),
        ({"judging": "both", "jury_weight": 100}, "jury_weight"),
        ({"votes_until": None}, "votes_until"),
        ({"kind": "songs"}, "kind"),
    ],
)
def test_a_plan_that_does_not_hold(cast: Cast, changes: dict[str, object], field: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        make_contest(a_plan(start_of(Phase.COMING), **changes), actor=cast.mira)
    assert refused.value.field == field
    assert not Contest.objects.exists()


def test_dates_stand_in_order(cast: Cast) -> None:
    start = start_of(Phase.COMING)
    for changes, field in (
        ({"entries_until": start}, "entries_until"),
        ({"votes_until": start + DAY}, "votes_until"),
        ({"results_at": start + 15 * DAY}, "results_at"),
        ({"results_at": start + 500 * DAY}, "results_at"),
    ):
        with pytest.raises(FieldRefused) as refused:
            make_contest(a_plan(start, **changes), actor=cast.mira)
        assert refused.value.field == field


def test_only_the_team_runs_contests(cast: Cast) -> None:
    contest = a_contest(cast)
    for person in (None, cast.tea, cast.ivo):
        for deed in (
            lambda person=person: make_contest(a_plan(contest.opens_at), actor=person),
            lambda person=person: change_contest(contest, a_plan(contest.opens_at), actor=person),
            lambda person=person: announce_contest(contest, actor=person),
            lambda person=person: cancel_contest(contest, actor=person, reason="x"),
            lambda person=person: name_juror(contest, actor=person, handle="tea"),
        ):
            with pytest.raises(Refused):
                deed()
    assert Contest.objects.count() == 1


def test_called_off_tells_who_took_part(cast: Cast) -> None:
    contest = a_contest(cast)
    an_entry(contest, cast.tea)
    cancel_contest(contest, actor=cast.mira, reason="Our server stood under water.")
    let_worker_finish()
    assert told("cancelled") == {cast.tea.pk}
    assert keep_time(contest.results_at) == 0


def test_who_may_sit_in_a_jury(cast: Cast) -> None:
    contest = a_contest(cast, judging="jury")
    an_entry(contest, cast.tea)
    for handle, words in (("tea", "takes part"), ("nobody", "no member with this name")):
        with pytest.raises(FieldRefused, match=words):
            name_juror(contest, actor=cast.mira, handle=handle)
    with pytest.raises(Refused, match="there is no jury"):
        name_juror(a_contest(cast), actor=cast.mira, handle="ivo")
    juror = name_juror(contest, actor=cast.mira, handle="ivo")
    assert name_juror(contest, actor=cast.mira, handle="ivo") == juror
    release_juror(juror, actor=cast.mira)
    assert not Juror.objects.exists()


def test_marks_are_whole_and_in_time(cast: Cast) -> None:
    contest = a_contest(cast, Phase.JURY, judging="jury")
    entry = an_entry(contest, cast.tea)
    juror = name_juror(contest, actor=cast.mira, handle="ivo")
    idea, light = contest.criteria.order_by("position")
    bad: list[dict[int, int]] = [{idea.pk: 3}, {idea.pk: 3, light.pk: 6}, {idea.pk: 0, light.pk: 3}]
    for marks in bad:
        with pytest.raises(FieldRefused):
            mark_entry(entry, actor=cast.ivo, marks=marks)
    whole = {idea.pk: 3, light.pk: 4}
    with pytest.raises(Refused, match="Only the jury"):
        mark_entry(entry, actor=cast.mira, marks=whole)
    with pytest.raises(Refused, match="too late"):
        mark_entry(entry, actor=cast.ivo, marks=whole, at=contest.jury_until)
    mark_entry(entry, actor=cast.ivo, marks=whole)
    with pytest.raises(Refused, match="given marks already"):
        release_juror(juror, actor=cast.mira)


def test_erasing_people_keeps_every_figure(cast: Cast) -> None:
    contest = a_contest(cast, Phase.VOTE, judging="both")
    name_juror(contest, actor=cast.mira, handle="ivo", at=contest.opens_at)
    entry = an_entry(contest, cast.tea)
    idea, light = contest.criteria.order_by("position")
    mark_entry(entry, actor=cast.ivo, marks={idea.pk: 5, light.pk: 4}, at=contest.entries_until + DAY)
    voters = crowd(2)
    for one in voters:
        cast_vote(entry, actor=one)
    keep_time(contest.results_at)
    for person in (cast.tea, cast.ivo, voters[0]):
        erase(person)
    let_worker_finish()
    assert drifts(fresh(contest)) == []
    page = result_page(fresh(contest))
    assert page.is_intact
    [row] = page.rows
    assert row.entry is not None
    assert (row.votes, row.jury_points, row.entry.author.gone) == (2, 90.0, True)


def test_a_draft_is_seen_by_the_team_alone(cast: Cast) -> None:
    contest = make_contest(a_plan(timezone.now() + DAY), actor=cast.mira)
    seen = [visible_to(one).filter(pk=contest.pk).exists() for one in (None, cast.tea, cast.ivo, cast.sara)]
    assert seen == [False, False, False, True]
