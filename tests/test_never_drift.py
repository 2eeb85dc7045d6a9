"""Votes and counters of the whole house: whatever is done, in whatever order and by however many at once, they are what
the rows say. The rooms look at their own ones; here all of them move together, and the worker with them.
"""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread

import pytest
from django.db import connections
from django.db.models import Count, F, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from korzo.activity.deliveries import deliver_all
from korzo.comments import actions as comments
from korzo.comments.models import Comment
from korzo.comments.queries import drifts as comment_drifts
from korzo.contests import actions as contests
from korzo.contests.models import Contest, Entry, Vote
from korzo.contests.phases import Phase
from korzo.contests.tests.scenes import a_contest, an_entry, crowd
from korzo.discussions import actions as talk
from korzo.discussions.models import Post, Topic
from korzo.discussions.tests.test_counts import check_counts
from korzo.kit.errors import Missing, Refused
from korzo.members.models import Member
from korzo.moderation import actions as moderation
from korzo.moderation.models import Decision, Item
from korzo.moderation.queries.queue import drifts as queue_drifts
from korzo.moderation.tests.acting import choice
from korzo.notifications.tests.scenes import grown_up
from korzo.polls import actions as polls
from korzo.polls.models import Ballot, Choice, Option, Poll
from korzo.reviews import actions as reviews
from korzo.reviews.models import Helpful, Review
from korzo.reviews.queries.rating import drifts as rating_drifts
from tests.cast import Cast
from tests.town import Town, make_town

THREADS, TURNS = 4, 12
MANY_TURNS = 150


@dataclass(frozen=True)
class Scene:
    """A town with a contest in which people vote. `voters` are members beside the cast, here for a year."""

    town: Town
    contest: Contest
    voters: list[Member]


type Step = Callable[[random.Random, Scene], object]


def lay_out(cast: Cast) -> Scene:
    town = make_town(grown_up(cast))
    voters = crowd(4)
    contest = a_contest(cast, Phase.VOTE, votes_each=2)
    for place, author in enumerate([cast.tea, cast.luka, voters[0]]):
        an_entry(contest, author, f"Number {place}", body=f"Rain on day {place}. " * 20)
    return Scene(town, contest, voters)


def _voter(chance: random.Random, scene: Scene) -> Member:
    return chance.choice(scene.voters)


def _post(chance: random.Random) -> Post:
    return chance.choice(list(Post.objects.select_related("topic").order_by("pk")))


def _entry(chance: random.Random, scene: Scene) -> Entry:
    return chance.choice(list(Entry.objects.select_related("contest").filter(contest=scene.contest).order_by("pk")))


def _comment(chance: random.Random) -> Comment:
    return chance.choice(list(Comment.objects.order_by("pk")))


def _item(chance: random.Random) -> Item:
    items = list(Item.objects.order_by("pk"))
    if not items:
        raise Missing("nothing was flagged yet")
    return chance.choice(items)


def _emoji(chance: random.Random) -> str:
    return chance.choice(["heart", "helpful", "thanks"])


def _reply(chance: random.Random, scene: Scene) -> object:
    words = talk.Written(f"Words of {chance.random()} and {chance.random()}.")
    return talk.post_reply(scene.town.topic, actor=_voter(chance, scene), written=words)


def _ballot(chance: random.Random, scene: Scene) -> object:
    known = list(Option.objects.filter(poll=scene.town.poll).order_by("pk").values_list("pk", flat=True))
    return polls.cast_ballot(scene.town.poll, actor=_voter(chance, scene), option_ids=[chance.choice(known)])


def _say(chance: random.Random, scene: Scene) -> object:
    words = comments.Written(f"It dries in {chance.random()} hours.")
    above = _comment(chance).pk if chance.random() < 0.5 else None
    product = scene.town.product.pk
    return comments.post_comment(
        "shop.product", product, actor=_voter(chance, scene), written=words, parent_id=above, backfilled=True
    )


def _decide(chance: random.Random, scene: Scene) -> object:
    item = _item(chance)
    verb = chance.choice([Decision.Verb.AGREE, Decision.Verb.DISAGREE, Decision.Verb.IGNORE])
    return moderation.decide(item, actor=scene.town.cast.ivo, choice=choice(item, verb))


def _undo(chance: random.Random, scene: Scene) -> object:
    made = Decision.objects.select_related("item").filter(undone_at__isnull=True).order_by("?").first()
    return moderation.undo_decision(made, actor=scene.town.cast.ivo) if made else None


STEPS: dict[str, Step] = {
    "reply": _reply,
    "react": lambda chance, scene: talk.give_heart(_post(chance), actor=_voter(chance, scene), emoji=_emoji(chance)),
    "unreact": lambda chance, scene: talk.take_heart_back(
        _post(chance), actor=_voter(chance, scene), emoji=_emoji(chance)
    ),
    "remove": lambda chance, scene: talk.remove_post(_post(chance), actor=scene.town.cast.ivo, reason="No."),
    "ballot": _ballot,
    "no_ballot": lambda chance, scene: polls.take_back_ballot(scene.town.poll, actor=_voter(chance, scene)),
    "say": _say,
    "unsay": lambda chance, scene: comments.remove_comment(_comment(chance), actor=scene.town.cast.ivo, reason="No."),
    "vote": lambda chance, scene: contests.cast_vote(_entry(chance, scene), actor=_voter(chance, scene)),
    "unvote": lambda chance, scene: contests.take_vote_back(_entry(chance, scene), actor=_voter(chance, scene)),
    "helpful": lambda chance, scene: reviews.mark_helpful(scene.town.review, actor=_voter(chance, scene)),
    "unhelpful": lambda chance, scene: reviews.unmark_helpful(scene.town.review, actor=_voter(chance, scene)),
    "hide": lambda chance, scene: reviews.hide_review(
        scene.town.review, actor=scene.town.cast.ivo, reason=chance.choice(["insult", "advertising"])
    ),
    "show": lambda chance, scene: reviews.show_again(scene.town.review, actor=scene.town.cast.ivo),
    "flag": lambda chance, scene: moderation.flag(
        "discussions.post", _post(chance).pk, actor=_voter(chance, scene), reason="spam"
    ),
    "flag_comment": lambda chance, scene: moderation.flag(
        "comments.comment", _comment(chance).pk, actor=_voter(chance, scene), reason="rude"
    ),
    "decide": _decide,
    "undo": _undo,
}


def do(step: str, chance: random.Random, scene: Scene) -> None:
    with suppress(Refused, Missing):
        STEPS[step](chance, scene)


def check(scene: Scene) -> None:
    """Once everybody has heard of everything."""
    deliver_all()
    check_counts()
    assert (comment_drifts(), queue_drifts(), rating_drifts()) == ([], [], [])
    poll = Poll.objects.get(pk=scene.town.poll.pk)
    assert poll.ballot_count == Ballot.objects.filter(poll=poll).count()
    for option in Option.objects.filter(poll=poll):
        assert option.ballot_count == Choice.objects.filter(option=option).count()
    for review in Review.objects.all():
        assert review.helpful_count == Helpful.objects.filter(review=review).count()
    each = Vote.objects.filter(entry__contest=scene.contest).values("member").annotate(given=Count("pk"))
    assert all(one["given"] <= scene.contest.votes_each for one in each)
    assert not Vote.objects.filter(member=F("entry__author")).exists()
    assert Topic.objects.aggregate(votes=Sum("vote_count"))["votes"] == 0


@pytest.mark.django_db
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(sorted(STEPS)), min_size=8, max_size=30), seed=st.integers(0, 999))
def test_one_after_the_other(scene: Scene, steps: list[str], seed: int) -> None:
    chance = random.Random(seed)
    for step in steps:
        do(step, chance, scene)
    check(scene)


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return lay_out(cast)


@pytest.mark.django_db(transaction=True)
def test_all_at_once(cast: Cast) -> None:
    _all_at_once(lay_out(cast), TURNS)


@pytest.mark.stress
@pytest.mark.django_db(transaction=True)
def test_all_at_once_for_long(cast: Cast) -> None:
    _all_at_once(lay_out(cast), MANY_TURNS)


def _all_at_once(scene: Scene, turns: int) -> None:
    """Each on a connection of their own, and the worker tells of it meanwhile."""
    failures: list[Exception] = []

    def work(act: Callable[[], object]) -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001 (told to the test that waits)
            failures.append(error)
        finally:
            connections.close_all()

    def live(seed: int) -> None:
        chance = random.Random(seed)
        for _turn in range(turns):
            do(chance.choice(sorted(STEPS)), chance, scene)

    def tell() -> None:
        for _turn in range(turns // 2):
            deliver_all()

    threads = [Thread(target=work, args=(lambda seed=seed: live(seed),)) for seed in range(THREADS)]
    threads.append(Thread(target=work, args=(tell,)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=600)
    assert failures == []
    check(scene)
