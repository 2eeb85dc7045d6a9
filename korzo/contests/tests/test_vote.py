from datetime import timedelta

import pytest
from django.utils import timezone

from korzo.activity.models import Activity
from korzo.contests.actions import cast_vote, hide_entry, name_juror, rule_votes, take_vote_back
from korzo.contests.actions.keep_time import given_to
from korzo.contests.models import Contest, Entry, Vote
from korzo.contests.phases import Phase
from korzo.contests.queries.suspects import suspicions
from korzo.contests.tests.scenes import DAY, a_contest, an_entry, crowd, grow_up, told
from korzo.kit.errors import FieldRefused, Refused
from korzo.members.models import Member
from tests.cast import Cast, let_worker_finish


@pytest.fixture
def contest(cast: Cast) -> Contest:
    grow_up(cast)
    return a_contest(cast, Phase.VOTE, votes_each=2)


@pytest.fixture
def entries(contest: Contest) -> list[Entry]:
    return [an_entry(contest, author, f"Number {n}") for n, author in enumerate(crowd(3, name="author"), 1)]


def test_one_for_an_entry_and_so_many_in_all(cast: Cast, entries: list[Entry]) -> None:
    first = cast_vote(entries[0], actor=cast.tea)
    assert cast_vote(entries[0], actor=cast.tea) == first
    cast_vote(entries[1], actor=cast.tea)
    with pytest.raises(Refused, match="You have given your 2 votes"):
        cast_vote(entries[2], actor=cast.tea)
    assert take_vote_back(entries[0], actor=cast.tea)
    assert not take_vote_back(entries[0], actor=cast.tea)
    cast_vote(entries[2], actor=cast.tea)
    assert Vote.objects.filter(member=cast.tea).count() == 2
    assert Activity.objects.filter(verb="contests.voted", actor_id=cast.tea.pk).count() == 1


def test_not_for_oneself(cast: Cast, contest: Contest) -> None:
    own = an_entry(contest, cast.tea)
    with pytest.raises(Refused, match="your own entry"):
        cast_vote(own, actor=cast.tea)


def test_neither_guests_nor_the_team_nor_the_jury(cast: Cast) -> None:
    grow_up(cast)
    contest = a_contest(cast, Phase.VOTE, judging="both")
    name_juror(contest, actor=cast.mira, handle="ivo", at=contest.opens_at)
    entry = an_entry(contest, cast.tea)
    for person, words in ((None, "sign in"), (cast.sara, "speak for the shop"), (cast.ivo, "in the jury")):
        with pytest.raises(Refused, match=words):
            cast_vote(entry, actor=person)
    assert not Vote.objects.exists()


@pytest.mark.parametrize(
    ("phase", "words"), [(Phase.ENTRY, "The vote begins on"), (Phase.COUNTING, "The vote ended on")]
)
def test_only_while_the_vote_is_open(cast: Cast, phase: Phase, words: str) -> None:
    grow_up(cast)
    entry = an_entry(a_contest(cast, phase), cast.tea)
    with pytest.raises(Refused, match=words):
        cast_vote(entry, actor=cast.ivo)


def test_young_accounts_count_nothing(cast: Cast, contest: Contest, entries: list[Entry]) -> None:
    """Luka joined today, after the announcement."""
    assert cast_vote(entries[0], actor=cast.luka).is_young
    assert not cast_vote(entries[0], actor=cast.tea).is_young
    [first, *_rest] = given_to(contest)
    assert (first.votes, first.young, first.aside, first.counted) == (2, 1, 0, 1)


def test_a_vote_for_what_is_hidden_may_be_given_again(cast: Cast, contest: Contest, entries: list[Entry]) -> None:
    cast_vote(entries[0], actor=cast.tea)
    cast_vote(entries[1], actor=cast.tea)
    hide_entry(entries[0].pk, actor=cast.ivo, reason="Not theirs.")
    cast_vote(entries[2], actor=cast.tea)
    assert [one.number for one in given_to(contest)] == [2, 3]


def test_the_team_decides_and_nobody_is_left_in_the_dark(cast: Cast, contest: Contest) -> None:
    luka = cast.luka
    Member.objects.filter(pk=luka.pk).update(joined_at=timezone.now() - 300 * DAY)
    luka.refresh_from_db()
    of_tea, of_luka = an_entry(contest, cast.tea, "Of Tea"), an_entry(contest, luka, "Of Luka")
    cast_vote(of_luka, actor=cast.tea)
    cast_vote(of_tea, actor=luka)
    [found] = suspicions(contest)
    assert (found.code, found.is_open, len(found.votes)) == ("circle", True, 2)
    assert "Tea" in found.sentence
    ids = [vote.pk for vote in found.votes]
    with pytest.raises(FieldRefused, match="Please say why"):
        rule_votes(contest, actor=cast.sara, vote_ids=ids, counts=False)
    with pytest.raises(Refused):
        rule_votes(contest, actor=cast.ivo, vote_ids=ids, counts=False, reason="A circle.")
    assert rule_votes(contest, actor=cast.sara, vote_ids=ids, counts=False, reason="Only for each other.") == 2
    assert [(one.votes, one.aside, one.counted) for one in given_to(contest)] == [(1, 1, 0), (1, 1, 0)]
    assert not suspicions(contest)[0].is_open
    let_worker_finish()
    assert told("vote_set_aside") == {cast.tea.pk, luka.pk}
    rule_votes(contest, actor=cast.sara, vote_ids=ids, counts=True)
    assert [one.counted for one in given_to(contest)] == [1, 1]


def test_votes_of_another_contest_are_not_ruled_here(cast: Cast, contest: Contest, entries: list[Entry]) -> None:
    vote = cast_vote(entries[0], actor=cast.tea)
    other = a_contest(cast, Phase.VOTE)
    assert rule_votes(other, actor=cast.sara, vote_ids=[vote.pk], counts=False, reason="x") == 0
    assert given_to(contest)[0].counted == 1


def test_a_burst_is_shown(cast: Cast, contest: Contest, entries: list[Entry]) -> None:
    begin = timezone.now() - timedelta(hours=2)
    for n, one in enumerate(crowd(9)):
        cast_vote(entries[0], actor=one, at=begin + n * timedelta(seconds=30))
    [found] = suspicions(contest)
    assert (found.code, len(found.votes)) == ("burst", 9)
    # Looking decides nothing.
    assert given_to(contest)[0].counted == 9
