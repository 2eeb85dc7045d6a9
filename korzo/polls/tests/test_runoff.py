"""The run-off beside a plain reckoning of the same rules, over many invented votes."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from korzo.polls.runoff import BrokenBy, Ranking, run_off

OPTIONS = [11, 12, 13, 14, 15]


def plain(ballots: list[Ranking], lots: dict[int, int]) -> tuple[list[int], int | None]:
    """Who goes out, in order, and who wins: ballot by ballot, and a tie by the whole history of each option."""
    left, gone, history = list(lots), [], {option: [] for option in lots}  # type: ignore[var-annotated]
    while ballots and left:
        piles: dict[int, list[Ranking]] = {option: [] for option in left}
        for ballot in ballots:
            still = [option for option in ballot if option in left]
            if still:
                piles[still[0]].append(ballot)
        held = {option: len(pile) for option, pile in piles.items()}
        if sum(held.values()) == 0:
            return gone, None
        for option in left:
            if held[option] > sum(held.values()) / 2 or left == [option]:
                return gone, option
        # The newest count first, then each earlier one back to the first places, then the lot.
        loser = min(left, key=lambda option: (held[option], history[option][::-1], lots[option], option))
        for option in left:
            history[option].append(held[option])
        left.remove(loser)
        gone.append(loser)
    return gone, None


rankings = st.lists(st.sampled_from(OPTIONS), unique=True, min_size=1, max_size=5).map(tuple)
all_lots = st.fixed_dictionaries({option: st.integers(0, 3) for option in OPTIONS})


@settings(max_examples=400, deadline=None)
@given(st.lists(rankings, max_size=24), all_lots)
def test_it_finds_what_a_plain_reckoning_finds(ballots: list[Ranking], lots: dict[int, int]) -> None:
    found = run_off(Counter(ballots), lots)
    assert ([one.out for one in found.rounds if one.out is not None], found.winner) == plain(ballots, lots)
    for one in found.rounds:
        assert sum(count for _option, count in one.counts) + one.exhausted == len(ballots)


@settings(max_examples=200, deadline=None)
@given(st.lists(rankings, min_size=1, max_size=24), all_lots)
def test_the_order_of_ballots_means_nothing(ballots: list[Ranking], lots: dict[int, int]) -> None:
    assert run_off(Counter(ballots), lots) == run_off(Counter(reversed(ballots)), lots)


def test_nobody_wins_where_nobody_voted() -> None:
    assert run_off({}, {11: 0, 12: 0}).winner is None


def test_a_tie_is_broken_by_the_round_before() -> None:
    """12 and 13 stand at three in the second round; 13 had fewer first places."""
    ballots = {(11,): 4, (12,): 3, (13,): 2, (14, 13): 1}
    second = run_off(ballots, {11: 0, 12: 0, 13: 9, 14: 0}).rounds[1]
    assert (second.out, second.broken_by) == (13, BrokenBy.EARLIER)


def test_a_tie_through_all_rounds_is_broken_by_the_lot() -> None:
    first = run_off({(11,): 2, (12,): 1, (13,): 1}, {11: 0, 12: 8, 13: 3}).rounds[0]
    assert (first.out, first.broken_by) == (13, BrokenBy.LOT)


def test_a_ballot_without_a_choice_that_is_left_is_exhausted() -> None:
    found = run_off({(11, 13): 3, (12, 13): 3, (14,): 1}, {11: 1, 12: 2, 13: 3, 14: 4})
    assert [one.exhausted for one in found.rounds] == [0, 0, 1, 4]
    assert found.winner == 12
