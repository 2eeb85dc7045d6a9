"""How far somebody heard: in order, out of order, and in words that are none of ours."""

import pytest

from korzo.live.marks import GAPS_MAX, NOTHING, Mark, Order, read_mark


def test_it_meets_each_number_once() -> None:
    order = Order()
    order.begin(Mark(10))
    assert [order.meet(number) for number in (11, 12, 12, 11, 10, 13)] == [True, True, False, False, False, True]
    assert (order.last, order.gaps, order.text()) == (13, {}, "13")


def test_a_gap_is_filled_once() -> None:
    order = Order()
    order.begin(Mark(10))
    assert order.meet(14)
    assert order.text() == "14~11,12,13"
    assert order.meet(12)
    assert not order.meet(12)
    assert order.mark() == Mark(14, frozenset({11, 13}))


def test_it_begins_with_the_gaps_that_are_open() -> None:
    order = Order()
    order.begin(Mark(20, frozenset({18})))
    assert [order.meet(number) for number in (17, 18, 18)] == [False, True, False]


def test_a_new_installation_misses_nothing_below_its_first_number() -> None:
    order = Order()
    order.begin(NOTHING)
    assert order.meet(500)
    assert order.text() == "500"


def test_only_so_many_gaps_are_kept() -> None:
    order = Order()
    order.begin(Mark(1))
    order.meet(10_000)
    order.meet(20_000)
    assert len(order.gaps) == GAPS_MAX
    assert min(order.gaps) == 20_000 - GAPS_MAX
    assert read_mark(order.text()) == order.mark()


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "5~", "5~a", "5~1,", "9" * 19, " 5", "5\n", "٥", "5~1~2"])
def test_other_words_are_no_mark(text: str) -> None:
    assert read_mark(text) is None


def test_a_mark_reads_as_it_was_written() -> None:
    for mark in (Mark(0), Mark(7), Mark(105, frozenset({103, 104}))):
        assert read_mark(mark.text()) == mark
