"""A ring weighs as one voter while nobody of the team decided, and honest voters lose nothing by that."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from korzo.contests.actions import cast_vote, keep_time, rule_votes
from korzo.contests.actions.keep_time import given_to
from korzo.contests.models import Contest, Entry, Vote
from korzo.contests.patterns import VoteSeen, as_one
from korzo.contests.phases import Phase
from korzo.contests.queries.results import check_file, is_intact, result_page
from korzo.contests.queries.suspects import suspicions
from korzo.contests.tally import Given, lines_of
from korzo.contests.tests.scenes import a_contest, an_entry, crowd, grow_up
from korzo.members.actions import erase
from korzo.members.models import Member
from tests.cast import Cast, let_worker_finish, signed_in

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
OLD = NOW - timedelta(days=500)


@pytest.fixture
def contest(cast: Cast) -> Contest:
    grow_up(cast)
    return a_contest(cast, Phase.VOTE, votes_each=3)


def counted(contest: Contest) -> list[int]:
    return [one.counted for one in given_to(contest)]


def a_ring(contest: Contest, size: int) -> tuple[list[Member], list[Entry]]:
    """Everybody votes for all the others."""
    people = crowd(size, name="ring")
    entries = [an_entry(contest, one, f"Of {one.name}") for one in people]
    for voter in people:
        for entry in entries:
            if entry.author_id != voter.pk:
                cast_vote(entry, actor=voter)
    return people, entries


def puppets(count: int) -> list[Member]:
    """Accounts made on one evening of the last week before the announcement."""
    return crowd(count, name="puppet", joined_at=timezone.now() - timedelta(days=20))


def test_friends_who_vote_for_each_other_lose_nothing(contest: Contest) -> None:
    a_ring(contest, 2)
    assert len(suspicions(contest)) == 1
    assert counted(contest) == [1, 1]


def test_a_circle_counts_as_one(cast: Cast, contest: Contest) -> None:
    _people, entries = a_ring(contest, 4)
    cast_vote(entries[0], actor=cast.tea)
    assert [(one.votes, one.merged, one.counted) for one in given_to(contest)] == [(4, 2, 2), *[(3, 2, 1)] * 3]


def test_what_the_team_decided_stands(cast: Cast, contest: Contest) -> None:
    a_ring(contest, 4)
    ids = list(Vote.objects.values_list("pk", flat=True))
    rule_votes(contest, actor=cast.mira, vote_ids=ids, counts=True)
    assert counted(contest) == [3, 3, 3, 3]
    rule_votes(contest, actor=cast.mira, vote_ids=ids, counts=False, reason="Only for each other.")
    assert [(one.aside, one.merged, one.counted) for one in given_to(contest)] == [(3, 0, 0)] * 4


def test_accounts_made_together_count_as_one_wherever_they_vote(cast: Cast, contest: Contest) -> None:
    mine, other = an_entry(contest, cast.tea, "Mine"), an_entry(contest, cast.ivo, "Another")
    made = puppets(6)
    for one in made:
        cast_vote(mine, actor=one)
    # Some of them look elsewhere as well, and weigh no more there.
    for one in made[:3]:
        cast_vote(other, actor=one)
    for one in crowd(2):
        cast_vote(other, actor=one)
    assert counted(contest) == [1, 3]


def test_a_day_on_which_everybody_was_invited_is_no_ring(cast: Cast, contest: Contest) -> None:
    one, other = an_entry(contest, cast.tea, "One"), an_entry(contest, cast.ivo, "Other")
    invited = puppets(12)
    for member in invited[:6]:
        cast_vote(one, actor=member)
    for member in invited[6:]:
        cast_vote(other, actor=member)
    assert suspicions(contest) == []
    assert counted(contest) == [6, 6]


def test_a_burst_weighs_in_full(cast: Cast, contest: Contest) -> None:
    entry = an_entry(contest, cast.tea)
    for one in crowd(9):
        cast_vote(entry, actor=one)
    assert [one.code for one in suspicions(contest)] == ["burst"]
    assert counted(contest) == [9]


def test_leaving_sets_no_vote_free(contest: Contest) -> None:
    people, _entries = a_ring(contest, 4)
    before = counted(contest)
    for one in people[1:]:
        erase(one)
    let_worker_finish()
    assert counted(contest) == before == [1, 1, 1, 1]


def test_puppets_that_leave_one_by_one_win_nothing(cast: Cast, contest: Contest) -> None:
    entry = an_entry(contest, cast.tea)
    made = puppets(6)
    for one in made:
        cast_vote(entry, actor=one)
    for one in made:
        erase(one)
        let_worker_finish()
        assert counted(contest) == [1]


def test_the_results_say_how_many(contest: Contest) -> None:
    a_ring(contest, 4)
    keep_time(now=contest.results_at)
    contest = Contest.objects.select_related("result").get(pk=contest.pk)
    page = result_page(contest)
    assert (page.votes, page.merged, page.counted) == (12, 8, 4)
    assert is_intact(contest.result)
    header, first = check_file(contest).splitlines()[:2]
    row = dict(zip(header.split(","), first.split(","), strict=True))
    assert (row["votes"], row["votes_counting_as_one"], row["votes_counted"]) == ("3", "2", "1")
    html = signed_in(None).get(f"/contests/{contest.pk}/results/").text
    assert "voted for each other in a circle or their accounts were made together: 8." in html


def test_documents_from_before_are_read_as_they_were() -> None:
    old = (
        '{"contest":1,"entries":[{"aside":0,"entry":7,"marks_count":0,"marks_sum":0,"number":1,"place":1,"votes":3,'
        '"young":1}],"jury_weight":0,"seed":"s"}'
    )
    [line] = lines_of(old)
    assert line.given == Given(7, 1, votes=3, young=1)
    assert line.given.counted == 2


@given(
    some.lists(some.tuples(some.integers(1, 8), some.integers(1, 8)), max_size=60, unique=True),
    some.sets(some.integers(1, 60)),
    some.sets(some.integers(1, 60)),
)
def test_never_more_is_taken_than_was_given(pairs: list[tuple[int, int]], decided: set[int], marked: set[int]) -> None:
    """Whatever members do to each other: an entry keeps one vote at least of those that count as one, and votes
    that the team decided on are never touched.
    """
    votes = [
        VoteSeen(n, voter, author, author, NOW + n * timedelta(minutes=3), OLD if voter % 2 else NOW)
        for n, (voter, author) in enumerate(pairs, 1)
    ]
    undecided = {vote.pk for vote in votes} - decided
    taken = as_one(votes, undecided, {vote.pk: vote.entry_id for vote in votes if vote.pk in marked})
    for entry_id, count in taken.items():
        open_ones = [vote for vote in votes if vote.entry_id == entry_id and vote.pk in undecided]
        assert 0 < count < len(open_ones)
    assert as_one(votes, set(), {}) == {}
