"""The steps that a room declares itself to: what every room gets by them, proved with the entries of the wall."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from korzo.comments.actions import hide_comment, refuse_comment, release_comment, show_comment
from korzo.comments.actions.team import STEPS as COMMENTS
from korzo.comments.models import CommentHold, CommentRemoval
from korzo.comments.tests.scenes import Scene, lay_out
from korzo.contests.actions.moderate_entry import STEPS as ENTRIES
from korzo.discussions.actions.team import STEPS as POSTS
from korzo.moderation.actions import Steps, found_at, of_team, one_line
from korzo.moderation.registry import moderated
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return lay_out(cast)


@pytest.mark.parametrize("steps", [COMMENTS, ENTRIES, POSTS])
def test_the_queue_takes_the_steps_of_the_room(steps: Steps[Any, Any, Any]) -> None:
    kind = moderated(steps.label)
    assert (kind.hide, kind.show, kind.release, kind.refuse) == (steps.hide, steps.show, steps.release, steps.refuse)


def test_a_second_refusal_changes_nothing(scene: Scene) -> None:
    held = scene.hold(scene.cast.luka, "Cheap watches.")
    earlier = timezone.now() - timedelta(days=1)
    assert refuse_comment(held.pk, actor=scene.cast.ivo, reason=" Not \x00 here. ", at=earlier) is True
    assert refuse_comment(held.pk, actor=scene.cast.sara, reason="Again.") is False
    kept = CommentHold.objects.get()
    assert (kept.refusal, kept.refused_by, kept.refused_at, kept.is_refused) == (
        "Not here.", scene.cast.ivo, earlier, True,
    )  # fmt: skip
    assert release_comment(held.pk, actor=scene.cast.sara) is True
    assert release_comment(held.pk, actor=scene.cast.sara) is False


def test_a_second_taking_away_keeps_the_first_reason(scene: Scene) -> None:
    said = scene.say(scene.cast.luka, "Warm and dry.")
    assert hide_comment(said.pk, actor=scene.cast.ivo, reason="Off topic. " * 90) is True
    assert hide_comment(said.pk, actor=None, reason="Twice.") is False
    kept = CommentRemoval.objects.get()
    assert (kept.by, len(kept.reason), kept.reason.startswith("Off topic.")) == (scene.cast.ivo, 500, True)
    assert show_comment(said.pk, actor=None) is True
    assert show_comment(said.pk, actor=None) is False


def test_reasons_are_one_line_and_the_house_is_nobody(cast: Cast) -> None:
    assert one_line(" a\n\tb\x00 ", 3) == "a b"
    assert len(one_line("x" * 900)) == 300
    assert (of_team(None), of_team(cast.ivo)) == ("system", "staff")


@pytest.mark.parametrize(
    ("path", "found"), [("/reviews/7/", 7), ("/comments/7/", None), ("/nowhere/at/all", None), ("", None)]
)
def test_an_address_leads_to_a_thing_of_its_kind_alone(path: str, found: int | None) -> None:
    assert found_at(path, {"reviews:review": lambda pk: pk}) == found
