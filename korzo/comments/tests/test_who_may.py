"""Who may do what with a comment, for each role and each state. The sentence and the row agree."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from korzo.comments import actions
from korzo.comments.models import Comment
from korzo.comments.permissions import can_edit, can_remove, may_read, visible_to
from korzo.comments.tests.scenes import LABEL, Scene
from korzo.kit.errors import Missing, Refused
from korzo.members.models import Member
from korzo.members.permissions import Person
from tests.cast import signed_in

pytestmark = pytest.mark.django_db

# `author` is Luka, who wrote it; all others are known members and the team.
ROLES = ("outsider", "author", "member", "moderator", "staff", "owner")
STATES = ("visible", "held", "hidden", "removed", "awaiting")
# In the order of the states.
READS = {
    "outsider": (True, False, False, False, False),
    "author": (True, True, True, False, False),
    "member": (True, False, False, False, False),
    "moderator": (True, True, True, True, True),
    "staff": (True, True, True, True, True),
    "owner": (True, True, True, True, True),
}
EDITS = {
    "outsider": (False, False, False, False, False),
    "author": (True, False, False, False, False),
    "member": (False, False, False, False, False),
    "moderator": (False, False, False, False, False),
    "staff": (True, True, False, False, True),
    "owner": (True, True, False, False, True),
}
REMOVES = {
    "outsider": (False, False, False, False, False),
    "author": (True, True, False, False, False),
    "member": (False, False, False, False, False),
    "moderator": (True, True, False, False, True),
    "staff": (True, True, False, False, True),
    "owner": (True, True, False, False, True),
}


def person(scene: Scene, role: str) -> Person:
    return scene.cast.luka if role == "author" else scene.cast.by_role()[role]


def in_state(scene: Scene, state: str) -> Comment:
    luka = scene.cast.luka
    if state == "awaiting":
        scene.let_guests_in()
        return scene.fresh(scene.write_as_guest())
    comment = scene.hold(luka, "A word.") if state == "held" else scene.say(luka, "A word.")
    if state == "hidden":
        actions.hide_comment(comment.pk, actor=scene.cast.ivo, reason="Off topic.")
    if state == "removed":
        actions.remove_comment(comment, actor=luka)
    return scene.fresh(comment)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ROLES)
def test_it_reads_edits_and_removes_as_the_table_says(scene: Scene, role: str, state: str) -> None:
    comment, one, place = in_state(scene, state), person(scene, role), STATES.index(state)
    assert visible_to(one).filter(pk=comment.pk).exists() is READS[role][place]
    assert can_edit(one, comment, scene.now) is EDITS[role][place]
    assert can_remove(one, comment) is REMOVES[role][place]
    assert may_read(one, comment.pk) is (state == "visible")
    address = signed_in(one).get(f"/comments/{comment.pk}/")
    assert address.status_code == (302 if READS[role][place] else 404)


@pytest.mark.parametrize("role", ROLES)
def test_pages_refuse_whom_the_rules_refuse(scene: Scene, role: str) -> None:
    scene.now = timezone.now() - timedelta(hours=1)
    comment = in_state(scene, "visible")
    client = signed_in(person(scene, role))
    for page, table in (("edit", EDITS), ("removal", REMOVES)):
        answer = client.get(f"/comments/{comment.pk}/{page}/")
        assert (answer.status_code == 200) is table[role][0], page
    answer = client.post(f"/comments/{comment.pk}/removal/", {"reason": "Off topic."})
    gone = scene.fresh(comment).state == "hidden"
    assert gone is REMOVES[role][0]
    assert (answer.status_code == 302 and "/login/" not in answer["Location"]) is REMOVES[role][0]


DECISIONS: dict[str, Callable[[int, Member], object]] = {
    "hide": lambda pk, actor: actions.hide_comment(pk, actor=actor, reason="Off topic."),
    "show": lambda pk, actor: actions.show_comment(pk, actor=actor),
    "release": lambda pk, actor: actions.release_comment(pk, actor=actor),
    "refuse": lambda pk, actor: actions.refuse_comment(pk, actor=actor, reason="No."),
}


@pytest.mark.parametrize("verb", DECISIONS)
@pytest.mark.parametrize("role", ["author", "member", "moderator", "staff", "owner"])
def test_only_the_team_decides(scene: Scene, role: str, verb: str) -> None:
    comment, one = in_state(scene, "held"), person(scene, role)
    assert one is not None
    if role in {"moderator", "staff", "owner"}:
        DECISIONS[verb](comment.pk, one)
    else:
        with pytest.raises(Refused):
            DECISIONS[verb](comment.pk, one)
        assert scene.fresh(comment).state == "held"


@pytest.mark.parametrize("role", ["outsider", "author", "member", "moderator"])
def test_only_staff_change_the_rules(scene: Scene, role: str) -> None:
    with pytest.raises(Refused):
        actions.change_rules(actions.RulesChange(guests_may=True), actor=person(scene, role))


def test_nobody_reacts_to_their_own_or_to_what_is_not_shown(scene: Scene) -> None:
    comment = in_state(scene, "visible")
    with pytest.raises(Refused):
        actions.react_to(comment, actor=scene.cast.luka)
    with pytest.raises(Refused):
        actions.react_to(comment, actor=None)
    held = scene.fresh(scene.hold(scene.cast.luka, "Another."))
    with pytest.raises(Refused):
        actions.react_to(held, actor=scene.cast.ivo)
    assert actions.react_to(comment, actor=scene.cast.tea).emoji == "heart"


def test_whoever_is_silenced_does_not_comment(scene: Scene) -> None:
    Member.objects.filter(pk=scene.cast.tea.pk).update(has_unread_warning=True)
    scene.cast.tea.refresh_from_db()
    with pytest.raises(Refused):
        scene.say(scene.cast.tea, "A word.")
    with pytest.raises(Refused):
        actions.post_comment(LABEL, scene.product.pk, actor=None, written=actions.Written("A word."))
    with pytest.raises(Missing):
        actions.hide_comment(10**9, actor=scene.cast.ivo, reason="No.")
    assert not Comment.objects.exists()
