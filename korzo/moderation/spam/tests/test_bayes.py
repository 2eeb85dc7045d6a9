"""What the filter makes of its counts, and how well it tells honest texts from others in seven languages."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from korzo.moderation.spam.bayes import EXAMPLES_MIN, HELD_FROM, Count, is_ready, likelihood
from korzo.moderation.spam.reading import read
from korzo.moderation.spam.tests.corpora import CORPORA, Corpus, texts
from korzo.moderation.spam.tokens import THREES_MAX, WORDS_MAX, number_of, tokens_of


def test_it_says_nothing_before_it_learnt_enough() -> None:
    assert not is_ready(EXAMPLES_MIN, EXAMPLES_MIN - 1)
    assert is_ready(EXAMPLES_MIN, EXAMPLES_MIN)


def test_it_has_no_idea_of_what_it_never_met() -> None:
    assert likelihood([], spam=100, honest=100) == 0.5
    few = [Count(number, 50, 0) for number in range(4)]
    assert likelihood(few, spam=100, honest=100) == 0.5


def test_it_is_sure_of_what_was_always_spam() -> None:
    one_sided = [Count(number, 50, 0) for number in range(10)]
    assert likelihood(one_sided, spam=100, honest=100) > 0.999
    other_side = [Count(number, 0, 50) for number in range(10)]
    assert likelihood(other_side, spam=100, honest=100) < 0.001
    assert 0.3 < likelihood([*one_sided, *other_side], spam=100, honest=100) < 0.7


def test_it_weighs_by_shares_where_one_kind_was_learnt_more_often() -> None:
    """Fifty of a thousand honest texts are fewer than fifty of a hundred that were spam."""
    leaning = [Count(number, 50, 50) for number in range(15)]
    assert likelihood(leaning, spam=100, honest=1000) > HELD_FROM


counts = st.lists(st.builds(Count, st.integers(), st.integers(0, 10_000), st.integers(0, 10_000)), max_size=60)


@given(counts, st.integers(1, 10_000), st.integers(1, 10_000))
def test_it_stays_between_nothing_and_one(some: list[Count], spam: int, honest: int) -> None:
    said = likelihood(some, spam=spam, honest=honest)
    assert 0.0 <= said <= 1.0
    turned = [Count(one.token, one.honest, one.spam) for one in some]
    assert likelihood(turned, spam=honest, honest=spam) == pytest.approx(1.0 - said, abs=1e-6)


@pytest.mark.parametrize("corpus", CORPORA, ids=lambda one: one.language)
def test_it_tells_texts_apart_in_each_language(corpus: Corpus) -> None:
    """Learnt from some sentences, asked about others of the same kind that were never in a lesson."""
    spam: Counter[int] = Counter()
    honest: Counter[int] = Counter()
    for one in texts(corpus.spam[:6], 60):
        spam.update(tokens_of(read(one)))
    for one in texts(corpus.honest[:6], 60):
        honest.update(tokens_of(read(one)))

    def asked(text: str) -> float:
        known = [Count(token, spam[token], honest[token]) for token in tokens_of(read(text))]
        return likelihood(known, spam=60, honest=60)

    shuffled = f"{corpus.spam[5]} {corpus.spam[1]} {corpus.spam[6]}"
    assert asked(shuffled) > HELD_FROM
    assert asked(f"{corpus.honest[5]} {corpus.honest[1]} {corpus.honest[6]}") < 0.5
    assert asked(corpus.honest[6]) < HELD_FROM


def test_it_reads_threes_of_letters_where_words_change_their_shape() -> None:
    assert {number_of("3:બૂટ"), number_of("w:બૂટ")} <= set(tokens_of(read("બૂટ")))
    assert {number_of("w:کفش"), number_of("3: کف"), number_of("3:کفش")} <= set(tokens_of(read("کفش")))
    assert number_of("3:sho") not in tokens_of(read("shoes"))


def test_it_reads_hosts_scripts_and_masks() -> None:
    tokens = set(tokens_of(read("саѕіnо bonus for you", '<a href="https://win.example/">x</a>')))
    assert {number_of("h:win.example"), number_of("w:casino"), number_of("masked")} <= tokens
    assert number_of("masked") not in tokens_of(read("Дякую, shoes"))


def test_it_reads_a_long_text_no_further_than_it_must() -> None:
    long = " ".join(f"slovo{number}" for number in range(5_000)) + " بوتها" * 50
    assert len(tokens_of(read(long))) <= WORDS_MAX + THREES_MAX + 30


@given(st.text(max_size=500))
def test_it_reads_any_text_the_same_way_twice(text: str) -> None:
    tokens = tokens_of(read(text))
    assert tokens == tokens_of(read(text))
    assert list(tokens) == sorted(set(tokens))
    assert all(-(2**63) <= token < 2**63 for token in tokens)
