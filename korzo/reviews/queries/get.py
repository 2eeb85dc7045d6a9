"""Fetching is checking: what a person may not see looks as if it were not there."""

from collections.abc import Iterable

from korzo.edge.recording import reads
from korzo.kit.errors import Missing
from korzo.members.permissions import Person
from korzo.reviews.models import Review
from korzo.reviews.permissions import visible_to
from korzo.shop.models import Product


def get_review_for(person: Person, pk: int) -> Review:
    reads(f"review:{pk}", "catalogue")
    rows = visible_to(person).select_related("product", "variant", "order_line__order", "reply")
    review = rows.filter(pk=pk).first()
    if review is None:
        raise Missing(str(pk))
    return review


def get_product_to_review(handle: str) -> Product:
    """Also one that is no longer sold: people still wear it."""
    product = Product.objects.exclude(state=Product.State.DRAFT).filter(handle=handle).first()
    if product is None:
        raise Missing(handle)
    return product


def review_by(person: Person, product: Product) -> Review | None:
    """This person's own review of the product, to read or change, unless it was withdrawn."""
    if person is None:
        return None
    mine = Review.objects.filter(author=person, product=product)
    return mine.exclude(state=Review.State.WITHDRAWN).first()


def own_reviews(person: Person, product_ids: Iterable[int]) -> dict[int, Review]:
    """This person's own reviews of these products, by product."""
    if person is None:
        return {}
    mine = Review.objects.filter(author=person, product_id__in=set(product_ids))
    return {review.product_id: review for review in mine.exclude(state=Review.State.WITHDRAWN)}


def is_published(review_id: int) -> bool:
    """Whether it stands today, for those who gave something for it."""
    return Review.objects.published().filter(pk=review_id).exists()
