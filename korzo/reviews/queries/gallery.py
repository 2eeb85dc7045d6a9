"""Pictures in reviews: of a page at once, and all of a product."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from korzo.kit.pictures import Photo
from korzo.media.models import Picture
from korzo.members.queries import Byline
from korzo.reviews.models import Review, ReviewPicture
from korzo.reviews.queries.people import author_of
from korzo.shop.models import Product

# The wall on a product page shows nine; a page of its own may ask for more.
GALLERY_SIZE = 9


@dataclass(frozen=True)
class GalleryPicture:
    """A member's picture with its review behind it."""

    photo: Photo
    url: str
    author: Byline


def photos_of(review_ids: Iterable[int]) -> dict[int, list[Photo]]:
    """In their order, one query for a whole page. Pictures that could not be read are left out."""
    found: dict[int, list[Photo]] = defaultdict(list)
    for row in _readable(ReviewPicture.objects.filter(review_id__in=list(review_ids))).order_by("position"):
        found[row.review_id].append(row.picture.as_photo())
    return found


def gallery_of(product: Product, limit: int = GALLERY_SIZE) -> list[GalleryPicture]:
    """The newest reviews first."""
    rows = _of_product(product).select_related("review__author")
    return [
        GalleryPicture(row.picture.as_photo(), row.review.get_absolute_url(), author_of(row.review, {}))
        for row in rows.order_by("-review__published_at", "-review_id", "position")[:limit]
    ]


def gallery_size(product: Product) -> int:
    return _of_product(product).count()


def pictures_of(review: Review) -> list[Picture]:
    """Their records, for the form that changes the review."""
    return [row.picture for row in _readable(review.review_pictures.all()).order_by("position")]


def _of_product(product: Product) -> QuerySet[ReviewPicture]:
    published = ReviewPicture.objects.filter(review__product=product, review__state=Review.State.PUBLISHED)
    return _readable(published)


def _readable(rows: QuerySet[ReviewPicture]) -> QuerySet[ReviewPicture]:
    return rows.exclude(picture__state=Picture.State.FAILED).select_related("picture")
