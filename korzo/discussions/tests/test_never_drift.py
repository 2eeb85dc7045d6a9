"""Whatever is done in whatever order, by one or by several at once: counters say what the rows say."""

import random
from collections.abc import Callable
from contextlib import suppress
from threading import Thread

import pytest
from django.db import close_old_connections, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from korzo.discussions import actions as talk
from korzo.discussions.models import IdeaState, Post, Space, Topic
from korzo.discussions.tests.talk import grown_up, held_reply, make_idea, make_reply, make_space, make_topic
from korzo.discussions.tests.test_counts import check_counts
from korzo.kit.errors import Missing, Refused
from korzo.members.models import Member
from tests.cast import Cast

type Step = Callable[[random.Random, Cast], object]


def _topic(chance: random.Random) -> Topic:
    return chance.choice(list(Topic.objects.order_by("pk")))


def _post(chance: random.Random) -> Post:
    return chance.choice(list(Post.objects.select_related("topic").order_by("pk")))


def _person(chance: random.Random, cast: Cast) -> Member:
    return chance.choice([cast.tea, cast.ivo, cast.sara])


def _split(chance: random.Random, cast: Cast) -> object:
    topic = _topic(chance)
    ids = list(Post.objects.filter(topic=topic, number__gt=1).values_list("pk", flat=True))
    chosen = chance.sample(ids, min(len(ids), 2))
    return talk.split_topic(topic, actor=cast.ivo, post_ids=chosen, title=f"Made of {topic.pk}")


STEPS: dict[str, Step] = {
    "reply": lambda chance, cast: make_reply(_topic(chance), _person(chance, cast), f"Words {chance.random()}"),
    "held": lambda chance, cast: held_reply(_topic(chance), cast.tea),
    "hide": lambda chance, cast: talk.hide_post(_post(chance).pk, actor=cast.ivo, reason="Off topic."),
    "show": lambda chance, cast: talk.show_post(_post(chance).pk, actor=cast.ivo),
    "release": lambda chance, cast: talk.release_post(_post(chance).pk, actor=cast.ivo),
    "refuse": lambda chance, cast: talk.refuse_post(_post(chance).pk, actor=cast.ivo, reason="No."),
    "remove": lambda chance, cast: talk.remove_post(_post(chance), actor=cast.ivo, reason="No."),
    "accept": lambda chance, cast: talk.accept_answer(_post(chance), actor=cast.mira),
    "close": lambda chance, cast: talk.close_topic(_topic(chance), actor=cast.ivo, reason="Enough."),
    "reopen": lambda chance, cast: talk.reopen_topic(_topic(chance), actor=cast.ivo),
    "move": lambda chance, cast: talk.move_topic(
        _topic(chance), actor=cast.ivo, to=chance.choice(list(Space.objects.order_by("pk")))
    ),
    "merge": lambda chance, cast: talk.merge_topics(_topic(chance), actor=cast.ivo, into=_topic(chance)),
    "split": _split,
    "vote": lambda chance, cast: talk.vote_idea(_topic(chance), actor=_person(chance, cast)),
    "unvote": lambda chance, cast: talk.take_vote_back(_topic(chance), actor=_person(chance, cast)),
    "decide": lambda chance, cast: talk.set_idea_state(
        _topic(chance), actor=cast.sara, state=chance.choice(list(IdeaState)), reason="Because."
    ),
    "same": lambda chance, cast: talk.merge_ideas(_topic(chance), actor=cast.sara, into=_topic(chance)),
}


def lay_out(cast: Cast) -> None:
    first, second = make_space(cast, "Trail talk"), make_space(cast, "Kit and care")
    for space in (first, second):
        question = make_topic(space, cast.tea, question=True, title=f"Question in {space.pk}")
        for n in range(3):
            make_reply(question, cast.ivo, f"Answer {n} in {space.pk}")
        make_topic(space, cast.ivo, title=f"Talk in {space.pk}")
        make_idea(space, cast.tea, f"Idea in {space.pk}")


def do(step: str, chance: random.Random, cast: Cast) -> None:
    with suppress(Refused, Missing):
        STEPS[step](chance, cast)


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(sorted(STEPS)), min_size=5, max_size=25), seed=st.integers(0, 999))
def test_one_after_the_other(cast: Cast, steps: list[str], seed: int) -> None:
    if not Space.objects.exists():
        grown_up(cast)
        lay_out(cast)
    chance = random.Random(seed)
    for step in steps:
        do(step, chance, cast)
    check_counts()


@pytest.mark.django_db(transaction=True)
def test_all_at_once(cast: Cast) -> None:
    grown_up(cast)
    lay_out(cast)
    failures: list[Exception] = []

    def work(seed: int) -> None:
        chance = random.Random(seed)
        try:
            for _turn in range(20):
                do(chance.choice(sorted(STEPS)), chance, cast)
        except Exception as error:  # noqa: BLE001 (told to the test that waits)
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    close_old_connections()
    assert failures == []
    check_counts()


@pytest.mark.django_db(transaction=True)
def test_the_last_vote_is_given_once(cast: Cast) -> None:
    """Ten windows of one person, and room for one more vote."""
    grown_up(cast)
    space = make_space(cast)
    ideas = [make_idea(space, cast.ivo, f"Idea number {n}") for n in range(14)]
    for idea in ideas[:9]:
        talk.vote_idea(idea, actor=cast.tea)

    def vote(idea: Topic) -> None:
        try:
            talk.vote_idea(idea, actor=cast.tea)
        except Refused:
            pass
        finally:
            connection.close()

    threads = [Thread(target=vote, args=(idea,)) for idea in ideas[9:]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    close_old_connections()
    assert sum(Topic.objects.values_list("vote_count", flat=True)) == 10
    check_counts()
