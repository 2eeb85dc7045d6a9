from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from korzo.activity.models import Activity, Outgoing
from korzo.discussions import actions as discussions
from korzo.notifications.actions import mark_all_read, take_back_reaction, tell_of_reaction
from korzo.notifications.actions.hearts import APART_MAX, GATHERED_WITHIN, MANY
from korzo.notifications.models import Notice
from korzo.notifications.tests.scenes import a_question, a_reply, notices_of, sentences
from tests.cast import Cast

START = datetime(2026, 11, 23, 10, tzinfo=UTC)


def react(cast: Cast, actor_id: int, post: int, at: datetime, *, back: bool = False, emoji: str = "heart") -> None:
    cause = Activity.objects.create(
        verb="reactions.withdrawn" if back else "reactions.given",
        actor_id=actor_id,
        member_id=cast.tea.pk,
        data={"of_label": "testing.post", "of_id": post, "emoji": emoji},
        occurred_at=at,
    )
    if back:
        take_back_reaction(cause, pk=post, emoji=emoji)
    else:
        tell_of_reaction(cause, label="testing.post", pk=post, emoji=emoji)


def unread(cast: Cast) -> list[Notice]:
    return list(Notice.objects.filter(member=cast.tea, kind="reactions.given", read_at__isnull=True).order_by("pk"))


def test_from_the_third_post_on_they_are_one(cast: Cast) -> None:
    topic = a_question(cast.luka)
    replies = [a_reply(topic, cast.tea) for _turn in range(4)]
    Notice.objects.all().delete()
    for reply, giver in zip(replies, (cast.luka, cast.ivo), strict=False):
        discussions.give_heart(reply, actor=giver)
    assert len(notices_of(cast.tea)) == 2
    discussions.give_heart(replies[2], actor=cast.luka)
    discussions.give_heart(replies[3], actor=cast.sara)
    assert sentences(cast.tea) == ["Sara and 2 others liked 4 posts of yours"]
    discussions.take_heart_back(replies[3], actor=cast.sara)
    assert sentences(cast.tea) == ["Luka and Ivo liked 3 posts of yours"]
    assert not Outgoing.objects.filter(member_id=cast.tea.pk, sender="notifications.mail").exists()


def test_after_two_hours_a_new_gathering_begins(cast: Cast) -> None:
    for number in range(3):
        react(cast, cast.luka.pk, number, START)
    react(cast, cast.ivo.pk, 7, START + GATHERED_WITHIN + timedelta(minutes=1))
    assert [one.key.startswith(MANY) for one in unread(cast)] == [True, False]


def test_another_sign_is_called_so(cast: Cast) -> None:
    react(cast, cast.luka.pk, 1, START, emoji="wow")
    assert sentences(cast.tea) == ["Luka reacted to what you wrote"]


type Step = tuple[str, int, int, int]
STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.tuples(
        st.sampled_from(["give", "give", "give", "back", "read"]),
        st.integers(0, 3),
        st.integers(1, 5),
        st.integers(0, 90),
    ),
    max_size=24,
)


@pytest.fixture
def clean(cast: Cast) -> Iterator[Cast]:
    yield cast
    Notice.objects.all().delete()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_each_reaction_stands_in_one_notice(clean: Cast, steps: list[Step]) -> None:
    """Given and not taken back since it was last read: told exactly once, with faces that agree, never as a crowd."""
    cast = clean
    Notice.objects.all().delete()
    givers = [cast.mira.pk, cast.sara.pk, cast.ivo.pk, cast.luka.pk]
    now, fresh = START, set[tuple[int, int]]()
    known = set[tuple[int, int]]()
    for verb, giver, post, minutes in steps:
        now += timedelta(minutes=minutes)
        pair = (post, givers[giver])
        if verb == "give" and pair not in known:
            react(cast, pair[1], post, now)
            fresh.add(pair)
            known.add(pair)
        elif verb == "back" and pair in known:
            react(cast, pair[1], post, now, back=True)
            fresh.discard(pair)
            known.discard(pair)
        elif verb == "read":
            mark_all_read(actor=cast.tea, at=now)
            fresh.clear()
        rows = unread(cast)
        told = [(one[0], one[1]) for row in rows for one in row.params["given"]]
        assert sorted(told) == sorted(fresh)
        for row in rows:
            faces = {one[1] for one in row.params["given"]}
            assert (set(row.actor_ids), row.actor_count) == (faces, len(faces))
        recent = [row for row in rows if row.created_at > now - GATHERED_WITHIN and not row.key.startswith(MANY)]
        assert len(recent) <= APART_MAX
