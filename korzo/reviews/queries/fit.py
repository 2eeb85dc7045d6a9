"""Where reviewers land between too small and too large."""

from dataclasses import dataclass

from django.db.models import Avg, Count

from korzo.edge.recording import reads
from korzo.reviews.models import Fit, Review
from korzo.shop.models import Product

# Fewer answers say more about those who gave them than about the shoe.
ANSWERS_MIN = 5


@dataclass(frozen=True)
class FitShown:
    """`place` is where the mark stands on the scale, from 0 (small) to 100 (large)."""

    label: str
    place: int
    count: int


def fit_of(product: Product) -> FitShown | None:
    reads(f"reviews:{product.pk}")
    answered = Review.objects.published().filter(product=product, fit__isnull=False)
    found = answered.aggregate(mean=Avg("fit"), n=Count("pk"))
    if found["n"] < ANSWERS_MIN:
        return None
    mean = float(found["mean"])
    first, last = Fit.values[0], Fit.values[-1]
    place = round((mean - first) * 100 / (last - first))
    return FitShown(str(Fit(int(mean + 0.5)).label), place, found["n"])
