"""What an action holds on to: rows while it changes them, and the purchase that a mark is made of."""

from datetime import datetime

from korzo.members.models import Member
from korzo.reviews.models import Review
from korzo.shop.models import OrderLine, Product
from korzo.shop.queries import find_order_line


def hold(review: Review) -> Review:
    """As it is now, whatever the caller saw: its state decides what is counted."""
    rows = Review.objects.select_for_update(of=("self",)).select_related("product")
    return rows.get(pk=review.pk)


def hold_of(member: Member, product: Product) -> Review | None:
    rows = Review.objects.select_for_update(of=("self",)).select_related("product")
    return rows.filter(author=member, product=product).first()


def purchase_of(member: Member, product: Product, at: datetime) -> OrderLine | None:
    """The order that makes a review verified: the first one, if it was placed before the review was written."""
    line = find_order_line(member, product)
    return line if line is not None and line.order.placed_at <= at else None
