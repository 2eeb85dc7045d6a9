"""Reviews as lines of a feed: on the home page and on a member's page."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils.translation import get_language, ngettext

from korzo.edge.recording import reads
from korzo.kit import formats
from korzo.kit.html import excerpt
from korzo.kit.pictures import Photo
from korzo.kit.slots import Badge
from korzo.members.models import Member
from korzo.members.queries import Byline, bylines
from korzo.reviews.models import Review, ReviewQuerySet
from korzo.reviews.queries.gallery import photos_of
from korzo.reviews.queries.people import author_of

IN_FEED = 20
# The mosaic of a list shows four and says how many more there are.
PICTURES_IN_LIST = 4
EXCERPT_LENGTH = 180
# A review without a title is called by its first words.
NAME_LENGTH = 70


@dataclass(frozen=True)
class Count:
    icon: str
    text: str
    label: str = ""


@dataclass(frozen=True)
class FeedItem:
    """What `ui/feed_item.html` reads."""

    title: str
    url: str
    moment: datetime
    rating: Decimal
    verified: bool
    author: Byline
    excerpt: str = ""
    lang: str = ""
    place: str = ""
    place_url: str = ""
    pictures: list[Photo] = field(default_factory=list)
    pictures_hidden: int = 0
    counts: list[Count] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.author.name

    @property
    def author_url(self) -> str:
        return self.author.url

    @property
    def avatar_url(self) -> str:
        return self.author.avatar_url

    @property
    def author_id(self) -> int:
        return self.author.key

    @property
    def staff(self) -> bool:
        return self.author.staff

    @property
    def gone(self) -> bool:
        return self.author.gone

    @property
    def badges(self) -> list[Badge]:
        return self.author.badges


def feed(*, member: Member | None = None, limit: int = IN_FEED) -> list[FeedItem]:
    """The newest of all products, or of one member. The same for every reader: only what is published."""
    reads("reviews", "catalogue")
    reviews = Review.objects.published()
    return _items(reviews.filter(author=member) if member else reviews, limit)


def count_of(member: Member) -> int:
    reads("reviews")
    return Review.objects.published().filter(author=member).count()


def _items(reviews: ReviewQuerySet, limit: int) -> list[FeedItem]:
    rows = list(reviews.select_related("product").order_by("-published_at", "-pk")[:limit])
    people = bylines(review.author_id for review in rows)
    photos = photos_of(review.pk for review in rows)
    return [_item(review, author_of(review, people), photos.get(review.pk, [])) for review in rows]


def _item(review: Review, author: Byline, photos: list[Photo]) -> FeedItem:
    return FeedItem(
        title=review.title or excerpt(review.plain, NAME_LENGTH),
        url=review.get_absolute_url(),
        moment=review.published_at or review.created_at,
        rating=review.rating,
        verified=review.verified,
        author=author,
        excerpt=excerpt(review.plain, EXCERPT_LENGTH) if review.title else "",
        lang=review.language,
        place=review.product.title,
        place_url=review.product.get_absolute_url(),
        pictures=photos[:PICTURES_IN_LIST],
        pictures_hidden=max(0, len(photos) - PICTURES_IN_LIST),
        counts=_counts(review.helpful_count),
    )


def _counts(helpful: int) -> list[Count]:
    if not helpful:
        return []
    shown = formats.number(helpful, get_language())
    label = ngettext("%(shown)s person found it useful", "%(shown)s people found it useful", helpful)
    return [Count("thumbs-up", shown, label % {"shown": shown})]
