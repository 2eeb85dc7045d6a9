"""Whatever is done in whatever order, by one or by several at once: counts say what the rows say."""

import random
from collections.abc import Callable
from contextlib import suppress
from threading import Thread

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from korzo.comments import actions
from korzo.comments.models import Comment, CommentTotal
from korzo.comments.queries import comments_page, drifts
from korzo.comments.tests.scenes import LABEL, Scene, lay_out
from korzo.kit.errors import Missing, Refused
from tests.cast import Cast, make_cast

type Step = Callable[[random.Random, Scene], object]


def _one(chance: random.Random) -> Comment:
    return chance.choice(list(Comment.objects.select_related("parent").order_by("pk")))


def _top(chance: random.Random) -> Comment:
    return chance.choice(list(Comment.objects.filter(parent__isnull=True).order_by("pk")))


def _words(chance: random.Random) -> str:
    return f"Words {chance.random()}"


STEPS: dict[str, Step] = {
    "say": lambda chance, scene: scene.say(scene.cast.tea, _words(chance)),
    "answer": lambda chance, scene: scene.say(scene.cast.ivo, _words(chance), to=_top(chance)),
    "held": lambda chance, scene: scene.hold(scene.cast.tea, _words(chance), to=_top(chance)),
    "guest": lambda chance, scene: scene.write_as_guest(_words(chance), mail=f"g{chance.random()}@example.org"),
    "confirm": lambda chance, scene: actions.confirm_comment(_one(chance).pk),
    "guest_away": lambda chance, scene: actions.remove_as_guest(_one(chance).pk),
    "hide": lambda chance, scene: actions.hide_comment(_one(chance).pk, actor=scene.cast.ivo, reason="No."),
    "show": lambda chance, scene: actions.show_comment(_one(chance).pk, actor=scene.cast.ivo),
    "release": lambda chance, scene: actions.release_comment(_one(chance).pk, actor=scene.cast.ivo),
    "refuse": lambda chance, scene: actions.refuse_comment(_one(chance).pk, actor=scene.cast.ivo, reason="No."),
    "remove": lambda chance, scene: actions.remove_comment(_one(chance), actor=scene.cast.tea),
    "forget": lambda chance, scene: actions.forget_guests(now=scene.later()),
}


def do(step: str, chance: random.Random, scene: Scene) -> None:
    with suppress(Refused, Missing):
        STEPS[step](chance, scene)


def check(scene: Scene) -> None:
    assert drifts() == []
    page = comments_page(LABEL, scene.product.pk, limit=1_000)
    shown = [one for top in page.comments for one in (top, *top.answers) if not one.is_gone]
    assert page.count == len(shown) == Comment.objects.filter(state="visible").count()


@pytest.mark.django_db
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(sorted(STEPS)), max_size=14), seed=st.integers(0, 10_000))
def test_counts_never_drift_from_rows(cast: Cast, steps: list[str], seed: int) -> None:
    Comment.objects.exclude(parent=None).delete()
    Comment.objects.all().delete()
    CommentTotal.objects.all().delete()
    scene = lay_out(cast)
    scene.let_guests_in()
    chance = random.Random(seed)
    scene.say(scene.cast.tea, "The first.")
    for step in steps:
        do(step, chance, scene)
    check(scene)


@pytest.mark.django_db(transaction=True)
def test_several_at_once_get_their_own_numbers() -> None:
    scene = lay_out(make_cast())
    first = scene.say(scene.cast.tea, "The first.")
    people = [scene.cast.tea, scene.cast.ivo, scene.cast.sara, scene.cast.mira]
    went_wrong: list[Exception] = []

    def talk(place: int) -> None:
        try:
            for n in range(3):
                actions.post_comment(
                    LABEL,
                    scene.product.pk,
                    actor=people[place],
                    written=actions.Written(f"From {place}, number {n}"),
                    parent_id=first.pk if n else None,
                )
        except Exception as error:  # noqa: BLE001 (told to the test, which fails)
            went_wrong.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=talk, args=[place]) for place in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert went_wrong == []
    numbers = list(Comment.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 14))
    check(scene)
