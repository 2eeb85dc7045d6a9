"""The product that people were happiest with lately, for the home page."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Avg, Count
from django.utils import timezone
from django.utils.translation import get_language, ngettext

from korzo.edge.recording import lasts, reads
from korzo.kit import formats
from korzo.reviews.models import Review

LATELY = timedelta(days=30)
# Below this one enthusiast makes the favourite.
REVIEWS_MIN = 3
# "Loved" with less than this would be flattery.
RATING_MIN = 4
# A review that becomes older than a month leaves the count by itself.
LOVED_LASTS_SECONDS = 3_600


@dataclass(frozen=True)
class Loved:
    product_id: int
    words: str


def most_loved() -> Loved | None:
    """By the number of reviews of the last month, among the products that got at least four stars on average."""
    reads("reviews")
    lasts(LOVED_LASTS_SECONDS)
    lately = Review.objects.published().filter(published_at__gt=timezone.now() - LATELY)
    counted = lately.order_by().values("product_id").annotate(n=Count("pk"), mean=Avg("rating"))
    best = counted.filter(n__gte=REVIEWS_MIN, mean__gte=RATING_MIN).order_by("-n", "-mean", "product_id").first()
    if best is None:
        return None
    words = ngettext(
        "%(count)s new review, %(mean)s of 5 stars", "%(count)s new reviews, %(mean)s of 5 stars", best["n"]
    )
    language = get_language()
    shown = {
        "count": formats.number(best["n"], language),
        "mean": formats.number(best["mean"], language, decimals_max=1),
    }
    return Loved(best["product_id"], words % shown)
