"""Who may do what with a review: the sentence for a person, and the rows for a list, side by side."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.members.permissions import Person, ability, can, check_can, check_signed_in
from korzo.members.queries import by_ids
from korzo.reviews.models import Review, ReviewQuerySet, ReviewVersion
from korzo.shop.models import Product
from korzo.shop.permissions import visible_products

READ = ability("reviews.read", Member.Role.MODERATOR, Member.Role.STAFF)
HIDE = ability("reviews.hide", Member.Role.MODERATOR, Member.Role.STAFF)
# Who answers speaks for the shop, so moderators do not.
REPLY = ability("reviews.reply", Member.Role.STAFF)

# Somebody who furnished a house may have that much to say, corrections included; a script has more.
CHANGES_A_DAY_MAX = 30
DAY = timedelta(days=1)


def visible_to(person: Person) -> ReviewQuerySet:
    """Published ones for everybody; authors also see their own that waits or was hidden, the team all but withdrawn."""
    if can(person, READ):
        return Review.objects.exclude(state=Review.State.WITHDRAWN)
    open_to_all = Q(state=Review.State.PUBLISHED)
    if person is None or not person.is_active:
        return Review.objects.filter(open_to_all)
    own = Q(author=person) & ~Q(state=Review.State.WITHDRAWN)
    return Review.objects.filter(open_to_all | own)


def check_write(person: Person, product: Product) -> Member:
    member = _check_not_of_team(person)
    if product.state == Product.State.DRAFT:
        raise Refused(_("This product is not shown yet."))
    return member


def _check_not_of_team(person: Person) -> Member:
    member = check_signed_in(person)
    if member.is_team:
        raise Refused(_("You speak for the shop, so your account cannot rate its products."))
    return member


def writes_reviews(person: Person) -> bool:
    """Whether this person may review what is on sale."""
    return _allows(_check_not_of_team, person)


def check_pace(member: Member, at: datetime) -> None:
    """The member's row is locked by the action, so that two windows cannot pass at once."""
    written = ReviewVersion.objects.filter(review__author=member, at__gt=at - DAY, at__lte=at)
    if written.count() >= CHANGES_A_DAY_MAX:
        raise Refused(_("You wrote many reviews today. Your words are kept here; please come back tomorrow."))


def check_edit(person: Person, review: Review) -> Member:
    """The words and the stars are the author's alone, whatever their role."""
    member = check_own(person, review)
    return check_write(member, review.product)


def can_edit(person: Person, review: Review) -> bool:
    return _allows(check_edit, person, review)


def check_own(person: Person, review: Review) -> Member:
    member = check_signed_in(person)
    if review.author_id != member.pk:
        raise Refused(_("Only the person who wrote this review can change it."))
    if review.is_withdrawn:
        raise Refused(_("This review was withdrawn. You can write a new one."))
    return member


def can_withdraw(person: Person, review: Review) -> bool:
    return _allows(check_own, person, review)


def check_hide(person: Person, review: Review) -> Member:
    member = check_signed_in(person)
    check_can(member, HIDE)
    if review.author_id == member.pk:
        raise Refused(_("This is your own review. You can withdraw it."))
    return member


def can_hide(person: Person, review: Review) -> bool:
    return _allows(check_hide, person, review)


def check_reply(person: Person, review: Review) -> Member:
    member = check_signed_in(person)
    check_can(member, REPLY)
    if not review.is_published:
        raise Refused(_("Nobody would see a reply: this review is not shown."))
    return member


def can_reply(person: Person, review: Review) -> bool:
    return _allows(check_reply, person, review)


def check_mark_helpful(person: Person, review: Review) -> Member:
    member = check_signed_in(person)
    if not review.is_published:
        raise Refused(_("This review is not shown any more."))
    if review.author_id == member.pk:
        raise Refused(_("This is your own review. Others will say whether it helps."))
    if member.is_team:
        # The list is sorted by these marks: with its own the shop could push the praise up.
        raise Refused(_("You speak for the shop, so you do not vote on reviews."))
    return member


def can_mark_helpful(person: Person, review: Review) -> bool:
    return _allows(check_mark_helpful, person, review)


def may_hear_product(member_id: int | None, product_id: int) -> bool:
    """For the live channel of a product: whoever may see it."""
    person = by_ids({member_id}).get(member_id) if member_id is not None else None
    return visible_products(person).filter(pk=product_id).exists()


def _allows(check: Callable[..., Member], *args: object) -> bool:
    """The same rule as the refusal, asked as a question."""
    try:
        check(*args)
    except Refused:
        return False
    return True
