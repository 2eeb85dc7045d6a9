from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from korzo.activity.models import Activity
from korzo.kit.errors import Refused
from korzo.members import actions as members
from korzo.reactions import queries
from korzo.reactions.actions import react, unreact
from korzo.reactions.models import Reaction
from tests.cast import Cast, let_worker_finish

POST = "testing.post"
verbs: Callable[[], list[str]] = lambda: list(  # noqa: E731 (a name for a question asked often)
    Activity.objects.filter(verb__startswith="reactions.").order_by("pk").values_list("verb", flat=True)
)


def test_it_keeps_one_reaction_and_tells_once(cast: Cast) -> None:
    first = react(POST, 5, actor=cast.tea, author_id=cast.luka.pk)
    again = react(POST, 5, actor=cast.tea, author_id=cast.luka.pk)
    assert first.pk == again.pk
    assert queries.counts(POST, [5, 6]) == {5: 1}
    activity = Activity.objects.get(verb="reactions.given")
    assert (activity.actor_id, activity.member_id) == (cast.tea.pk, cast.luka.pk)
    assert (activity.subject_label, activity.subject_id) == (POST, 5)


def test_it_refuses_the_authors_own(cast: Cast) -> None:
    with pytest.raises(Refused, match="own words"):
        react(POST, 5, actor=cast.tea, author_id=cast.tea.pk)
    assert not Reaction.objects.exists()
    assert verbs() == []


def test_it_refuses_an_outsider(cast: Cast) -> None:
    with pytest.raises(Refused, match="sign in"):
        react(POST, 5, actor=cast.nada, author_id=cast.tea.pk)
    assert not Reaction.objects.exists()
    assert verbs() == []


@pytest.mark.parametrize("role", ["member", "moderator", "staff", "owner"])
def test_everybody_with_an_account_may_react(cast: Cast, role: str) -> None:
    react(POST, 5, actor=cast.by_role()[role], author_id=cast.luka.pk)
    assert queries.counts(POST, [5]) == {5: 1}


def test_it_refuses_a_key_that_nobody_knows(cast: Cast) -> None:
    with pytest.raises(ValueError, match="anvil"):
        react(POST, 5, actor=cast.tea, author_id=cast.luka.pk, emoji="anvil")
    assert not Reaction.objects.exists()


def test_it_stops_who_is_quicker_than_people_are(cast: Cast) -> None:
    for pk in range(10):
        react(POST, pk, actor=cast.tea, author_id=cast.luka.pk)
    # Again what is given already is no turn.
    react(POST, 0, actor=cast.tea, author_id=cast.luka.pk)
    with pytest.raises(Refused, match="That was quick"):
        react(POST, 10, actor=cast.tea, author_id=cast.luka.pk)
    assert Reaction.objects.count() == 10


def test_it_takes_a_reaction_back_once(cast: Cast) -> None:
    react(POST, 5, actor=cast.tea, author_id=cast.luka.pk)
    assert unreact(POST, 5, actor=cast.tea, author_id=cast.luka.pk) is True
    assert unreact(POST, 5, actor=cast.tea, author_id=cast.luka.pk) is False
    assert queries.counts(POST, [5]) == {}
    assert verbs() == ["reactions.given", "reactions.withdrawn"]


def test_it_answers_for_a_whole_page_with_one_query(
    cast: Cast, django_assert_num_queries: Callable[[int], object]
) -> None:
    for number in range(1, 8):
        react(POST, number, actor=cast.tea, author_id=cast.luka.pk)
    react(POST, 7, actor=cast.ivo, author_id=cast.luka.pk)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]  # a context manager of pytest-django
        assert queries.counts(POST, range(6, 9)) == {6: 1, 7: 2}
        assert queries.mine(POST, range(6, 9), cast.ivo) == {7}
    with django_assert_num_queries(0):  # type: ignore[attr-defined]  # a context manager of pytest-django
        assert queries.mine(POST, range(6, 9), cast.nada) == set()


def test_it_forgets_an_erased_member(cast: Cast) -> None:
    react(POST, 5, actor=cast.tea, author_id=cast.luka.pk)
    react(POST, 5, actor=cast.ivo, author_id=cast.luka.pk)
    members.erase(cast.tea)
    let_worker_finish()
    assert list(Reaction.objects.values_list("member_id", flat=True)) == [cast.ivo.pk]


@pytest.mark.django_db(transaction=True)
def test_it_keeps_one_of_many_at_the_same_moment(cast: Cast) -> None:
    def tap(_number: int) -> None:
        try:
            react(POST, 5, actor=cast.tea, author_id=cast.luka.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        list(pool.map(tap, range(12)))
    assert queries.counts(POST, [5]) == {5: 1}
    assert verbs() == ["reactions.given"]
