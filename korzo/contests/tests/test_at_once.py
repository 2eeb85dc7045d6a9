"""Many at the same moment, each on a connection of their own."""

from collections.abc import Callable

import pytest
from django.db import connection

from korzo.contests.actions import cast_vote, enter, keep_time, take_vote_back
from korzo.contests.actions.keep_time import given_to
from korzo.contests.models import Contest, Entry, Result, Telling, Vote
from korzo.contests.phases import Phase
from korzo.contests.tests.scenes import DAY, a_contest, all_at_once, an_entry, crowd, grow_up, sent
from korzo.kit.errors import Refused
from tests.cast import make_cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_member_voting_for_all_at_once_has_so_many_votes() -> None:
    cast = make_cast()
    grow_up(cast)
    contest = a_contest(cast, Phase.VOTE, votes_each=3)
    entries = [an_entry(contest, author, f"Number {n}") for n, author in enumerate(crowd(8))]
    connection.close()
    wrong = all_at_once([lambda entry=entry: cast_vote(entry, actor=cast.tea) for entry in entries])  # type: ignore[misc]
    assert [type(one) for one in wrong] == [Refused] * 5
    assert Vote.objects.filter(member=cast.tea).count() == 3


def test_voting_and_taking_back_never_drifts() -> None:
    cast = make_cast()
    grow_up(cast)
    contest = a_contest(cast, Phase.VOTE, votes_each=1)
    entry = an_entry(contest, cast.tea)
    people = crowd(20)
    connection.close()

    def deed(n: int) -> Callable[[], object]:
        voter = people[n % 10]
        return lambda: take_vote_back(entry, actor=voter) if n >= 20 else cast_vote(entry, actor=voter)

    assert all_at_once([deed(n) for n in range(30)]) == []
    [given] = given_to(contest)
    rows = list(Vote.objects.filter(entry=entry).values_list("member_id", flat=True))
    assert given.votes == len(rows) == len(set(rows)) <= 10


def test_an_entry_too_many_is_refused_and_numbers_have_no_gap() -> None:
    cast = make_cast()
    grow_up(cast)
    contest = a_contest(cast)
    people = crowd(10)
    connection.close()

    def deed(n: int) -> Callable[[], object]:
        words = sent(f"Number {n}", body=f"{n} " * 60)
        return lambda: enter(contest, actor=people[n % 5], sent=words, backfilled=True)

    wrong = all_at_once([deed(n) for n in range(10)])
    assert [type(one) for one in wrong] == [Refused] * 5
    assert sorted(Entry.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_the_job_on_many_hosts_publishes_once() -> None:
    cast = make_cast()
    grow_up(cast)
    contest = a_contest(cast, Phase.DONE)
    an_entry(contest, cast.tea)
    running = a_contest(cast, Phase.ENTRY)
    connection.close()
    assert all_at_once([keep_time for _n in range(6)]) == []
    assert (Result.objects.count(), Contest.objects.get(pk=contest.pk).result.contest_id) == (1, contest.pk)
    assert list(Telling.objects.values_list("contest_id", "what")) == [(running.pk, "entry")]
    assert keep_time() == 0


def test_no_vote_slips_in_behind_the_count() -> None:
    """Whoever comes while it is counted is in the result, or is refused: never neither."""
    cast = make_cast()
    grow_up(cast)
    contest = a_contest(cast, Phase.VOTE)
    entry = an_entry(contest, cast.tea)
    people = crowd(12)
    connection.close()
    end = contest.votes_until
    assert end is not None
    late = [lambda one=one: cast_vote(entry, actor=one, at=end) for one in people[:6]]
    timely = [lambda one=one: cast_vote(entry, actor=one, at=end - DAY / 100) for one in people[6:]]
    wrong = all_at_once([*late, *timely, lambda: keep_time(contest.results_at)])
    told = Contest.objects.get(pk=contest.pk).result.document
    count = Vote.objects.filter(entry=entry).count()
    assert all(isinstance(one, Refused) for one in wrong)
    assert f'"votes":{count}' in told
