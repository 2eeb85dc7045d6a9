from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from korzo.activity.models import Activity
from korzo.kit.errors import Refused
from korzo.reactions.actions import choose_set, react, unreact
from korzo.reactions.models import OfferedReaction, Reaction
from korzo.reactions.queries import given_on, offered, offered_keys
from tests.cast import Cast, signed_in

type Queries = Callable[..., AbstractContextManager[object]]

POST = "testing.post"
USUAL = ("heart", "helpful", "laugh", "wow", "thanks")


def test_the_usual_set_is_offered_at_first(cast: Cast) -> None:
    assert offered_keys() == USUAL
    assert [look.icon for look in offered()] == ["heart", "thumbs-up", "smile", "sparkles", "hand-heart"]


@pytest.mark.parametrize(
    ("role", "may"), [("outsider", False), ("member", False), ("moderator", False), ("staff", True), ("owner", True)]
)
def test_who_chooses_the_set(cast: Cast, role: str, may: bool) -> None:
    person = cast.by_role()[role]
    if may:
        choose_set(["thanks", "heart"], actor=person)
        assert offered_keys() == ("thanks", "heart")
        assert Activity.objects.get(verb="reactions.set_chosen").data == {"keys": ["thanks", "heart"]}
    else:
        with pytest.raises(Refused):
            choose_set(["thanks", "heart"], actor=person)
        assert (offered_keys(), Activity.objects.count()) == (USUAL, 5)


@pytest.mark.parametrize(
    ("keys", "error"),
    [
        (["thanks"], Refused),
        ([], Refused),
        (["heart", "heart"], Refused),
        (["heart", "helpful", "laugh", "wow", "thanks", "fire", "sun"], Refused),
        (["heart", "anvil"], ValueError),
    ],
)
def test_a_set_that_cannot_be(cast: Cast, keys: list[str], error: type[Exception]) -> None:
    with pytest.raises(error):
        choose_set(keys, actor=cast.mira)
    assert not OfferedReaction.objects.exists()


def test_choosing_the_same_again_tells_nothing(cast: Cast) -> None:
    choose_set(["heart", "sun"], actor=cast.mira)
    choose_set(["heart", "sun"], actor=cast.sara)
    choose_set(["sun", "heart"], actor=cast.sara)
    assert Activity.objects.filter(verb="reactions.set_chosen").count() == 2
    assert offered_keys() == ("sun", "heart")


def test_what_is_no_longer_offered_stays_and_can_be_taken_back(cast: Cast) -> None:
    react(POST, 5, actor=cast.tea, author_id=cast.luka.pk, emoji="wow")
    react(POST, 5, actor=cast.tea, author_id=cast.luka.pk)
    choose_set(["heart", "sun"], actor=cast.mira)
    with pytest.raises(Refused, match="not offered"):
        react(POST, 5, actor=cast.ivo, author_id=cast.luka.pk, emoji="wow")
    page = given_on(POST, [5, 6])
    assert page.offered == ("heart", "sun")
    assert page.of(5).counts == (("heart", 1), ("wow", 1))
    assert page.of(6).counts == ()
    assert unreact(POST, 5, actor=cast.tea, author_id=cast.luka.pk, emoji="wow") is True
    assert Reaction.objects.count() == 1


def test_counts_and_the_set_cost_one_question(cast: Cast, django_assert_num_queries: Queries) -> None:
    choose_set(["fire", "heart"], actor=cast.mira)
    for pk in range(1, 9):
        react(POST, pk, actor=cast.tea, author_id=cast.luka.pk, emoji="fire")
        react(POST, pk, actor=cast.ivo, author_id=cast.luka.pk)
    with django_assert_num_queries(1):
        page = given_on(POST, range(1, 9))
    assert page.of(3).counts == (("fire", 1), ("heart", 1))


@pytest.mark.parametrize(
    ("sent", "status", "keys"),
    [
        ({"place-heart": "2", "place-sun": "1", "place-wow": ""}, 302, ("sun", "heart")),
        ({"place-sun": "1"}, 422, USUAL),
        ({}, 422, USUAL),
        ({"place-heart": "x", "place-anvil": "1"}, 422, USUAL),
    ],
)
def test_the_page_of_the_staff(cast: Cast, sent: dict[str, str], status: int, keys: tuple[str, ...]) -> None:
    sara = signed_in(cast.sara)
    assert "Made me smile" in sara.get("/staff/reactions/").text
    assert sara.post("/staff/reactions/", sent).status_code == status
    assert offered_keys() == keys
