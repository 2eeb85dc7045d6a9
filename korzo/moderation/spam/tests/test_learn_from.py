"""The filter learns from the queue: what was called an advertisement, what was shown after all, what was reversed."""

import pytest
from django.utils import timezone

from korzo.moderation import actions
from korzo.moderation.actions import Verdict, Why
from korzo.moderation.models import Item
from korzo.moderation.models.spam import Lesson, LinkHost
from korzo.moderation.spam.submission import Reason
from korzo.moderation.tests.acting import decided, flagged, half_a_minute_passes
from korzo.moderation.tests.wall import LABEL, Wall
from tests.cast import Cast, let_worker_finish

WIN = "Win at https://win.example/ today, all of you."


def lessons() -> list[bool]:
    return list(Lesson.objects.order_by("pk").values_list("is_spam", flat=True))


def held(wall: Wall, cast: Cast) -> Item:
    line = wall.write(cast.luka, WIN, is_shown=False)
    verdict = Verdict(held=True, reasons=(Reason("links", {"most": 2}),))
    return actions.hold(LABEL, line.pk, author=cast.luka, verdict=verdict, at=timezone.now())


@pytest.mark.parametrize(
    ("verb", "reason", "learnt"),
    [("agree", "spam", [True]), ("disagree", "", [False]), ("agree", "rude", []), ("silence", "spam", [True])],
)
def test_it_learns_what_was_decided_about_a_held_text(
    wall: Wall, cast: Cast, verb: str, reason: str, learnt: list[bool]
) -> None:
    decided(held(wall, cast), cast.ivo, verb, reason=reason)
    assert lessons() == []
    half_a_minute_passes()
    assert lessons() == learnt


def test_it_learns_nothing_from_a_slip_of_the_finger(wall: Wall, cast: Cast) -> None:
    decision = decided(held(wall, cast), cast.ivo, "agree")
    actions.undo_decision(decision, actor=cast.ivo)
    half_a_minute_passes()
    assert lessons() == []


def test_it_learns_from_flags_that_spoke_of_spam(wall: Wall, cast: Cast) -> None:
    decided(flagged(wall.write(cast.luka, WIN).pk, cast.tea), cast.ivo, "disagree")
    decided(flagged(wall.write(cast.luka, "So rude.").pk, cast.tea, reason="rude"), cast.ivo, "disagree")
    half_a_minute_passes()
    assert lessons() == [False]


def test_it_learns_from_taking_down_and_unlearns_from_putting_back(wall: Wall, cast: Cast) -> None:
    line = wall.write(cast.luka, WIN)
    actions.take_down(LABEL, line.pk, actor=cast.ivo, statement=Why("spam"))
    assert (lessons(), LinkHost.objects.get().removed) == ([True], 1)
    actions.put_back(LABEL, line.pk, actor=cast.ivo)
    assert (lessons(), LinkHost.objects.count()) == ([], 0)


def test_it_learns_a_spammers_links_from_a_sweep(wall: Wall, cast: Cast) -> None:
    for number in range(15):
        wall.write(cast.luka, f"{WIN} {number}")
    swept = actions.sweep(cast.luka, actor=cast.ivo)
    actions.hide_traces(swept.pk)
    actions.hide_traces(swept.pk)
    assert (lessons(), LinkHost.objects.get().removed) == ([True] * 10, 10)
    actions.undo_sweep(swept, actor=cast.ivo)
    actions.show_traces(swept.pk)
    let_worker_finish()
    assert (lessons(), LinkHost.objects.count()) == ([], 0)
