from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from korzo.search.actions import index_many
from korzo.search.queries import Filters, counts, find, moment_of, order, read, suggest
from korzo.search.tests.shelf import FIRST, Shelf, found

type Queries = Callable[..., AbstractContextManager[object]]
PUBLIC = frozenset({"public"})


def test_titles_come_first_then_words_in_a_row_then_the_newest(shelf: Shelf) -> None:
    titled = shelf.put("Wet feet again", "What now?")
    in_a_row = shelf.put("October", "I have wet feet.")
    anywhere = shelf.put("November", "My feet are wet.")
    newer = shelf.put("December", "Dry feet, wet head.")
    titled_newer = shelf.put("Feet that are wet", "")
    shelf.put("Feet", "only")
    assert found("wet feet") == [titled_newer, titled, in_a_row, newer, anywhere]


def test_quotes_make_a_phrase(shelf: Shelf) -> None:
    titled = shelf.put("Two dry pairs of socks", "")
    written = shelf.put("", "Take two dry pairs of socks.")
    shelf.put("Pairs, dry, two", "two pairs, dry")
    for question in ('"two dry pairs"', "“two dry pairs”", "«two dry pairs» of", '"two dry'):
        assert found(question)[:2] == [titled, written], question
    assert found('"dry pairs" take') == [written]
    assert found('"pairs dry two"') == [3]


def test_a_phrase_does_not_reach_from_the_title_into_the_text(shelf: Shelf) -> None:
    shelf.put("Wet", "feet")
    assert found('"wet feet"') == []
    assert found("wet feet") == [1]


def test_the_last_word_may_go_on(shelf: Shelf) -> None:
    shelf.put("", "waterproof")
    shelf.put("", "water")
    assert (found("water"), found("wa"), found("waterp")) == ([2, 1], [2, 1], [1])
    assert (found("wat proof"), found('"wat"')) == ([], [])
    # One letter begins half of all words.
    assert found("w") == []


def test_pages_follow_each_other_without_gap_or_double(shelf: Shelf) -> None:
    for number in range(25):
        shelf.put(
            "Socks" if number % 3 else "Other", f"socks {number} are wet" if number % 2 else f"wet socks {number}"
        )
    everything = found("socks wet")
    assert sorted(everything) == list(range(1, 26))
    pages, after = [], ""
    while True:
        page = find("socks wet", audiences=PUBLIC, limit=4, after=after)
        pages += [hit.object_id for hit in page.hits]
        # What comes in meanwhile does not push the rest.
        shelf.put("Socks", "wet")
        after = page.after
        if not after:
            break
    assert pages == everything


@pytest.mark.parametrize("after", ["x", "1", "-", "9-9", "0-99999999999999999999999", "²-1", "1-²", "0--5", "0-5" * 20])
def test_a_place_that_we_did_not_write_is_the_beginning_or_the_end(shelf: Shelf, after: str) -> None:
    shelf.put("Socks")
    assert [hit.object_id for hit in find("socks", audiences=PUBLIC, after=after).hits] in ([1], [])


def test_common_words_are_looked_at_in_a_row_among_the_newest_alone(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order, "LOOKED_AT_MAX", 5)
    for number in range(1, 13):
        shelf.put("", "wet socks" if number % 4 == 0 else "socks that are wet")
    # The newest five: one of them in a row; then the others of these, then whatever is older.
    expected = [12, 8, 11, 10, 9, 7, 6, 5, 4, 3, 2, 1]
    assert found("wet socks") == expected
    pages, after = [], ""
    while True:
        page = find("wet socks", audiences=PUBLIC, limit=3, after=after)
        pages += [hit.object_id for hit in page.hits]
        after = page.after
        if not after:
            break
    assert pages == expected


def test_filters(shelf: Shelf) -> None:
    shelf.put("Socks", space_id=1, author_id=7, product_id=3, language="sk", is_solved=True)
    shelf.put("Socks", space_id=2, author_id=8, product_id=4, language="fa")
    shelf.put("Socks", space_id=12, author_id=78, product_id=34)
    assert found("socks") == [3, 2, 1]
    assert found("socks", space_id=1) == [1]
    assert found("socks", author_id=8) == [2]
    assert found("socks", product_id=34) == [3]
    assert found("socks", language="fa") == [2]
    assert found("socks", is_solved=True) == [1]
    assert found("socks", kinds=("thing", "other"), space_id=2) == [2]
    assert found("socks", kinds=("other",)) == []
    assert found("socks", space_id=1, author_id=8) == []
    assert found("socks", since=FIRST + timedelta(days=2)) == [3, 2]
    assert found("socks", before=FIRST + timedelta(days=2)) == [1]
    assert found("socks", since=FIRST + timedelta(days=2), before=FIRST + timedelta(days=3)) == [2]
    # Filters alone list all that fit; nothing at all asks for nothing.
    assert (found("", author_id=8), found("")) == ([2], [])


def test_the_time_of_a_hit_is_known(shelf: Shelf) -> None:
    shelf.put("Socks")
    assert moment_of(find("socks", audiences=PUBLIC).hits[0].number) == FIRST + timedelta(days=1)


def test_what_is_not_for_somebody_is_not_found_counted_or_guessed(shelf: Shelf) -> None:
    shelf.put("Secret recipe", "for the team", audience="shop.team")
    shelf.put("Secret garden", "of space five", audience="space:5")
    shelf.put("Secret of fifty", "", audience="space:50")
    shelf.put("Open secret", "for all")
    seen = {
        (): [],
        ("public",): [4],
        ("public", "space:5"): [4, 2],
        ("public", "space:50"): [4, 3],
        ("public", "shop.team", "space:5", "space:50"): [4, 3, 2, 1],
        ("space:500",): [],
    }
    for audiences, expected in seen.items():
        assert found("secret", audiences=audiences) == expected
        assert counts(read("secret"), audiences=audiences) == ({"thing": len(expected)} if audiences else {})
        assert [hit.object_id for hit in suggest("secr", audiences=audiences, shares={"thing": 9})] == expected
    page = find("gardan", audiences=PUBLIC)
    assert (page.hits, page.is_corrected, page.better) == ([], False, None)
    assert find("gardan", audiences={"space:5"}).is_corrected


@pytest.mark.parametrize("name", ["", "Public", "a b", "space:", "space:5 OR", 'x"', "space:5:6"])
def test_an_audience_that_is_mistyped_is_an_error(shelf: Shelf, name: str) -> None:
    with pytest.raises(ValueError, match="no audience"):
        shelf.put("Socks", audience=name)


def test_nobody_finds_by_the_marks_of_the_index(shelf: Shelf) -> None:
    shelf.put("Socks", "wool", author_id=7, space_id=1, is_solved=True)
    for question in ("_by_7", "by_7", "_solved", "solved", "for public", "_for_public", "kind_thing", "^socks^", "kin"):
        assert found(question) == ([1] if "socks" in question else []), question


HOSTILE = [
    '"', '""', '"""', "'", "*", "a*", '"a*"', "(", ")", "AND", "OR", "NOT", "a NOT", "a AND OR b", "NEAR(a b)",
    "title:a", "{words}: a", "-a", "+a", "^a", "a^", "\\", "\x00", "a\x00b", "%", "%s", "_", "a' OR 1=1 --", "<->",
    ":*", "!a & b", "''", "a:*B", "\ud83e\udd7e", "\u202e", "\u200c", "﷽", "a" * 5000, "a " * 5000, "é" * 300,
    "\u0301" * 50, "-" * 300, "a-" * 300,
]  # fmt: skip


@pytest.mark.parametrize("question", HOSTILE)
def test_no_question_is_an_error(shelf: Shelf, question: str) -> None:
    shelf.put("Socks and a", "AND or not")
    for filters in (Filters(), Filters(kinds=("thing",), language=question[:30])):
        asked = find(question, audiences=PUBLIC, filters=filters).asked
        counts(asked, audiences=PUBLIC, filters=filters)
    suggest(question, audiences=PUBLIC, shares={"thing": 3})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.text(max_size=80))
@example('"a" "b-c" "')
@example("می می می")
def test_nothing_that_can_be_typed_is_an_error(shelf: Shelf, question: str) -> None:
    index_many([*shelf.load([1]).values()])
    find(question, audiences=PUBLIC)
    suggest(question, audiences=PUBLIC, shares={"thing": 3})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(st.text(max_size=80).filter(lambda text: read(text).clauses))
def test_every_text_is_found_by_itself(shelf: Shelf, text: str) -> None:
    shelf.change(1, title="", body=text)
    assert found(text) == [1]


def test_counts_are_told_up_to_a_hundred(shelf: Shelf) -> None:
    for _turn in range(120):
        shelf.put("Socks")
    assert counts(read("socks"), audiences=PUBLIC) == {"thing": 101}
    assert counts(read("socks"), audiences=PUBLIC, filters=Filters(kinds=("other",))) == {"thing": 101}
    assert counts(read(""), audiences=PUBLIC) == {}


def test_names_are_offered_while_somebody_types(shelf: Shelf) -> None:
    shelf.put("Ridge 3 GTX", "socks")
    shelf.put("Wet ridges", "")
    shelf.put("Other", "ridge")

    def offered(question: str) -> list[int]:
        return [hit.object_id for hit in suggest(question, audiences=PUBLIC, shares={"thing": 2, "other": 2})]

    assert (offered("ri"), offered("ridge 3"), offered("rid gtx"), offered("")) == ([2, 1], [1], [], [])
    assert (offered('"rid'), offered("gtx ridg"), offered("socks")) == ([2, 1], [1], [])
    shelf.put("Ridge 4", "")
    assert offered("ri") == [4, 2]


def test_a_page_costs_as_many_questions_whatever_it_finds(shelf: Shelf, django_assert_num_queries: Queries) -> None:
    for number in range(60):
        shelf.put("Wet socks" if number < 30 else "", "wet socks everywhere")
    # The titles fill the page: one look into the index, one for documents.
    with django_assert_num_queries(2):
        assert len(find("wet socks", audiences=PUBLIC).hits) == 20
    # Titles; all that holds the words; words in a row among it; documents.
    with django_assert_num_queries(4):
        assert len(find("wet socks", audiences=PUBLIC, limit=100).hits) == 60
    with django_assert_num_queries(3):
        assert len(find("everywhere", audiences=PUBLIC).hits) == 20
    with django_assert_num_queries(1):
        counts(read("wet socks"), audiences=PUBLIC)
    # A look for each kind, then the documents.
    with django_assert_num_queries(3):
        suggest("so", audiences=PUBLIC, shares={"thing": 5, "other": 5})
    for nothing in ("", "   ", '""', "…"):
        with django_assert_num_queries(0):
            assert find(nothing, audiences=PUBLIC).hits == []
