"""The sums of a product follow each change of its published reviews, in the same transaction."""

from django.db.models import F

from korzo.reviews.models import RatingTotal, Review


def count_in(review: Review) -> None:
    """The review is published now, as it stands."""
    _change(review, 1)


def count_out(review: Review) -> None:
    """The review is no longer published, or is about to change."""
    _change(review, -1)


def _change(review: Review, step: int) -> None:
    # The database adds, so that two people who review at the same moment both count.
    RatingTotal.objects.bulk_create([RatingTotal(product_id=review.product_id)], ignore_conflicts=True)
    column = f"n{stars_of(review)}"
    RatingTotal.objects.filter(product_id=review.product_id).update(
        count=F("count") + step,
        sum_tenths=F("sum_tenths") + step * int(review.rating * 10),
        verified_count=F("verified_count") + (step if review.verified else 0),
        **{column: F(column) + step},
    )


def stars_of(review: Review) -> int:
    """The line of the histogram: part of a star never makes a review look better."""
    return int(review.rating)
