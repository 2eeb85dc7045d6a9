"""Pictures in reviews: of a page at once, and all of a product."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from korzo.edge.recording import reads
from korzo.kit.pictures import Photo
from korzo.media.models import Picture
from korzo.members.queries import Byline, bylines
from korzo.reviews.activities import tags_of
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
    reads(f"reviews:{product.pk}")
    newest = _of_product(product).select_related("review").order_by("-review__published_at", "-review_id", "position")
    rows = list(newest[:limit])
    people = bylines(row.review.author_id for row in rows)
    return [
        GalleryPicture(row.picture.as_photo(), row.review.get_absolute_url(), author_of(row.review, people))
        for row in rows
    ]


def gallery_size(product: Product) -> int:
    reads(f"reviews:{product.pk}")
    return _of_product(product).count()


def tags_of_pictures(picture_ids: Iterable[int]) -> dict[int, set[str]]:
    """What shows these pictures, for the slot "media.shown_under"."""
    found: dict[int, set[str]] = defaultdict(set)
    shown = ReviewPicture.objects.filter(picture_id__in=list(picture_ids))
    for picture_id, review_id, product_id in shown.values_list("picture_id", "review_id", "review__product_id"):
        found[picture_id].update(tags_of(review_id, product_id))
    return found


def pictures_of(review: Review) -> list[Picture]:
    """Their records, for the form that changes the review."""
    return [row.picture for row in _readable(review.review_pictures.all()).order_by("position")]


def _of_product(product: Product) -> QuerySet[ReviewPicture]:
    published = ReviewPicture.objects.filter(review__product=product, review__state=Review.State.PUBLISHED)
    return _readable(published)


def _readable(rows: QuerySet[ReviewPicture]) -> QuerySet[ReviewPicture]:
    return rows.exclude(picture__state=Picture.State.FAILED).select_related("picture")
