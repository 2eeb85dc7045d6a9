"""Near texts are found through an index, and others are not."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.moderation.spam.letters import seen, words_in
from korzo.moderation.spam.likeness import Likeness, likeness_of
from korzo.moderation.spam.tests.corpora import CORPORA, Corpus

WORDS = [word for corpus in CORPORA for one in (*corpus.honest, *corpus.spam) for word in words_in(seen(one))]


def of(text: str) -> Likeness:
    found = likeness_of(words_in(seen(text)))
    assert found is not None
    return found


def are_found(one: Likeness, other: Likeness) -> bool:
    shares_a_band = any(mine == theirs for mine, theirs in zip(one.bands, other.bands, strict=True))
    return shares_a_band and one.is_near(other.signature)


def a_text(count: int, seed: int) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=count))


@pytest.mark.parametrize("count", [30, 60, 400])
def test_it_finds_a_text_with_another_greeting(count: int) -> None:
    for seed in range(20):
        text = a_text(count, seed)
        assert are_found(of(text), of(f"Hi, {text}")), seed
        assert are_found(of(text), of(text.upper())), seed
        assert are_found(of(text), of(text.replace(" ", ", ", 3) + " !!! \u200b"))


@pytest.mark.parametrize("count", [30, 60, 400])
def test_it_does_not_find_other_texts(count: int) -> None:
    likenesses = [of(a_text(count, seed)) for seed in range(100)]
    assert [(a, b) for a in range(100) for b in range(a) if are_found(likenesses[a], likenesses[b])] == []


def test_it_sees_through_masks() -> None:
    assert are_found(of("Earn money at home with our casino"), of("Eаrn mоnеy аt hоmе with оur cаsinо"))


@pytest.mark.parametrize("corpus", CORPORA, ids=lambda one: one.language)
def test_it_tells_texts_of_one_language_apart(corpus: Corpus) -> None:
    whole = [of(" ".join(corpus.honest[:3])), of(" ".join(corpus.honest[3:6])), of(" ".join(corpus.spam[:3]))]
    assert not any(are_found(a, b) for a in whole for b in whole if a is not b)


def test_it_has_nothing_to_say_about_short_texts() -> None:
    assert likeness_of(words_in(seen("Thank you very much!"))) is None
    assert likeness_of(words_in("na " * 200)) is None
    assert likeness_of([]) is None


def test_it_never_changes_its_mind() -> None:
    """The numbers are stored: another version of this file must find what this one wrote."""
    assert of("We went up to the hut on Saturday and the wax held.").signature.hex() == SHORT
    assert of(" ".join(f"word{number} of the hut" for number in range(60))).signature.hex() == LONG


SHORT = "04e8d4054ff4393b073df2ae04523befa277859ec2534c1f17592a44c2edb60d2503e967ccf00599368c6d6a5129783a"
LONG = "31b8c6b11636ef9a"


def test_it_keeps_numbers_that_fit_a_column() -> None:
    for count in (30, 400):
        assert all(-(2**63) <= band < 2**63 for band in of(a_text(count, 7)).bands)


@given(st.text(max_size=2_000))
def test_it_bears_any_text(text: str) -> None:
    found = likeness_of(words_in(seen(text)))
    assert found is None or found.is_near(found.signature)
