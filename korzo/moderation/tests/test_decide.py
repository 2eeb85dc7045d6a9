"""Somebody of the team decides: once, about what they really saw, and with half a minute to take it back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from korzo.activity.models import Activity, Outgoing
from korzo.kit.errors import Missing, Refused
from korzo.moderation import actions
from korzo.moderation.actions import Reason, Verdict, Why
from korzo.moderation.models import Decision, Entry, Flag, Item, Sanction, Statement
from korzo.moderation.queries.statements import statement_links
from korzo.moderation.tests.acting import choice, decided, flagged, half_a_minute_passes, newcomers
from korzo.moderation.tests.wall import LABEL, Wall
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def held(wall: Wall, cast: Cast) -> Item:
    wall.write(cast.luka, "Look at lamp.example", is_shown=False)
    verdict = Verdict(held=True, reasons=(Reason("unknown_host", {"host": "lamp.example"}),))
    return actions.hold(LABEL, 1, author=cast.luka, verdict=verdict, at=timezone.now())


def test_agreeing_takes_it_down_with_reasons_that_are_told_after_half_a_minute(cast: Cast, wall: Wall) -> None:
    wall.write(cast.luka, "Buy my lamp.")
    item = flagged(1, cast.tea)
    decision = decided(item, cast.ivo, "agree", words="Twice in a week.")
    decision.refresh_from_db()
    assert (wall.steps, decision.hid) == (["hide 1"], True)
    assert wall.reasons[1] == "It advertises something, or was posted for its link. Twice in a week."
    statement = Statement.objects.get()
    assert (statement.member, statement.restriction, statement.source) == (cast.luka, "removed", "flags")
    assert (statement.facts, statement.excerpt) == ("Twice in a week.", "Line 1 Buy my lamp.")
    assert (statement.automated_decision, statement.is_law) == (False, False)
    assert statement_links(LABEL, [1, 2]) == {1: f"/report/decisions/{statement.pk}/"}
    told = Activity.objects.filter(verb__startswith="moderation.")
    assert not told.exists()

    half_a_minute_passes()
    assert set(told.values_list("verb", "member_id")) == {
        ("moderation.flag_decided", cast.tea.pk),
        ("moderation.statement_made", cast.luka.pk),
    }
    letter = Outgoing.objects.get(sender="moderation.letter")
    assert (letter.state, letter.member_id) == (Outgoing.State.SENT, cast.luka.pk)
    assert Flag.objects.get().outcome == Flag.Outcome.AGREED


def test_disagreeing_shows_again_what_the_flags_hid(cast: Cast, wall: Wall) -> None:
    wall.write(cast.luka)
    item = flagged(1, *newcomers(3))
    decided(item, cast.ivo, "disagree")
    assert (wall.steps, wall.is_shown(1)) == (["hide 1", "show 1"], True)
    assert not Statement.objects.exists()
    assert set(Flag.objects.values_list("outcome", flat=True)) == {"disagreed"}


def test_closing_says_nothing_about_who_was_right(cast: Cast, wall: Wall) -> None:
    wall.write(cast.luka)
    decided(flagged(1, cast.tea), cast.ivo, "ignore", reason="")
    assert Flag.objects.get().outcome == "ignored"
    assert wall.steps == []


def test_one_key_also_silences_for_as_long_as_it_is_the_turn(cast: Cast, wall: Wall) -> None:
    wall.write(cast.luka)
    decided(flagged(1, cast.tea), cast.ivo, "silence")
    sanction = Sanction.objects.get()
    assert (sanction.kind, sanction.member, wall.steps) == ("silence", cast.luka, ["hide 1"])
    cast.luka.refresh_from_db()
    assert cast.luka.silenced_until == sanction.until
    assert round((sanction.until - sanction.at) / timedelta(hours=1)) == 24  # type: ignore[operator]


def test_one_key_proposes_a_ban_and_bans_nobody(cast: Cast, wall: Wall) -> None:
    wall.write(cast.luka)
    decided(flagged(1, cast.tea), cast.ivo, "ban")
    cast.luka.refresh_from_db()
    assert cast.luka.suspended_until is None
    assert Item.objects.get(kind="ban").is_open


def test_what_was_held_is_published_or_not(cast: Cast, wall: Wall) -> None:
    item = held(wall, cast)
    assert item.held_for == [{"code": "unknown_host", "facts": {"host": "lamp.example"}}]
    decided(item, cast.ivo, "disagree", reason="")
    assert (wall.steps, wall.is_shown(1)) == (["release 1"], True)


def test_what_is_not_published_says_that_a_check_noticed_it(cast: Cast, wall: Wall) -> None:
    decided(held(wall, cast), cast.ivo, "agree")
    statement = Statement.objects.get()
    assert (wall.steps, statement.restriction, statement.automated_detection) == (["refuse 1"], "not_shown", True)


def test_it_asks_again_when_the_words_changed(cast: Cast, wall: Wall) -> None:
    wall.write(cast.luka)
    item = flagged(1, cast.tea)
    asked = choice(item, "agree")
    wall.edit(1, "Better words")
    with pytest.raises(actions.Changed):
        actions.decide(item, actor=cast.ivo, choice=asked)
    assert (wall.steps, Decision.objects.count(), Statement.objects.count()) == ([], 0, 0)


def test_it_asks_again_when_another_flag_came(cast: Cast, wall: Wall) -> None:
    wall.write(cast.luka)
    item = flagged(1, cast.tea)
    asked = choice(item, "disagree")
    flagged(1, newcomers(1)[0])
    with pytest.raises(actions.Changed):
        actions.decide(item, actor=cast.ivo, choice=asked)
    assert not Decision.objects.exists()


def test_the_second_is_told_who_was_first(cast: Cast, wall: Wall) -> None:
    wall.write(cast.luka)
    item = flagged(1, cast.tea)
    decided(item, cast.ivo, "disagree")
    with pytest.raises(Refused, match="Ivo decided this a moment ago"):
        decided(item, cast.sara, "agree")
    assert wall.steps == []


@pytest.mark.parametrize(("verb", "reason"), [("agree", "other"), ("agree", "nothing"), ("nothing", "spam")])
def test_it_wants_a_reason_that_says_something(cast: Cast, wall: Wall, verb: str, reason: str) -> None:
    wall.write(cast.luka)
    item = flagged(1, cast.tea)
    with pytest.raises(Refused):
        decided(item, cast.ivo, verb, reason=reason)
    item.refresh_from_db()
    assert item.is_open
    assert not Entry.objects.filter(verb="decided").exists()


def test_nobody_decides_about_themselves_nor_without_being_of_the_team(cast: Cast, wall: Wall) -> None:
    wall.write(cast.ivo)
    item = flagged(1, cast.tea)
    for person in (cast.ivo, cast.tea, None):
        with pytest.raises(Refused):
            decided(item, person, "disagree")  # type: ignore[arg-type]
    assert not Decision.objects.exists()


@pytest.mark.parametrize("verb", ["agree", "disagree", "ignore", "silence", "ban"])
def test_it_is_taken_back_without_a_trace_for_anybody(cast: Cast, wall: Wall, verb: str) -> None:
    wall.write(cast.luka)
    item = flagged(1, *newcomers(3))
    hidden_before = wall.is_shown(1)
    made = decided(item, cast.ivo, verb)
    back = actions.undo_decision(made, actor=cast.ivo)
    half_a_minute_passes()
    cast.luka.refresh_from_db()
    assert (back.is_open, wall.is_shown(1), cast.luka.silenced_until) == (True, hidden_before, None)
    assert set(Flag.objects.values_list("outcome", flat=True)) == {"open"}
    assert not Activity.objects.filter(verb__startswith="moderation.").exists()
    assert not Outgoing.objects.filter(sender="moderation.letter").exists()
    assert not Item.objects.filter(kind="ban", closed_at__isnull=True).exists()
    assert Entry.objects.filter(verb="undone").count() == 1
    decided(back, cast.sara, "disagree")
    assert wall.is_shown(1)


@pytest.mark.parametrize("verb", ["agree", "disagree"])
def test_what_was_held_waits_again(cast: Cast, wall: Wall, verb: str) -> None:
    item = held(wall, cast)
    actions.undo_decision(decided(item, cast.ivo, verb), actor=cast.ivo)
    assert not wall.is_shown(1)
    decided(item, cast.ivo, "disagree")
    assert wall.is_shown(1)


def test_only_whoever_decided_takes_it_back_and_only_for_half_a_minute(cast: Cast, wall: Wall) -> None:
    wall.write(cast.luka)
    made = decided(flagged(1, cast.tea), cast.ivo, "agree")
    with pytest.raises(Refused, match="Somebody else"):
        actions.undo_decision(made, actor=cast.sara)
    Decision.objects.update(at=timezone.now() - timedelta(seconds=31))
    made.refresh_from_db()
    with pytest.raises(Refused, match="Thirty seconds"):
        actions.undo_decision(made, actor=cast.ivo)
    assert not wall.is_shown(1)


def test_somebody_of_the_team_takes_down_and_puts_back_where_it_stands(cast: Cast, wall: Wall) -> None:
    wall.write(cast.luka)
    item = flagged(1, cast.tea)
    made = actions.take_down(LABEL, 1, actor=cast.ivo, statement=Why("rude", "This is about a person."))
    item.refresh_from_db()
    assert made is not None
    assert (made.source, item.is_open, Flag.objects.get().outcome) == ("own", False, "agreed")
    half_a_minute_passes()
    assert Outgoing.objects.get(sender="moderation.letter").state == Outgoing.State.SENT
    actions.put_back(LABEL, 1, actor=cast.sara)
    assert (wall.is_shown(1), statement_links(LABEL, [1])) == (True, {})
    assert Activity.objects.filter(verb="moderation.statement_withdrawn", member_id=cast.luka.pk).count() == 1


def test_taking_down_is_for_the_team_and_for_what_is_there(cast: Cast, wall: Wall) -> None:
    wall.write(cast.luka)
    with pytest.raises(Refused):
        actions.take_down(LABEL, 1, actor=cast.tea, statement=Why("spam"))
    with pytest.raises(Refused):
        actions.take_down(LABEL, 1, actor=cast.ivo, statement=Why("illegal"))
    with pytest.raises(Missing):
        actions.take_down(LABEL, 7, actor=cast.ivo, statement=Why("spam"))
    assert (wall.steps, Entry.objects.count()) == ([], 0)
