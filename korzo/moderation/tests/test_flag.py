"""A member points at something; enough of them hide it until somebody decides."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from korzo.kit.errors import Missing, Refused
from korzo.members.actions import grant
from korzo.members.models import Member
from korzo.moderation import actions
from korzo.moderation.models import Entry, Flag, Item
from korzo.moderation.queries.queue import drifts
from korzo.moderation.queries.weights import accuracy_of, weight_of
from korzo.moderation.tests.acting import decided, flagged, newcomers
from korzo.moderation.tests.wall import LABEL, Wall
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_it_opens_an_item_with_the_thing_as_it_was_seen(cast: Cast, wall: Wall) -> None:
    wall.write(cast.luka, "Buy my lamp.")
    item = flagged(1, cast.tea, reason="spam")
    wall.edit(1, "Good evening.")
    item.refresh_from_db()
    assert (item.plain, item.author, item.flag_count, item.score) == ("Buy my lamp.", cast.luka, 1, 100)
    assert wall.is_shown(1)
    entry = Entry.objects.get(verb=Entry.Verb.FLAGGED)
    assert (entry.actor, entry.member, entry.data) == (cast.tea, cast.luka, {"reason": "spam"})


def test_three_members_hide_it_and_nobody_is_named_for_that(cast: Cast, wall: Wall) -> None:
    wall.write(cast.luka)
    people = newcomers(3)
    item = flagged(1, *people)
    item.refresh_from_db()
    assert (wall.steps, item.score, item.hidden_at is not None) == (["hide 1"], 300, True)
    entry = Entry.objects.get(verb=Entry.Verb.HIDDEN_AT_ONCE)
    assert (entry.actor, entry.automated) == (None, True)


def test_one_of_the_team_is_enough(cast: Cast, wall: Wall) -> None:
    wall.write(cast.luka)
    flagged(1, cast.ivo)
    assert wall.steps == ["hide 1"]


def test_somebody_trusted_hides_spam_of_somebody_new_at_once(cast: Cast, wall: Wall) -> None:
    wall.write(cast.luka)
    grant(cast.tea.pk, key="trust:3", source="test")
    flagged(1, cast.tea, reason="off_topic")
    assert wall.steps == []
    wall.write(cast.luka)
    flagged(2, cast.tea, reason="spam")
    assert wall.steps == ["hide 2"]


@pytest.mark.parametrize("reason", ["nonsense", "other"])
def test_it_wants_a_reason_and_words_where_the_reason_says_nothing(cast: Cast, wall: Wall, reason: str) -> None:
    wall.write(cast.luka)
    with pytest.raises(Refused):
        actions.flag(LABEL, 1, actor=cast.tea, reason=reason)
    assert not Flag.objects.exists()
    assert not Item.objects.exists()


def test_it_refuses_a_second_flag_until_a_day_has_passed_and_somebody_decided(cast: Cast, wall: Wall) -> None:
    wall.write(cast.luka)
    item = flagged(1, cast.tea)
    with pytest.raises(Refused, match="told us already"):
        actions.flag(LABEL, 1, actor=cast.tea, reason="rude")
    decided(item, cast.ivo, "disagree")
    with pytest.raises(Refused, match="tomorrow"):
        actions.flag(LABEL, 1, actor=cast.tea, reason="rude")
    Flag.objects.update(at=timezone.now() - timedelta(hours=25))
    assert flagged(1, cast.tea).pk != item.pk


def test_it_refuses_ones_own_the_unseen_and_outsiders(cast: Cast, wall: Wall) -> None:
    wall.write(cast.tea)
    wall.closed_to_members.add(wall.write(cast.luka).pk)
    with pytest.raises(Refused, match="your own"):
        actions.flag(LABEL, 1, actor=cast.tea, reason="spam")
    with pytest.raises(Missing):
        actions.flag(LABEL, 2, actor=cast.tea, reason="spam")
    with pytest.raises(Missing):
        actions.flag(LABEL, 3, actor=cast.tea, reason="spam")
    with pytest.raises(Missing):
        actions.flag("wall.nothing", 1, actor=cast.tea, reason="spam")
    with pytest.raises(Refused, match="sign in"):
        actions.flag(LABEL, 1, actor=None, reason="spam")
    assert not Item.objects.exists()


def test_an_edit_is_frozen_anew_by_the_next_flag(cast: Cast, wall: Wall) -> None:
    wall.write(cast.luka, "First words")
    item = flagged(1, cast.tea)
    version = item.version
    wall.edit(1, "Other words")
    item = flagged(1, newcomers(1)[0])
    assert (item.plain, item.version) == ("Other words", version + 2)


def test_a_word_to_the_author_calls_nobody(cast: Cast, wall: Wall) -> None:
    wall.write(cast.luka)
    made = actions.flag(LABEL, 1, actor=cast.tea, reason="tell_author", words="Your link is broken.")
    assert (made.item, made.weight) == (None, 0)
    assert not Item.objects.exists()


def test_who_was_never_right_hardly_counts(cast: Cast, wall: Wall) -> None:
    assert (accuracy_of(cast.tea.pk), weight_of(cast.tea, "rude")) == (100, 100)
    for _number in range(8):
        line = wall.write(cast.luka)
        Flag.objects.create(
            label=LABEL, subject_id=line.pk, member=cast.tea, reason="rude", outcome=Flag.Outcome.DISAGREED
        )
    assert (accuracy_of(cast.tea.pk), weight_of(cast.tea, "rude"), weight_of(cast.tea, "off_topic")) == (20, 20, 10)


type Deed = tuple[str, int, int, str]

DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["flag", "flag", "flag", "agree", "disagree", "ignore", "undo"]),
        st.integers(0, 5),
        st.integers(1, 3),
        st.sampled_from(["spam", "rude", "off_topic"]),
    ),
    max_size=25,
)


@given(deeds=DEEDS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_figures_of_the_queue_are_those_of_its_rows(
    cast: Cast, wall: Wall, deeds: list[tuple[str, int, int, str]]
) -> None:
    """Whatever happens in whatever order, no item counts what is not there."""
    Item.objects.all().delete()
    for kept in (wall.lines, wall.steps):
        kept.clear()
    people = list(Member.objects.filter(handle__startswith="m", role="member").exclude(handle="mira")) or newcomers(6)
    for _number in range(3):
        wall.write(cast.luka)
    for verb, who, line, reason in deeds:
        with suppress(Refused):
            _do(verb, people[who], line, reason, cast)
        assert drifts() == []
        open_lines = Item.objects.filter(closed_at__isnull=True).values_list("subject_id", flat=True)
        assert len(open_lines) == len(set(open_lines))
        assert Flag.objects.filter(item__closed_at__isnull=False, outcome="open").count() == 0


def _do(verb: str, member: Member, line: int, reason: str, cast: Cast) -> None:
    if verb == "flag":
        actions.flag(LABEL, line, actor=member, reason=reason)
        return
    item = Item.objects.filter(subject_id=line).order_by("-pk").first()
    if item is None:
        return
    if verb == "undo":
        standing = item.decisions.filter(undone_at__isnull=True).first()
        if standing is not None:
            actions.undo_decision(standing, actor=cast.ivo)
        return
    decided(item, cast.ivo, verb)
