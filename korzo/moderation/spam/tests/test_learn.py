"""The filter learns what people decided: each text once, to the last number, and back again."""

import threading
from collections import Counter

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from korzo.moderation.actions import learn, unlearn
from korzo.moderation.models.spam import Lesson, LinkHost, SpamRules, Token
from korzo.moderation.spam.reading import read
from korzo.moderation.spam.submission import Submission
from korzo.moderation.spam.tests.scenes import sent
from korzo.moderation.spam.tokens import tokens_of


def counts() -> dict[int, tuple[int, int]]:
    return {token: (spam, honest) for token, spam, honest in Token.objects.values_list("token", "spam", "honest")}


def totals() -> tuple[int, int]:
    row = SpamRules.objects.get(pk=1)
    return row.spam_count, row.honest_count


def expected(spam: list[Submission], honest: list[Submission]) -> dict[int, tuple[int, int]]:
    of_spam = Counter(token for one in spam for token in tokens_of(read(one.text, one.html)))
    of_honest = Counter(token for one in honest for token in tokens_of(read(one.text, one.html)))
    return {token: (of_spam[token], of_honest[token]) for token in of_spam | of_honest}


def test_it_counts_each_token_once_a_text(db: None) -> None:
    spam, honest = sent("casino casino bonus"), sent("wax and a bonus")
    assert learn(spam, spam=True)
    assert learn(honest, spam=False)
    assert (counts(), totals()) == (expected([spam], [honest]), (1, 1))


def test_it_learns_a_text_once(db: None) -> None:
    assert learn(sent("casino bonus"), spam=True)
    before = counts()
    assert not learn(sent("casino bonus"), spam=True)
    assert (counts(), totals()) == (before, (1, 0))


def test_it_turns_round_where_somebody_decided_otherwise(db: None) -> None:
    learn(sent("casino bonus"), spam=True)
    assert learn(sent("casino bonus"), spam=False)
    assert (counts(), totals()) == (expected([], [sent("casino bonus")]), (0, 1))


def test_it_unlearns_only_what_it_learnt(db: None) -> None:
    assert not unlearn(sent("casino bonus"))
    assert (counts(), totals()) == ({}, (0, 0))


def test_it_tells_texts_with_other_links_apart(db: None) -> None:
    one = sent("here", html='<a href="https://one.example/">here</a>')
    two = sent("here", html='<a href="https://two.example/">here</a>')
    assert learn(one, spam=True)
    assert learn(two, spam=True)
    assert set(LinkHost.objects.values_list("host", "removed")) == {("one.example", 1), ("two.example", 1)}


def test_it_takes_back_what_it_counted_then(db: None) -> None:
    """The way of reading texts may have changed since; the lesson knows better."""
    text = sent("casino bonus")
    learn(text, spam=True)
    lesson = Lesson.objects.get()
    lesson.tokens = bytes(lesson.tokens)[:8]
    lesson.save(update_fields=["tokens"])
    kept = counts()
    assert unlearn(text)
    first = min(kept)
    assert counts() == {token: told for token, told in kept.items() if token != first}
    assert totals() == (0, 0)


SOME = st.lists(
    st.tuples(st.sampled_from(["wax", "casino wax", "بوت‌ها", "બૂટ wax https://a.example", "win https://b.example"]),
              st.sampled_from(["spam", "honest", "unlearn"])),
    max_size=12,
)  # fmt: skip


class AnyOrder(TestCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(SOME)
    def test_it_always_equals_its_lessons(self, steps: list[tuple[str, str]]) -> None:
        standing: dict[str, str] = {}
        for text, verb in steps:
            if verb == "unlearn":
                assert unlearn(sent(text)) is (text in standing)
                standing.pop(text, None)
            else:
                assert learn(sent(text), spam=verb == "spam") is (standing.get(text) != verb)
                standing[text] = verb
        spam = [sent(text) for text, verb in standing.items() if verb == "spam"]
        honest = [sent(text) for text, verb in standing.items() if verb == "honest"]
        assert counts() == expected(spam, honest)
        if steps:
            assert totals() == (len(spam), len(honest))
        for text in standing:
            unlearn(sent(text))
        assert counts() == {}
        assert not LinkHost.objects.exists()
        assert not Lesson.objects.exists()

    @settings(max_examples=60, deadline=None)
    @given(st.text(max_size=300), st.booleans())
    def test_it_is_as_before_after_learning_and_unlearning(self, text: str, spam: bool) -> None:
        learn(sent("casino bonus"), spam=True)
        before, was = counts(), totals()
        if learn(sent(text, title="Of its own"), spam=spam):
            assert unlearn(sent(text, title="Of its own"))
        assert (counts(), totals()) == (before, was)


@pytest.mark.django_db(transaction=True)
def test_it_counts_exactly_once_while_many_decide(transactional_db: None) -> None:
    """Two windows press the same key, others decide and take back: what stands in the end is what was counted."""
    shared, own = [sent(f"casino bonus {n}") for n in range(4)], [sent(f"wax and mud {n}") for n in range(8)]
    failures: list[BaseException] = []
    together = threading.Barrier(8)

    def decide(number: int) -> None:
        try:
            together.wait()
            for one in shared:
                learn(one, spam=True)
            learn(own[number], spam=False)
            if number % 2:
                unlearn(own[number])
        except Exception as failure:  # noqa: BLE001 (told below)
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert (counts(), totals()) == (expected(shared, own[::2]), (4, 4))
