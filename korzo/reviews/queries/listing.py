"""The reviews of a product as everybody sees them. The number of queries does not depend on how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from django.db.models import Q
from django.utils.safestring import SafeString

from korzo.edge.recording import reads
from korzo.kit.html import stored
from korzo.kit.pictures import Photo
from korzo.members.queries import Byline, bylines
from korzo.reviews.models import Fit, Review, ReviewQuerySet, ShopReply
from korzo.reviews.queries.cursor import Cursor
from korzo.reviews.queries.gallery import photos_of
from korzo.reviews.queries.people import author_of
from korzo.shop.models import Order, Product

REVIEWS_ON_PAGE = 10


class Sort(StrEnum):
    """The usual one is by use to others: an order by stars would flatter or scold before anybody asked for it."""

    HELPFUL = "helpful"
    NEWEST = "newest"
    HIGHEST = "highest"
    LOWEST = "lowest"
    WITH_PHOTO = "with_photo"


@dataclass(frozen=True)
class ReplyShown:
    author: Byline
    html: SafeString
    at: datetime
    edited_at: datetime | None


@dataclass(frozen=True)
class ReviewShown:
    """One review as everybody sees it; marks and what can be done with it are a personal part (`review_foot`)."""

    pk: int
    url: str
    author: Byline
    rating: Decimal
    title: str
    html: SafeString
    plain: str
    lang: str
    published_at: datetime | None
    edited_at: datetime | None
    verified: bool
    returned: bool
    fit_label: str
    variant_title: str
    photos: list[Photo]
    reply: ReplyShown | None


@dataclass(frozen=True)
class ReviewPage:
    """`after` leads to the next part and is empty at the end."""

    reviews: list[ReviewShown]
    after: str = ""


def page_for(
    product: Product,
    *,
    sort: Sort = Sort.HELPFUL,
    stars: int | None = None,
    after: Cursor | None = None,
    limit: int = REVIEWS_ON_PAGE,
) -> ReviewPage:
    reads(f"reviews:{product.pk}", "catalogue")
    reviews = Review.objects.published().filter(product=product)
    if stars is not None:
        reviews = reviews.filter(rating__gte=stars, rating__lt=stars + 1)
    if sort is Sort.WITH_PHOTO:
        reviews = reviews.pictured()
    wide = reviews.select_related("variant", "order_line__order", "reply")
    rows = list(_sorted(wide, sort, after)[: limit + 1])
    shown = rows[:limit]
    for review in shown:
        review.product = product
    rest = str(_cursor(shown[-1], sort)) if len(rows) > limit else ""
    return ReviewPage(_shown(shown), rest)


def review_shown(review: Review) -> ReviewShown:
    """Of a row that was fetched with what it says (`get_review_for`)."""
    return _shown([review])[0]


def _sorted(reviews: ReviewQuerySet, sort: Sort, after: Cursor | None) -> ReviewQuerySet:
    """Each order ends with time and number, so that it is the same for everybody and a page is never shown twice."""
    column = {Sort.HELPFUL: "helpful_count", Sort.HIGHEST: "rating", Sort.LOWEST: "rating"}.get(sort)
    rising = sort is Sort.LOWEST
    if after is not None:
        reviews = reviews.filter(_behind(after, column, rising=rising))
    first = [column if rising else f"-{column}"] if column else []
    return reviews.order_by(*first, "-published_at", "-pk")


def _behind(after: Cursor, column: str | None, *, rising: bool) -> Q:
    later = Q(published_at__lt=after.at) | Q(published_at=after.at, pk__lt=after.pk)
    if column is None:
        return later
    value = Decimal(after.value) / 10 if column == "rating" else after.value
    step = Q(**{f"{column}__{'gt' if rising else 'lt'}": value})
    return step | (Q(**{column: value}) & later)


def _cursor(review: Review, sort: Sort) -> Cursor:
    by_stars = int(review.rating * 10) if sort in {Sort.HIGHEST, Sort.LOWEST} else 0
    value = review.helpful_count if sort is Sort.HELPFUL else by_stars
    return Cursor(value, review.published_at or review.created_at, review.pk)


def _shown(reviews: Sequence[Review]) -> list[ReviewShown]:
    replies = [_reply_of(review) for review in reviews]
    people = bylines([*(one.author_id for one in reviews), *(one.author_id for one in replies if one)])
    photos = photos_of(review.pk for review in reviews)
    return [
        _one(
            review,
            author=author_of(review, people),
            photos=photos.get(review.pk, []),
            reply=_reply(reply, people[reply.author_id]) if reply else None,
        )
        for review, reply in zip(reviews, replies, strict=True)
    ]


def _one(review: Review, *, author: Byline, photos: list[Photo], reply: ReplyShown | None) -> ReviewShown:
    return ReviewShown(
        pk=review.pk,
        url=review.get_absolute_url(),
        author=author,
        rating=review.rating,
        title=review.title,
        html=stored(review.html),
        plain=review.plain,
        lang=review.language,
        published_at=review.published_at,
        edited_at=review.edited_at,
        verified=review.verified,
        returned=is_returned(review),
        fit_label=str(Fit(review.fit).label) if review.fit else "",
        variant_title=review.variant.title if review.variant else "",
        photos=photos,
        reply=reply,
    )


def is_returned(review: Review) -> bool:
    """The money went back after the review was written. It stays and keeps its mark; readers are told."""
    line = review.order_line
    if line is None:
        return False
    pieces_back = 0 < line.quantity <= line.refunded_quantity
    return pieces_back or line.order.financial_status == Order.FinancialStatus.REFUNDED


def _reply_of(review: Review) -> ShopReply | None:
    return review.reply if hasattr(review, "reply") else None


def _reply(reply: ShopReply, author: Byline) -> ReplyShown:
    return ReplyShown(author, stored(reply.html), reply.at, reply.edited_at)
