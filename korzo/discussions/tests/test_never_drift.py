"""Whatever is done in whatever order, by one or by several at once: counters say what the rows say."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from threading import Lock, Thread

import pytest
from django.db import close_old_connections, connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from korzo.discussions import actions as talk
from korzo.discussions.actions import Written
from korzo.discussions.models import IdeaState, Post, Space, Topic
from korzo.discussions.tests.talk import (
    LONG_AGO,
    grown_up,
    held_reply,
    make_idea,
    make_picture,
    make_reply,
    make_space,
    make_topic,
)
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


# Nothing of a leaver's own is under way when they go; what others do goes on.
LEAVING = Lock()
LEAVERS = 3


def _leaver(chance: random.Random) -> Member | None:
    """As they are now: whoever left does nothing more."""
    return chance.choice([*Member.objects.filter(handle__startswith="leaver", is_active=True).order_by("pk"), None])


def _does_something(chance: random.Random, _cast: Cast) -> object:
    with LEAVING:
        leaver = _leaver(chance)
        if leaver is None:
            return None
        if chance.random() < 0.5:
            return make_reply(_topic(chance), leaver, f"Last words {chance.random()}")
        return chance.choice([talk.vote_idea, talk.ask_too])(_topic(chance), actor=leaver)


def _leaves(chance: random.Random, _cast: Cast) -> None:
    with LEAVING:
        leaver = _leaver(chance)
        if leaver is None or chance.random() < 0.5:
            return
        Member.objects.filter(pk=leaver.pk).update(is_active=False)
    talk.forget_member(leaver.pk)


def _is_planned(chance: random.Random, cast: Cast) -> object:
    return talk.start_topic(
        chance.choice(list(Space.objects.order_by("pk"))),
        actor=cast.ivo,
        title=f"Comes out later {chance.random()}",
        written=Written("Wait for it."),
        publish_at=timezone.now() + timedelta(hours=1),
        backfilled=True,
    )


def _shows_a_picture(chance: random.Random, cast: Cast) -> object:
    post = _post(chance)
    if post.author is None:
        return None
    pictures = [make_picture(post.author).pk] if chance.random() < 0.5 else []
    written = Written(f"Said anew {chance.random()}", picture_ids=pictures)
    return talk.edit_post(post, actor=post.author, written=written)


def _helpful(chance: random.Random, cast: Cast) -> object:
    """The vote and its subscriber: whatever order the two come in for several people, the last one counts all."""
    post, member = _post(chance), _person(chance, cast)
    if chance.random() < 0.5:
        talk.give_heart(post, actor=member, emoji="helpful")
    else:
        talk.take_heart_back(post, actor=member, emoji="helpful")
    return talk.weigh_post(post.pk)


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
    "ask_too": lambda chance, cast: talk.ask_too(_topic(chance), actor=_person(chance, cast)),
    "ask_too_no_more": lambda chance, cast: talk.take_same_question_back(_topic(chance), actor=_person(chance, cast)),
    "withdraw": lambda chance, cast: talk.withdraw_question(_topic(chance), actor=cast.tea),
    "ask_again": lambda chance, cast: talk.ask_again(_topic(chance), actor=cast.tea),
    "asked_before": lambda chance, cast: talk.propose_duplicate(
        _topic(chance), actor=_person(chance, cast), of=_topic(chance)
    ),
    "not_asked_before": lambda chance, cast: talk.take_duplicate_back(_topic(chance), actor=cast.sara),
    "helpful": _helpful,
    "radar": lambda chance, cast: talk.look_after_questions(now=timezone.now() + timedelta(days=chance.randint(0, 9))),
    "does_something": _does_something,
    "leaves": _leaves,
    "plan": _is_planned,
    "publish": lambda chance, cast: talk.publish_due_topics(now=timezone.now() + timedelta(hours=chance.randint(0, 2))),
    "edit": _shows_a_picture,
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
    for n in range(LEAVERS):
        Member.objects.create(
            email=f"leaver{n}@example.com", name=f"Leaver {n}", handle=f"leaver{n}", joined_at=LONG_AGO
        )


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
