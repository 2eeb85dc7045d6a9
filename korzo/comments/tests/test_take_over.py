"""What somebody wrote as a guest is offered to them once they have an account with the same confirmed address."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress

from korzo.activity.models import Activity
from korzo.comments import actions
from korzo.comments.models import Comment, Guest
from korzo.comments.queries import written_as_guest
from korzo.comments.tests.scenes import MAIL, Scene
from korzo.kit.errors import Refused
from korzo.members.actions import confirm_mail
from korzo.members.models import Member
from korzo.moderation import actions as moderation
from korzo.moderation.models import Item
from tests.cast import let_worker_finish, signed_in

pytestmark = pytest.mark.django_db
YOURS = "/comments/yours/"


def as_guest(scene: Scene, body: str = "It keeps dry.", **more: Any) -> Comment:
    comment = scene.write_as_guest(body, **more)
    return actions.confirm_comment(comment.pk, at=scene.later())


def gita(*, is_confirmed: bool = True) -> Member:
    """She signs up with the address that she gave as a guest."""
    member = Member.objects.create_user(email=MAIL.upper(), name="Gita Rao", handle="gita")
    EmailAddress.objects.create(user=member, email=MAIL.upper(), verified=is_confirmed, primary=True)
    return member


def state(comment: Comment) -> tuple[int | None, bool]:
    fresh = Comment.objects.select_related("guest").get(pk=comment.pk)
    return fresh.author_id, hasattr(fresh, "guest")


def test_it_is_offered_and_nothing_happens_by_itself(scene: Scene) -> None:
    scene.let_guests_in()
    comment = as_guest(scene)
    member = gita()
    confirm_mail(member)
    let_worker_finish()
    found = Activity.objects.get(verb="comments.found")
    assert (found.member_id, found.kind.link(), found.data["count"]) == (member.pk, YOURS, 1)
    assert state(comment) == (None, True)
    page = signed_in(member).get(YOURS)
    assert "It keeps dry." in page.text
    assert "Put my name on them" in page.text
    assert state(comment) == (None, True)


def test_one_click_puts_their_name_there(scene: Scene) -> None:
    scene.let_guests_in()
    first, second = as_guest(scene), as_guest(scene, "And it is light.")
    member = gita()
    address = scene.product.get_absolute_url()
    assert "Gita Rao" not in signed_in(None).get(address).text
    assert signed_in(member).post(YOURS)["Location"] == YOURS
    assert [state(one) for one in (first, second)] == [(member.pk, False), (member.pk, False)]
    assert not Guest.objects.exists()
    told = Activity.objects.filter(verb="comments.taken_over")
    assert set(told.values_list("member_id", "actor_id")) == {(member.pk, member.pk)}
    assert "Gita Rao" in signed_in(None).get(address).text
    assert actions.take_over_comments(actor=member) == 0
    assert "Nothing here waits" in signed_in(member).get(YOURS).text


def test_an_address_that_is_not_confirmed_proves_nothing(scene: Scene) -> None:
    scene.let_guests_in()
    comment = as_guest(scene)
    member = gita(is_confirmed=False)
    assert written_as_guest(member) == []
    assert actions.take_over_comments(actor=member) == 0
    assert state(comment) == (None, True)


def test_only_what_everybody_reads_by_the_same_address(scene: Scene) -> None:
    scene.let_guests_in()
    unconfirmed = scene.write_as_guest("Not yet confirmed.")
    foreign = as_guest(scene, "By somebody else.", mail="other@example.org")
    hidden = as_guest(scene, "Taken down.")
    actions.hide_comment(hidden.pk, actor=scene.cast.ivo, reason="Off topic.")
    withdrawn = as_guest(scene, "Taken back.")
    actions.remove_as_guest(withdrawn.pk)
    shown = as_guest(scene, "Stands.")
    member = gita()
    assert [one.pk for one in written_as_guest(member)] == [shown.pk]
    assert actions.take_over_comments(actor=member) == 1
    assert [state(one)[0] for one in (unconfirmed, foreign, hidden, withdrawn)] == [None] * 4


def test_guests_are_led_to_signing_in(scene: Scene) -> None:
    assert signed_in(None).get(YOURS)["Location"].startswith("/accounts/")
    assert written_as_guest(None) == []
    with pytest.raises(Refused):
        actions.take_over_comments(actor=None)


def test_what_the_queue_knows_of_them_leaves_with_them(scene: Scene) -> None:
    scene.let_guests_in()
    comment = as_guest(scene)
    moderation.flag("comments.comment", comment.pk, actor=scene.cast.luka, reason="rude")
    assert Item.objects.get().author is None
    member = gita()
    actions.take_over_comments(actor=member)
    assert Item.objects.get().author == member
