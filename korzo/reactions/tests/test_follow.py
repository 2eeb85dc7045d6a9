from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

import pytest
from django.db import connection

from korzo.activity.models import Activity
from korzo.kit.errors import Missing, Refused
from korzo.members import actions as members
from korzo.members.models import Member
from korzo.reactions import permissions
from korzo.reactions.actions import follow, follow_by_itself, move_followers, unfollow
from korzo.reactions.models import Follow
from korzo.reactions.queries import followed_by, level_of, listeners, standings
from korzo.reactions.tests.things import HIDDEN, PLACE, TALK, WORD
from tests.cast import Cast, let_worker_finish

type Queries = Callable[..., AbstractContextManager[object]]

Level, Reason = Follow.Level, Follow.Reason


def rows() -> list[tuple[str, int, str, str]]:
    return list(Follow.objects.order_by("pk").values_list("subject_label", "subject_id", "level", "reason"))


def by_itself(member: Member, level: str = "tracking", reason: str = "replied", pk: int = 5) -> bool:
    return follow_by_itself(TALK, pk, member_id=member.pk, level=level, reason=reason)


@pytest.mark.parametrize("role", ["member", "moderator", "staff", "owner"])
def test_everybody_with_an_account_may_follow(cast: Cast, role: str) -> None:
    follow(TALK, 5, actor=cast.by_role()[role], level="watching")
    assert rows() == [(TALK, 5, "watching", "chosen")]
    activity = Activity.objects.get(verb="reactions.followed")
    assert (activity.actor_id, activity.subject_label, activity.subject_id) == (cast.by_role()[role].pk, TALK, 5)  # type: ignore[union-attr]  # all four are members
    assert not activity.kind.visible_to(cast.luka.pk)


def test_it_refuses_an_outsider(cast: Cast) -> None:
    with pytest.raises(Refused, match="sign in"):
        follow(TALK, 5, actor=cast.nada, level="watching")
    with pytest.raises(Refused, match="sign in"):
        unfollow(TALK, 5, actor=cast.nada)
    assert rows() == []
    assert not Activity.objects.filter(verb="reactions.followed").exists()


@pytest.mark.parametrize(
    ("label", "pk", "level", "error"),
    [
        (TALK, 5, "first_post", Refused),
        (TALK, HIDDEN, "watching", Missing),
        ("testing.nothing", 5, "watching", Missing),
        (TALK, 5, "loudly", ValueError),
    ],
)
def test_it_refuses_what_makes_no_sense(cast: Cast, label: str, pk: int, level: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        follow(label, pk, actor=cast.tea, level=level)
    assert rows() == []


def test_nobody_follows_themselves(cast: Cast) -> None:
    with pytest.raises(Refused, match="what you write"):
        follow("members.member", cast.tea.pk, actor=cast.tea, level="watching")
    follow("members.member", cast.luka.pk, actor=cast.tea, level="first_post")
    assert rows() == [("members.member", cast.luka.pk, "first_post", "chosen")]


def test_there_is_an_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "FOLLOWS_MAX", 2)
    by_itself(cast.tea, pk=9)
    follow(TALK, 1, actor=cast.tea, level="watching")
    follow(TALK, 2, actor=cast.tea, level="muted")
    with pytest.raises(Refused, match="great many"):
        follow(TALK, 3, actor=cast.tea, level="watching")
    assert len(rows()) == 3


def test_choosing_the_same_twice_tells_once(cast: Cast) -> None:
    follow(TALK, 5, actor=cast.tea, level="watching")
    follow(TALK, 5, actor=cast.tea, level="watching")
    follow(TALK, 5, actor=cast.tea, level="muted")
    assert rows() == [(TALK, 5, "muted", "chosen")]
    assert Activity.objects.filter(verb="reactions.followed").count() == 2


def test_a_choice_is_never_overridden(cast: Cast) -> None:
    follow(TALK, 5, actor=cast.tea, level="muted")
    assert by_itself(cast.tea) is False
    assert by_itself(cast.tea, "watching", "started") is False
    assert rows() == [(TALK, 5, "muted", "chosen")]


def test_letting_go_is_a_choice(cast: Cast) -> None:
    by_itself(cast.tea)
    assert unfollow(TALK, 5, actor=cast.tea) is True
    assert by_itself(cast.tea) is False
    assert rows() == [(TALK, 5, "normal", "chosen")]


def test_what_does_not_follow_by_itself_is_let_go_for_good(cast: Cast) -> None:
    follow(PLACE, 3, actor=cast.tea, level="watching")
    follow(PLACE, 3, actor=cast.luka, level="watching")
    assert unfollow(PLACE, 3, actor=cast.tea) is True
    assert unfollow(PLACE, 3, actor=cast.tea) is False
    assert list(Follow.objects.values_list("member_id", flat=True)) == [cast.luka.pk]


def test_following_by_itself_hears_more_and_never_less(cast: Cast) -> None:
    assert by_itself(cast.tea, "tracking", "read") is True
    assert by_itself(cast.tea, "watching", "started") is True
    assert by_itself(cast.tea, "tracking", "replied") is False
    assert rows() == [(TALK, 5, "watching", "started")]


@pytest.mark.parametrize(("level", "reason"), [("muted", "replied"), ("watching", "chosen")])
def test_nothing_is_muted_or_chosen_by_itself(cast: Cast, level: str, reason: str) -> None:
    with pytest.raises(ValueError, match="by itself"):
        by_itself(cast.tea, level, reason)
    assert rows() == []


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ({TALK: "muted", PLACE: "watching"}, "muted"),
        ({TALK: "watching", PLACE: "muted"}, "watching"),
        ({WORD: "watching", PLACE: "tracking"}, "watching"),
        ({WORD: "watching", PLACE: "muted"}, "muted"),
        ({WORD: "muted", PLACE: "watching"}, "muted"),
        ({TALK: "tracking", WORD: "watching", PLACE: "muted"}, "tracking"),
        ({PLACE: "first_post"}, "first_post"),
        ({}, "normal"),
    ],
)
def test_the_most_specific_wins(cast: Cast, said: dict[str, str], heard: str) -> None:
    of = [(TALK, 5), (WORD, 4), (PLACE, 3)]
    numbers = dict(of)
    for label, level in said.items():
        follow(label, numbers[label], actor=cast.tea, level=level)
    assert level_of(cast.tea, of) == heard
    assert listeners(of) == ({cast.tea.pk: heard} if said else {})
    assert level_of(cast.nada, of) == "normal"


def test_ten_thousand_hear_with_one_question(cast: Cast, django_assert_num_queries: Queries) -> None:
    crowd = Member.objects.bulk_create(
        [Member(email=f"{n}@example.com", name=f"M{n}", handle=f"m{n}", password="") for n in range(10_000)]  # noqa: S106 (nobody signs in)
    )
    Follow.objects.bulk_create(
        [Follow(subject_label=PLACE, subject_id=3, member=one, level=Level.WATCHING) for one in crowd]
        + [Follow(subject_label=TALK, subject_id=5, member=one, level=Level.MUTED) for one in crowd[:100]],
        batch_size=2_000,
    )
    with django_assert_num_queries(1):
        heard = listeners([(TALK, 5), (PLACE, 3)])
    assert len(heard) == 10_000
    assert sum(level is Level.MUTED for level in heard.values()) == 100


def test_a_page_knows_how_one_stands_with_two_questions(cast: Cast, django_assert_num_queries: Queries) -> None:
    follow(TALK, 5, actor=cast.tea, level="tracking")
    follow(PLACE, 3, actor=cast.tea, level="watching")
    members.block_member(cast.luka, actor=cast.tea)
    five, six = ((TALK, 5), (PLACE, 3)), ((TALK, 6), (PLACE, 3))
    luka, ivo = (("members.member", cast.luka.pk),), (("members.member", cast.ivo.pk),)
    with django_assert_num_queries(2):
        found = standings(cast.tea, [five, six, luka, ivo])
    assert (found[five].own, found[five].level, found[five].reason) == ("tracking", "tracking", "chosen")
    assert (found[six].own, found[six].level) == (None, "watching")
    assert (found[luka].is_muted, found[luka].is_blocked) == (False, True)
    assert (found[ivo].is_muted, found[ivo].is_blocked) == (False, False)
    with django_assert_num_queries(0):
        assert standings(None, [five])[five].level is None


def test_followers_of_two_that_became_one(cast: Cast) -> None:
    follow(TALK, 5, actor=cast.tea, level="watching")
    follow(TALK, 5, actor=cast.luka, level="watching")
    follow(TALK, 6, actor=cast.luka, level="muted")
    assert move_followers(TALK, 5, to_id=6) == 1
    assert listeners([(TALK, 6)]) == {cast.tea.pk: "watching", cast.luka.pk: "muted"}
    assert listeners([(TALK, 5)]) == {}


def test_a_member_sees_their_own_list(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("korzo.reactions.queries.follows.FOLLOWS_ON_PAGE", 2)
    for pk in (1, 2, 3):
        follow(TALK, pk, actor=cast.tea, level="watching")
    follow(PLACE, 9, actor=cast.luka, level="watching")
    first, more = followed_by(cast.tea)
    second, end = followed_by(cast.tea, before=more)
    assert ([line.subject_id for line in first], [line.subject_id for line in second], end) == ([3, 2], [1], None)
    unfollow(TALK, 2, actor=cast.tea)
    assert [line.subject_id for line in followed_by(cast.tea)[0]] == [3, 1], "what was let go is no longer there"
    assert followed_by(cast.tea, label=PLACE) == ([], None)
    assert followed_by(None) == ([], None)


def test_it_forgets_an_erased_member_and_whoever_followed_them(cast: Cast) -> None:
    follow(TALK, 5, actor=cast.tea, level="watching")
    follow("members.member", cast.tea.pk, actor=cast.luka, level="watching")
    follow(TALK, 5, actor=cast.luka, level="watching")
    members.erase(cast.tea)
    let_worker_finish()
    assert list(Follow.objects.values_list("member_id", "subject_label")) == [(cast.luka.pk, TALK)]


@pytest.mark.django_db(transaction=True)
def test_a_choice_beats_what_happens_at_the_same_moment(cast: Cast) -> None:
    def act(number: int) -> None:
        try:
            if number % 4 == 0:
                follow(TALK, 5, actor=cast.tea, level="muted")
            else:
                by_itself(cast.tea, "watching" if number % 2 else "tracking", "started" if number % 2 else "replied")
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        list(pool.map(act, range(24)))
    assert rows() == [(TALK, 5, "muted", "chosen")]
