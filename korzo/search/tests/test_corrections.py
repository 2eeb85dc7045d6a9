"""Slips of the pen: what was meant is found, and said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.search.actions import learn_words
from korzo.search.models import Spelling
from korzo.search.queries import find
from korzo.search.queries.find import Found
from korzo.search.slips import keys_of, keys_to_ask, slips_between
from korzo.search.tests.shelf import Shelf

PUBLIC = frozenset({"public"})
SLIPS = [
    ("topánky", ["topnky", "topánkky", "topámky", "tpoánky", "topankx", "otpanky", "topanyk"]),
    ("nepremokavé", ["nepremkave", "neprenokavee", "nepermokave", "nepremokavejj"]),
    ("waterproof", ["waterprof", "watreproof", "wterproof", "waterporof", "waaterprooff"]),
    ("дощовик", ["дощвик", "дощовік", "дшоовик"]),
    ("کفش", ["کقش", "کفشش", "کشف"]),
    ("પગરખાં", ["પગખાં", "પગરખાંં", "પરગખાં"]),
    ("zapatillas", ["zapatilas", "sapatillas", "zapatilals"]),
]


def ask(question: str) -> Found:
    return find(question, audiences=PUBLIC)


@pytest.mark.parametrize(("word", "slips"), SLIPS, ids=[word for word, _slips in SLIPS])
def test_a_slip_in_a_title_is_understood(shelf: Shelf, word: str, slips: list[str]) -> None:
    pk = shelf.put(f"{word} …", "")
    for slip in slips:
        page = ask(slip)
        assert ([hit.object_id for hit in page.hits], page.is_corrected) == ([pk], True), slip
    assert not ask(word).is_corrected


def test_only_the_wrong_word_is_changed(shelf: Shelf) -> None:
    shelf.put("Waterproof socks", "")
    shelf.put("Waterproof shoes", "")
    page = ask("waterprof sock")
    assert (page.asked.text, page.is_corrected, len(page.hits)) == ("waterproof sock", True, 1)
    page = ask("watterproof shooes")
    assert (page.asked.text, [hit.object_id for hit in page.hits]) == ("waterproof shoes", [2])


def test_what_finds_nothing_together_is_not_offered(shelf: Shelf) -> None:
    shelf.put("Waterproof", "socks")
    shelf.put("Shoes", "")
    page = ask("waterprof shoes")
    assert (page.hits, page.is_corrected, page.better) == ([], False, None)


def test_words_of_the_talk_are_learnt_once_two_people_use_them(shelf: Shelf) -> None:
    shelf.put("", "gaiters keep the mud out")
    shelf.put("", "gaiters and mudd")
    assert not ask("gaitres").hits
    assert learn_words() == 1
    assert len(ask("gaitres").hits) == 2
    assert not ask("muddy").hits
    assert learn_words() == 0


def test_a_slip_that_others_made_too_leads_to_what_most_write(shelf: Shelf) -> None:
    for _turn in range(12):
        shelf.put("Waterproof", "")
    wrong = shelf.put("Waterprof", "")
    page = ask("waterprof")
    assert ([hit.object_id for hit in page.hits], page.is_corrected) == ([wrong], False)
    assert page.better is not None
    assert page.better.text == "waterproof"
    assert ask("waterproof").better is None


@pytest.mark.parametrize("question", ["RX500", "12345", '"waterprof"', "xy", "qqqqqq", "water-prof"])
def test_it_does_not_guess_at_names_numbers_and_quotes(shelf: Shelf, question: str) -> None:
    shelf.put("Waterproof RX501 12346 xyz", "")
    assert not ask(question).is_corrected


def test_a_word_is_forgotten_with_the_last_document_that_holds_it(shelf: Shelf) -> None:
    first, second = shelf.put("Kamenská"), shelf.put("", "kamenska wrote")
    shelf.put("Other")
    assert Spelling.objects.filter(word="kamenska").exists()
    shelf.take_away(first)
    assert Spelling.objects.filter(word="kamenska").exists()
    shelf.change(second, title="", body="somebody wrote")
    assert not Spelling.objects.filter(word="kamenska").exists()
    assert set(Spelling.objects.values_list("word", flat=True)) == {"other"}


WORDS = st.text(alphabet="abcdeфк", min_size=3, max_size=9)


@given(WORDS, st.data())
def test_every_single_slip_meets_its_word(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcxф"))
    slips = [
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    ]
    for slip in slips:
        assert slips_between(slip, word) <= 1
        assert keys_to_ask(slip) & keys_of(word)


@given(WORDS, WORDS)
def test_slips_are_counted_the_same_from_both_sides(one: str, other: str) -> None:
    between = slips_between(one, other)
    assert between == slips_between(other, one)
    assert (between == 0) == (one == other)
    assert between <= max(len(one), len(other))
