"""Counting, the lot, and the order of the gallery: pure arithmetic."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from korzo.contests import order
from korzo.contests.tally import Given, digest_of, document_of, lines_of, lot_of, tally

SEED = "0f" * 16


def test_it_weighs_votes_and_marks() -> None:
    rows = tally(
        [
            Given(1, 1, votes=10, marks_sum=12, marks_count=4),
            Given(2, 2, votes=5, marks_sum=20, marks_count=4),
            Given(3, 3, votes=12, young=2, aside=5),
        ],
        jury_weight=60,
        seed=SEED,
    )
    assert [(row.given.number, row.place) for row in rows] == [(2, 1), (1, 2), (3, 3)]
    first = rows[0]
    assert [float(one) for one in (first.vote_points, first.jury_points, first.total)] == [50, 100, 80]
    # 3 of 5 is 60 points of the jury; the most votes are 100.
    assert [float(one) for one in (rows[1].total, rows[2].vote_points, rows[2].total)] == [76, 50, 20]
    assert not any(row.by_lot for row in rows)


def test_ties_go_by_jury_then_votes_then_lot() -> None:
    same = [Given(1, 1, votes=2), Given(2, 2, votes=2), Given(3, 3, votes=1)]
    rows = tally(same, jury_weight=0, seed=SEED)
    first, second = sorted((1, 2), key=lambda number: lot_of(SEED, number))
    assert [row.given.number for row in rows] == [first, second, 3]
    assert [row.by_lot for row in rows] == [True, True, False]
    # At half and half, 100 and 0 equals 0 and 100: then the jury goes first.
    other = [Given(1, 1, votes=4, marks_sum=0, marks_count=0), Given(2, 2, votes=0, marks_sum=10, marks_count=2)]
    rows = tally(other, jury_weight=50, seed=SEED)
    assert [(row.given.number, float(row.total), row.by_lot) for row in rows] == [(2, 50.0, False), (1, 50.0, False)]


def test_an_empty_contest_has_an_empty_result() -> None:
    assert tally([], jury_weight=0, seed=SEED) == []
    assert tally([Given(1, 1)], jury_weight=50, seed=SEED)[0].total == 0


@st.composite
def entries(draw: st.DrawFn) -> list[Given]:
    count = draw(st.integers(0, 12))
    made = []
    for number in range(1, count + 1):
        votes = draw(st.integers(0, 30))
        young = draw(st.integers(0, votes))
        aside = draw(st.integers(0, votes - young))
        marks = draw(st.integers(0, 6))
        made.append(Given(number + 100, number, votes, young, aside, draw(st.integers(marks, 5 * marks)), marks))
    return made


@settings(max_examples=150, deadline=None)
@given(entries(), st.integers(0, 100), st.randoms(use_true_random=False))
def test_anybody_counts_the_same(given_: list[Given], weight: int, chance: object) -> None:
    """From the document alone, in whatever order the rows came, and places without a gap."""
    rows = tally(given_, jury_weight=weight, seed=SEED)
    mixed = list(given_)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # a random.Random
    assert tally(mixed, jury_weight=weight, seed=SEED) == rows
    document = document_of(7, rows, jury_weight=weight, seed=SEED)
    assert lines_of(document) == rows
    assert [row.place for row in rows] == list(range(1, len(rows) + 1))
    assert all(Fraction(0) <= row.total <= 100 for row in rows)
    assert [row.total for row in rows] == sorted((row.total for row in rows), reverse=True)


def test_the_digest_covers_what_came_before() -> None:
    assert digest_of("a", "") != digest_of("a", "b")
    assert digest_of("a", "b") != digest_of("ab", "")


def test_nobody_stands_in_front_because_they_came_first() -> None:
    ids = list(range(1, 21))
    orders = [order.shuffled(ids, hour) for hour in range(2_000)]
    assert all(sorted(one) == ids for one in orders)
    assert order.shuffled(reversed(ids), 5) == orders[5]
    firsts = [one[0] for one in orders]
    # 100 each is even; chance alone stays far inside these bounds.
    assert all(50 < firsts.count(pk) < 160 for pk in ids)
    mean_place_of_first = sum(one.index(1) for one in orders) / len(orders)
    assert 8.5 < mean_place_of_first < 10.5
