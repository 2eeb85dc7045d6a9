from datetime import UTC, datetime, timedelta

from korzo.contests.patterns import Code, VoteSeen, patterns_in

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
OLD = NOW - timedelta(days=500)


def votes(*pairs: tuple[int, int], apart: timedelta = timedelta(hours=3)) -> list[VoteSeen]:
    """Who voted for whom, hours apart; the author of an entry has its number."""
    return [
        VoteSeen(n, voter, author, author, NOW + n * apart, OLD - n * timedelta(days=30))
        for n, (voter, author) in enumerate(pairs, 1)
    ]


def test_friends_who_also_like_others_are_no_circle() -> None:
    seen = votes((1, 2), (1, 3), (1, 4), (2, 1), (2, 5), (2, 6))
    assert patterns_in(seen) == []


def test_two_who_give_most_of_their_votes_to_each_other() -> None:
    [found] = patterns_in(votes((1, 2), (1, 3), (2, 1)))
    assert (found.code, found.member_ids, found.count, found.total) == (Code.CIRCLE, (1, 2), 2, 3)


def test_a_ring_in_which_nobody_votes_back() -> None:
    [found] = patterns_in(votes((1, 2), (2, 3), (3, 1), (9, 1)))
    assert (found.member_ids, found.vote_ids) == ((1, 2, 3), (1, 2, 3))


def test_circles_that_share_somebody_are_one() -> None:
    [found] = patterns_in(votes((1, 2), (2, 1), (2, 3), (3, 2)))
    assert (found.member_ids, found.count) == ((1, 2, 3), 4)


def test_many_votes_within_minutes() -> None:
    burst = votes(*((n, 1) for n in range(10, 20)), apart=timedelta(seconds=40))
    slow = votes((30, 1), (31, 1))
    [found] = patterns_in([*burst, *(VoteSeen(50 + v.pk, v.voter_id, 1, 1, v.at, v.joined_at) for v in slow)])
    assert (found.code, found.count, found.total) == (Code.BURST, 10, 12)


def test_a_lively_day_is_no_burst() -> None:
    assert patterns_in(votes(*((n, 1) for n in range(10, 40)), apart=timedelta(minutes=4))) == []


def test_new_accounts_made_together() -> None:
    rows = [VoteSeen(n, n, 99, 1, NOW + n * timedelta(hours=5), NOW - timedelta(days=3, hours=n)) for n in range(6)]
    [found] = patterns_in(rows)
    assert (found.code, found.count) == (Code.TOGETHER, 6)
    # Customers who were all invited a year ago came together as well.
    old = [VoteSeen(n, n, 99, 1, NOW + n * timedelta(hours=5), OLD + timedelta(minutes=n)) for n in range(6)]
    assert patterns_in(old) == []


def test_a_former_author_is_in_no_circle() -> None:
    assert patterns_in([VoteSeen(1, 1, None, 5, NOW, OLD), VoteSeen(2, 2, None, 6, NOW, OLD)]) == []
