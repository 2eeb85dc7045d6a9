"""Whatever is tapped in whatever order, the counts are the rows."""

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from korzo.activity.models import Activity
from korzo.kit.errors import Refused
from korzo.members.actions import mute_member
from korzo.reactions.actions import keep_bookmark, react, unreact
from korzo.reactions.models import Reaction
from korzo.reactions.queries import counts, given_on, helpful, mine, own_on
from korzo.reactions.tests.things import TALK
from tests.cast import Cast, make_cast

type Queries = Callable[..., AbstractContextManager[object]]

KEYS = ["heart", "helpful", "laugh", "wow", "thanks"]
POSTS = [1, 2, 3]
TAPS = st.lists(
    st.tuples(st.sampled_from(["tea", "luka", "ivo"]), st.sampled_from(POSTS), st.sampled_from(KEYS), st.booleans()),
    max_size=30,
)


class Counting(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(taps=TAPS)
    def test_the_counts_are_what_was_tapped(self, taps: list[tuple[str, int, str, bool]]) -> None:
        cast = make_cast()
        held: set[tuple[int, str, str]] = set()
        for name, post, key, gives in taps:
            person = getattr(cast, name)
            if gives:
                react(TALK, post, actor=person, author_id=cast.sara.pk, emoji=key)
                held.add((post, key, name))
            else:
                was_there = unreact(TALK, post, actor=person, author_id=cast.sara.pk, emoji=key)
                assert was_there == ((post, key, name) in held)
                held.discard((post, key, name))
        expected = Counter((post, key) for post, key, _name in held)
        page = given_on(TALK, POSTS)
        assert {(post, key): n for post in POSTS for key, n in page.of(post).counts} == dict(expected)
        assert helpful(TALK, POSTS) == {post: n for (post, key), n in expected.items() if key == "helpful"}
        for name in ("tea", "luka", "ivo"):
            own = own_on(TALK, POSTS, getattr(cast, name))
            assert {(post, key) for post, keys in own.given.items() for key in keys} == {
                (post, key) for post, key, who in held if who == name
            }


def test_what_is_ones_own_costs_two_questions(cast: Cast, django_assert_num_queries: Queries) -> None:
    react(TALK, 1, actor=cast.tea, author_id=cast.luka.pk, emoji="helpful")
    react(TALK, 1, actor=cast.tea, author_id=cast.luka.pk)
    keep_bookmark(TALK, 2, actor=cast.tea)
    mute_member(cast.ivo, actor=cast.tea)
    authors = {cast.ivo.pk, cast.luka.pk}
    with django_assert_num_queries(2):
        own = own_on(TALK, POSTS, cast.tea, author_ids=authors)
    assert own.given == {1: {"heart", "helpful"}}
    assert (own.kept, own.muted) == (frozenset({2}), frozenset({cast.ivo.pk}))
    with django_assert_num_queries(0):
        assert own_on(TALK, POSTS, cast.nada, author_ids=authors).muted == set()


@pytest.mark.django_db(transaction=True)
def test_counts_hold_when_all_tap_at_once(cast: Cast) -> None:
    people = [cast.tea, cast.ivo, cast.mira, cast.sara]
    dice = random.Random(4)  # noqa: S311 (taps, not keys)
    taps = [(dice.choice(people), dice.choice(KEYS), dice.random() < 0.6) for _ in range(80)]

    def tap(number: int) -> None:
        person, key, gives = taps[number]
        try:
            (react if gives else unreact)(TALK, 1, actor=person, author_id=cast.luka.pk, emoji=key)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        list(pool.map(tap, range(len(taps))))
    rows = list(Reaction.objects.values_list("emoji", "member_id"))
    assert len(rows) == len(set(rows))
    assert dict(given_on(TALK, [1]).of(1).counts) == dict(Counter(key for key, _member in rows))
    for key in KEYS:
        given_times = Activity.objects.filter(verb="reactions.given", data__emoji=key).count()
        withdrawn = Activity.objects.filter(verb="reactions.withdrawn", data__emoji=key).count()
        assert counts(TALK, [1], emoji=key).get(1, 0) == given_times - withdrawn
        assert all(
            mine(TALK, [1], person, emoji=key) == ({1} if (key, person.pk) in rows else set()) for person in people
        )


def test_the_author_votes_for_others(cast: Cast) -> None:
    with pytest.raises(Refused, match="own words"):
        react(TALK, 1, actor=cast.tea, author_id=cast.tea.pk, emoji="helpful")
    assert helpful(TALK, [1]) == {}
