"""Accepted answers first, then what readers found useful, then as they were written."""

import random
from threading import Thread

import pytest
from django.db import close_old_connections, connection
from hypothesis import given
from hypothesis import strategies as st

from korzo.discussions.actions import (
    accept_answer,
    give_heart,
    hide_post,
    take_heart_back,
    weigh_all,
    withdraw_acceptance,
)
from korzo.discussions.actions.settle_questions import wilson
from korzo.discussions.models import AnswerMerit, Post, Space, Topic
from korzo.discussions.queries import page_start, topic_page
from korzo.discussions.tests.merits import check_merits
from korzo.discussions.tests.talk import make_reply, make_topic
from korzo.members.actions import erase
from korzo.members.models import Member
from korzo.reactions.models import Reaction
from tests.cast import Cast, let_worker_finish, signed_in

HELPFUL = Reaction.Emoji.HELPFUL


def order(question: Topic) -> list[int]:
    """The numbers of the answers as the first page shows them."""
    ids = topic_page(question).post_ids[1:]
    numbers = dict(Post.objects.filter(pk__in=ids).values_list("pk", "number"))
    return [numbers[pk] for pk in ids]


def answers(question: Topic, town: Cast, count: int) -> list[Post]:
    people = [town.ivo, town.sara, town.mira, town.luka]
    return [make_reply(question, people[n % 4], f"Answer number {n}") for n in range(count)]


def helpful(post: Post, *members: Member) -> None:
    for member in members:
        give_heart(post, actor=member, emoji=HELPFUL)
    let_worker_finish()


def test_it_puts_the_useful_ones_before_the_early_ones(question: Topic, town: Cast) -> None:
    first, second, third, fourth = answers(question, town, 4)
    helpful(third, town.tea, town.luka)
    helpful(second, town.mira)
    assert order(question) == [4, 3, 2, 5]
    accept_answer(fourth, actor=town.tea)
    accept_answer(first, actor=town.tea)
    assert order(question) == [5, 2, 4, 3]
    withdraw_acceptance(fourth, actor=town.tea)
    assert order(question) == [2, 4, 3, 5]
    take_heart_back(third, actor=town.tea, emoji=HELPFUL)
    take_heart_back(third, actor=town.luka, emoji=HELPFUL)
    let_worker_finish()
    assert order(question) == [2, 3, 4, 5]
    check_merits()


def test_a_late_answer_is_measured_by_those_who_could_read_it(question: Topic, town: Cast) -> None:
    early, _other = answers(question, town, 2)
    helpful(early, town.tea, town.luka)
    late = make_reply(question, town.sara, "All of this changed yesterday.")
    helpful(late, town.tea, town.luka)
    merits = dict(AnswerMerit.objects.values_list("post_id", "merit"))
    assert merits[late.pk] > 0
    assert merits[late.pk] == merits[early.pk] == wilson(2, 2)
    assert order(question)[:2] == [early.number, late.number]


def test_in_order_all_stand_in_their_places(question: Topic, town: Cast) -> None:
    made = answers(question, town, 24)
    helpful(made[22], town.tea)
    accept_answer(made[23], actor=town.tea)
    guest = signed_in(None)
    usual = guest.get(question.get_absolute_url()).text
    assert usual.index("Answer number 23") < usual.index("Answer number 22") < usual.index("Answer number 0")
    body = usual[usual.index('id="posts"') :]
    assert body.index('class="post lead"') < body.index("Order of the answers") < body.index('class="post"')
    assert usual.count("Order of the answers") == 1
    plain = guest.get(f"{question.get_absolute_url()}?order=time").text
    assert "Answer number 23" not in plain.replace("application/ld+json", "")
    assert "?order=time&amp;after=21" in plain
    rest = guest.get(f"{question.get_absolute_url()}?order=time&after=21").text
    assert "Answer number 22" in rest
    assert "Answer number 23" in rest
    assert page_start(Post.objects.get(pk=made[22].pk)) == page_start(Post.objects.get(pk=made[23].pk)) == 0
    shown = [*topic_page(question).post_ids, *topic_page(question, after=21).post_ids]
    assert sorted(shown) == sorted(Post.objects.filter(topic=question).values_list("pk", flat=True))


def test_a_hidden_answer_is_lifted_no_more(question: Topic, town: Cast) -> None:
    first, second = answers(question, town, 2)
    helpful(second, town.tea)
    hide_post(second.pk, actor=town.ivo, reason="An advertisement.")
    assert order(question) == [first.number, second.number]
    check_merits()


def test_a_guest_sees_the_new_order_at_once(question: Topic, town: Cast) -> None:
    answers(question, town, 2)
    guest = signed_in(None)
    before = guest.get(question.get_absolute_url()).text
    assert before.index("Answer number 0") < before.index("Answer number 1")
    helpful(Post.objects.get(topic=question, number=3), town.tea)
    after = guest.get(question.get_absolute_url()).text
    assert after.index("Answer number 1") < after.index("Answer number 0")


def test_votes_of_who_left_go(question: Topic, town: Cast) -> None:
    _first, second = answers(question, town, 2)
    helpful(second, town.luka)
    erase(town.luka)
    let_worker_finish()
    weigh_all()
    assert not AnswerMerit.objects.exists()
    check_merits()


@given(voters=st.integers(1, 10_000), share=st.floats(0, 1))
def test_the_bound_lies_below_the_share(voters: int, share: float) -> None:
    votes = round(voters * share)
    assert 0 <= wilson(votes, voters) <= votes / voters + 1e-9
    if votes < voters:
        assert wilson(votes, voters) < wilson(votes + 1, voters)
    assert wilson(votes, voters) <= wilson(votes * 2, voters * 2) + 1e-9


@pytest.mark.django_db(transaction=True)
def test_many_readers_at_once(town: Cast, space: Space) -> None:
    question = make_topic(space, town.tea, question=True)
    made = answers(question, town, 5)
    failures: list[Exception] = []

    def vote(member: Member, seed: int) -> None:
        chance = random.Random(seed)
        try:
            for _turn in range(12):
                post = chance.choice([one for one in made if one.author_id != member.pk])
                if chance.random() < 0.5:
                    give_heart(post, actor=member, emoji=HELPFUL)
                else:
                    take_heart_back(post, actor=member, emoji=HELPFUL)
                let_worker_finish()
        except Exception as error:  # noqa: BLE001 (told to the test that waits)
            failures.append(error)
        finally:
            connection.close()

    people = [town.tea, town.luka, town.sara, town.mira]
    threads = [Thread(target=vote, args=(member, seed)) for seed, member in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    close_old_connections()
    let_worker_finish()
    assert failures == []
    check_merits()
