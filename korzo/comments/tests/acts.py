"""All that can be done with comments, one after the other, for the tests that look at the pages in between."""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.utils import timezone

from korzo.comments import actions
from korzo.comments.actions import GuestWords, RulesChange, Written
from korzo.comments.models import Comment
from korzo.comments.queries import the_notice
from korzo.members.actions import join
from korzo.members.models import Member
from korzo.shop.models import Product
from tests.cast import Cast

LABEL = "shop.product"

type Act = Callable[[Cast, Product], object]


def _in(minutes: int) -> datetime:
    return timezone.now() + timedelta(minutes=minutes)


def _newest() -> Comment:
    return Comment.objects.latest("pk")


def _say(cast: Cast, product: Product) -> object:
    return actions.post_comment(LABEL, product.pk, actor=cast.tea, written=Written("I wear them daily."))


def hold(cast: Cast, product: Product) -> None:
    words = Written("Cheap watches.", trap_filled=True)
    actions.post_comment(LABEL, product.pk, actor=cast.luka, written=words, at=_in(5))


def let_guest_write(cast: Cast, product: Product) -> None:
    actions.change_rules(RulesChange(guests_may=True), actor=cast.mira)
    guest = GuestWords("Gita", "gita@example.org", the_notice().digest, "en", "", is_proven=True)
    actions.post_as_guest(LABEL, product.pk, guest=guest, written=Written("They keep dry."))


def _edit(cast: Cast, _product: Product) -> object:
    return actions.edit_comment(_newest(), actor=cast.tea, written=Written("I wear them every day."))


def _sign_gita_up() -> Member:
    member = join(email="gita@example.org", name="Gita", handle="gita")
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    return member


# The name of the action, what is done, and what has to be there before.
ACTS: list[tuple[str, Act, Act | None]] = [
    ("post_comment", _say, None),
    ("edit_comment", _edit, None),
    ("react_to", lambda cast, _product: actions.react_to(_newest(), actor=cast.ivo), None),
    ("take_reaction_back", lambda cast, _product: actions.take_reaction_back(_newest(), actor=cast.ivo), None),
    ("hide_comment", lambda cast, _product: actions.hide_comment(_newest().pk, actor=cast.ivo, reason="No."), None),
    ("show_comment", lambda cast, _product: actions.show_comment(_newest().pk, actor=cast.ivo), None),
    ("remove_comment", lambda cast, _product: actions.remove_comment(_newest(), actor=cast.tea), None),
    ("release_comment", lambda cast, _product: actions.release_comment(_newest().pk, actor=cast.ivo), hold),
    ("confirm_comment", lambda _cast, _product: actions.confirm_comment(_newest().pk), let_guest_write),
    ("take_over_comments", lambda cast, _product: actions.take_over_comments(actor=_sign_gita_up()), None),
    ("confirm_comment", lambda _cast, _product: actions.confirm_comment(_newest().pk), let_guest_write),
    ("remove_as_guest", lambda _cast, _product: actions.remove_as_guest(_newest().pk), None),
    ("forget_member", lambda cast, _product: actions.forget_member(cast.luka.pk), None),
    (
        "change_rules",
        lambda cast, _product: actions.change_rules(RulesChange(closed_labels=[LABEL]), actor=cast.mira),
        None,
    ),
]
