"""Several people at the same moment: real threads, real transactions."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connections

from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.moderation import actions
from korzo.moderation.actions import Why
from korzo.moderation.models import Decision, Flag, Item, Sanction, Statement
from korzo.moderation.queries.queue import drifts
from korzo.moderation.tests.acting import choice, flagged, newcomers
from korzo.moderation.tests.wall import LABEL, Wall
from tests.cast import make_cast

pytestmark = pytest.mark.django_db(transaction=True)


def together(*deeds: Callable[[], object]) -> list[object]:
    """Each deed in a thread of its own, begun at one moment: what it returned, or the sentence it was refused with."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        start.wait()
        try:
            return deed()
        except Refused as refused:
            return refused.sentence
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_of_two_decisions_one_wins_and_the_other_is_told(wall: Wall) -> None:
    cast = make_cast()
    for member in newcomers(5):
        line = wall.write(cast.luka)
        item = flagged(line.pk, member)
        agree, disagree = choice(item, "agree"), choice(item, "disagree", reason="")
        first, second = together(
            partial(actions.decide, item, actor=cast.ivo, choice=agree),
            partial(actions.decide, item, actor=cast.sara, choice=disagree),
        )
        won = [one for one in (first, second) if isinstance(one, Decision)]
        lost = [one for one in (first, second) if isinstance(one, str)]
        assert len(won) == 1
        assert lost == [f"{'Ivo' if won[0].by == cast.ivo else 'Sara'} decided this a moment ago."]
        assert item.decisions.count() == 1
        assert wall.is_shown(line.pk) == (won[0].verb == "disagree")
        assert Statement.objects.filter(subject_id=line.pk).count() == int(won[0].verb == "agree")


def test_one_person_in_two_windows_flags_once(wall: Wall) -> None:
    cast = make_cast()
    wall.write(cast.luka)
    together(*[lambda: actions.flag(LABEL, 1, actor=cast.tea, reason="spam")] * 3)
    assert Flag.objects.count() == 1
    assert drifts() == []


def test_many_flags_at_once_are_all_counted_in_one_item_and_hide_once(wall: Wall) -> None:
    cast = make_cast()
    wall.write(cast.luka)
    people = newcomers(6)

    def point(member: Member) -> Callable[[], object]:
        return lambda: actions.flag(LABEL, 1, actor=member, reason="spam")

    together(*[point(member) for member in people])
    item = Item.objects.get()
    assert (item.flag_count, item.score, wall.steps) == (6, 600, ["hide 1"])
    assert drifts() == []


def test_two_proposals_of_a_ban_are_one_and_two_confirmations_too(wall: Wall) -> None:
    cast = make_cast()
    why = Why("spam")
    made = together(
        lambda: actions.propose_ban(cast.luka, actor=cast.ivo, why=why),
        lambda: actions.propose_ban(cast.luka, actor=cast.ivo, why=why),
    )
    assert Sanction.objects.count() == 1
    (item,) = [one for one in made if isinstance(one, Item)]
    asked = choice(item, "agree", reason="")
    together(
        lambda: actions.decide(item, actor=cast.sara, choice=asked),
        lambda: actions.decide(item, actor=cast.mira, choice=asked),
    )
    assert (Decision.objects.count(), Statement.objects.count()) == (1, 1)
    assert Member.objects.get(pk=cast.luka.pk).is_suspended


def test_of_two_who_claim_one_has_it(wall: Wall) -> None:
    cast = make_cast()
    wall.write(cast.luka)
    item = flagged(1, cast.tea)
    claims = together(lambda: actions.claim(item, actor=cast.ivo), lambda: actions.claim(item, actor=cast.sara))
    assert sorted(claims, key=bool) == [False, True]
    item.refresh_from_db()
    assert item.claimed_by in {cast.ivo, cast.sara}
