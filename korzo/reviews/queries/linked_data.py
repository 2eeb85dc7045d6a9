"""The rating as search engines read it: the same reviews and the same figure as on the page."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from korzo.reviews.models import RATING_MAX, RATING_MIN
from korzo.reviews.queries.listing import ReviewShown
from korzo.reviews.queries.rating import Rating


def structured_data(rating: Rating | None, shown: Sequence[ReviewShown]) -> dict[str, Any]:
    """To be merged into the schema.org Product of the page, with the reviews that stand on it, in their order.

    Without a published review there is no rating at all. Numbers are text, so that 4.70 stays 4.70.
    """
    if rating is None:
        return {}
    return {
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": str(rating.exact),
            "reviewCount": rating.count,
            "bestRating": RATING_MAX,
            "worstRating": RATING_MIN,
        },
        "review": [_review(one) for one in shown],
    }


def _review(one: ReviewShown) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@type": "Review",
        "author": {"@type": "Person", "name": one.author.name or _("A former member")},
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": f"{one.rating.normalize():f}",
            "bestRating": RATING_MAX,
            "worstRating": RATING_MIN,
        },
        "reviewBody": one.plain,
        "inLanguage": one.lang,
    }
    if one.title:
        data["name"] = one.title
    if one.published_at:
        data["datePublished"] = one.published_at.date().isoformat()
    return data
