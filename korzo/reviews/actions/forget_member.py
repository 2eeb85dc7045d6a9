"""A person leaves and takes their data along; what they wrote about products stays, without anybody's name."""

from django.db import transaction
from django.db.models import F

from korzo.kit.generations import bump_on_commit
from korzo.reviews.actions.words import keep_pictures
from korzo.reviews.activities import tags_of
from korzo.reviews.models import Helpful, Hiding, Review, ReviewReading, ReviewVersion, ShopReply


def forget_member(member_id: int) -> None:
    with transaction.atomic():
        _forget_what_nobody_sees(member_id)
        # The order line leads to a customer; the mark alone does not.
        Review.objects.filter(author_id=member_id).update(author=None, display_name="", order_line=None)
        _forget_marks(member_id)
        ShopReply.objects.filter(author_id=member_id).update(author=None)
        Hiding.objects.filter(by_id=member_id).update(by=None)
        Hiding.objects.filter(lifted_by_id=member_id).update(lifted_by=None)
        ReviewReading.objects.filter(by_id=member_id).update(by=None)
        bump_on_commit(f"member:{member_id}")


def _forget_what_nobody_sees(member_id: int) -> None:
    """Earlier words, and reviews that were withdrawn."""
    mine = Review.objects.filter(author_id=member_id)
    ReviewVersion.objects.filter(review__in=mine).delete()
    for review in mine.filter(state=Review.State.WITHDRAWN):
        keep_pictures(review, [])
        review.delete()


def _forget_marks(member_id: int) -> None:
    marks = Helpful.objects.filter(member_id=member_id)
    marked = dict(marks.values_list("review_id", "review__product_id"))
    marks.delete()
    Review.objects.filter(pk__in=marked).update(helpful_count=F("helpful_count") - 1)
    bump_on_commit(*{tag for review_id, product_id in marked.items() for tag in tags_of(review_id, product_id)})
