"""Somebody new comments a little and slowly, as in the talk, until somebody trusts them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from korzo.comments import actions
from korzo.comments.actions import Written
from korzo.comments.models import Comment
from korzo.comments.tests.scenes import LABEL, Scene
from korzo.kit.errors import FieldRefused, Refused
from korzo.members.actions import grant
from korzo.members.models import Member
from korzo.moderation.models.spam import Origin, Rate
from korzo.moderation.queries.newcomers import EDIT_WINDOW, EDIT_WINDOW_OF_NEWCOMER, is_too_old_to_edit
from tests.cast import signed_in

pytestmark = pytest.mark.django_db
TWO_LINKS = "See https://a.example/1 and https://b.example/2"


def say_at_once(scene: Scene, words: str) -> Comment:
    written = Written(words)
    return actions.post_comment(LABEL, scene.product.pk, actor=scene.cast.luka, written=written, at=scene.now)


@pytest.fixture
def now(scene: Scene) -> Scene:
    """Luka joined an hour ago."""
    scene.now = timezone.now()
    Member.objects.filter(pk=scene.cast.luka.pk).update(joined_at=scene.now - timedelta(hours=1))
    scene.cast.luka.refresh_from_db()
    return scene


def test_the_first_day_is_slow(now: Scene) -> None:
    say_at_once(now, "Which size?")
    with pytest.raises(Refused, match="quick"):
        say_at_once(now, "And which colour?")
    assert Comment.objects.count() == 1


def test_trust_ends_the_first_day(now: Scene) -> None:
    grant(now.cast.luka.pk, key="trust:1", source="test")
    say_at_once(now, "Which size?")
    say_at_once(now, "And which colour?")
    assert Comment.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(f"{TWO_LINKS} and https://c.example/3", "two links"), ("Ask @tea, @ivo, @sara or @mira.", "a lot of people")],
)
def test_links_and_names_are_few_on_the_first_day(now: Scene, words: str, sentence: str) -> None:
    with pytest.raises(FieldRefused, match=sentence):
        say_at_once(now, words)
    assert not Comment.objects.exists()
    grant(now.cast.luka.pk, key="trust:1", source="test")
    say_at_once(now, words)
    assert Comment.objects.count() == 1


def test_a_text_of_yesterday_is_not_rewritten_by_somebody_new(now: Scene) -> None:
    luka, at = now.cast.luka, now.now
    assert not is_too_old_to_edit(luka, at - EDIT_WINDOW_OF_NEWCOMER, at)
    assert is_too_old_to_edit(luka, at - EDIT_WINDOW_OF_NEWCOMER - timedelta(seconds=1), at), (
        "brought along by an import"
    )
    grant(luka.pk, key="trust:1", source="test")
    assert not is_too_old_to_edit(luka, at - EDIT_WINDOW, at)
    assert is_too_old_to_edit(luka, at - EDIT_WINDOW - timedelta(seconds=1), at)


def test_changing_again_and_again_is_slowed_down(now: Scene) -> None:
    comment = say_at_once(now, "Which size?")
    for n in range(5):
        actions.edit_comment(now.fresh(comment), actor=now.cast.luka, written=Written(f"Size {n}?"), at=now.now)
    with pytest.raises(Refused, match="quick"):
        actions.edit_comment(now.fresh(comment), actor=now.cast.luka, written=Written("Size?"), at=now.now)
    assert Rate.objects.filter(kind__startswith="edit").exists()


def test_where_it_came_from_is_weighed_and_not_kept_with_it(scene: Scene) -> None:
    address = f"/comments/on/{LABEL}/{scene.product.pk}/"
    signed_in(scene.cast.tea).post(address, {"body": "Warm and dry."}, REMOTE_ADDR="93.184.216.34")
    assert Comment.objects.count() == 1
    assert Origin.objects.filter(member=scene.cast.tea).exists()
