"""The average: all published reviews of a product, each counting the same, whatever its origin and age."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import get_language, ngettext

from korzo.edge.recording import reads
from korzo.kit import formats
from korzo.reviews.models import RATING_MAX, RATING_MIN, RatingTotal, Review
from korzo.shop.models import Product
from korzo.writing.queries import Rated

_TENTH = Decimal("0.1")
_HUNDREDTH = Decimal("0.01")
COUNTED = ("count", "sum_tenths", "n1", "n2", "n3", "n4", "n5", "verified_count")


@dataclass(frozen=True)
class HistogramLine:
    """What `ui/histogram.html` reads; the page adds addresses where a line filters."""

    stars: int
    count: int
    share: int
    url: str = ""
    current: bool = False


@dataclass(frozen=True)
class Rating:
    """Of a product with one review at least: below that nothing is shown, and no zero."""

    count: int
    sum_tenths: int
    verified_count: int
    by_stars: tuple[int, ...]

    @property
    def shown(self) -> Decimal:
        """For people: one decimal, halves up, from the exact mean and not from one that was rounded before."""
        return self._mean().quantize(_TENTH, rounding=ROUND_HALF_UP)

    @property
    def exact(self) -> Decimal:
        """For machines: two decimals of the same mean."""
        return self._mean().quantize(_HUNDREDTH, rounding=ROUND_HALF_UP)

    @property
    def unverified_count(self) -> int:
        return self.count - self.verified_count

    @property
    def lines(self) -> list[HistogramLine]:
        """Five stars first."""
        return [
            HistogramLine(stars, n, round(n * 100 / self.count))
            for stars, n in reversed(list(enumerate(self.by_stars, start=RATING_MIN)))
        ]

    def _mean(self) -> Decimal:
        return Decimal(self.sum_tenths) / 10 / self.count


def rating_of(product: Product) -> Rating | None:
    return ratings_of([product.pk]).get(product.pk)


def ratings_of(product_ids: Iterable[int]) -> dict[int, Rating]:
    """One query for a whole list of products; those without a review are left out."""
    wanted = set(product_ids)
    reads(*(f"reviews:{pk}" for pk in wanted))
    rows = RatingTotal.objects.filter(product_id__in=wanted, count__gt=0)
    return {row.product_id: _rating(row) for row in rows}


def words_of_products(product_ids: Iterable[int]) -> dict[int, Rated]:
    """For the slot `writing.product_words`: what stands beside a product that somebody mentions."""
    return {pk: Rated(one.shown, _count_words(one.count)) for pk, one in ratings_of(product_ids).items()}


def _count_words(count: int) -> str:
    shown = formats.number(count, get_language())
    return ngettext("%(count)s review", "%(count)s reviews", count) % {"count": shown}


def _rating(row: RatingTotal) -> Rating:
    by_stars = tuple(getattr(row, f"n{stars}") for stars in range(RATING_MIN, RATING_MAX + 1))
    return Rating(row.count, row.sum_tenths, row.verified_count, by_stars)


@dataclass(frozen=True)
class Drift:
    """A sum that does not agree with the reviews themselves: an alarm, because the figure on the page is wrong."""

    product_id: int
    name: str
    kept: int
    counted: int


def drifts() -> list[Drift]:
    """Every sum is reckoned anew from the rows. An empty answer is the good one."""
    kept = {row.product_id: row for row in RatingTotal.objects.all()}
    counted = _counted()
    found = []
    for product_id in sorted(kept.keys() | counted.keys()):
        for name in COUNTED:
            before = int(getattr(kept.get(product_id), name, 0))
            after = _whole(counted.get(product_id, {}).get(name), tenths=name == "sum_tenths")
            if before != after:
                found.append(Drift(product_id, name, before, after))
    return found


def _counted() -> dict[int, dict[str, Any]]:
    by_stars = {
        f"n{stars}": Count("pk", filter=Q(rating__gte=stars, rating__lt=stars + 1))
        for stars in range(RATING_MIN, RATING_MAX + 1)
    }
    rows = (
        Review.objects.published()
        .order_by()
        .values("product_id")
        .annotate(
            count=Count("pk"),
            sum_tenths=Sum("rating"),
            verified_count=Count("pk", filter=Q(verified=True)),
            **by_stars,
        )
    )
    return {row["product_id"]: dict(row) for row in rows}


def _whole(value: Decimal | int | None, *, tenths: bool) -> int:
    return round(Decimal(value or 0) * 10) if tenths else int(value or 0)
