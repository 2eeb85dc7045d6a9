"""The page of a product: the shop's facts, and what the people who own it say and show."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from korzo.comments import queries as comments
from korzo.discussions import queries as talk
from korzo.kit.money import Money
from korzo.kit.pictures import Photo
from korzo.reactions.queries import follow_key
from korzo.reviews import queries as reviews
from korzo.shop import queries as shop
from korzo.shop.models import Product

PICTURES_ON_WALL = 9
WORDS_ON_TOP = 160


@dataclass(frozen=True)
class Option:
    """One way to sort the reviews."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class ProductPage:
    product: Product
    photo: Photo | None
    more_photos: list[Photo]
    price: Money | None
    in_stock: bool
    sizes: str
    shop_url: str
    owner_count: int
    rating: reviews.Rating | None
    histogram: list[reviews.HistogramLine]
    fit: reviews.FitShown | None
    disclosure: reviews.Disclosure
    wall: list[reviews.GalleryPicture]
    wall_count: int
    reviews: list[reviews.ReviewShown]
    more_reviews_url: str
    sorts: list[Option]
    stars: int | None
    questions: list[talk.ProductQuestion]
    ask_url: str
    comments: comments.CommentsPage
    structured: dict[str, Any]

    @property
    def owned_key(self) -> str:
        return f"owned {self.product.pk} {self.product.handle}"

    @property
    def follow_key(self) -> str:
        return follow_key([("shop.product", self.product.pk)])

    @property
    def review_key(self) -> str:
        return f"review {self.product.pk} {self.product.handle}"

    @property
    def picture_key(self) -> str:
        return f"picture {self.product.pk} {self.product.handle}"


def product_page(
    product: Product,
    *,
    sort: reviews.Sort,
    stars: int | None,
    after: reviews.Cursor | None,
    comments_before: int = 0,
) -> ProductPage:
    photos = [photo for picture in product.pictures.all() if (photo := picture.photo()) is not None]
    listed = reviews.page_for(product, sort=sort, stars=stars, after=after)
    rating = reviews.rating_of(product)
    variants = list(product.variants.all())
    in_stock = any(variant.is_in_stock for variant in variants)
    talked = comments.comments_page("shop.product", product.pk, before=comments_before)
    wall = reviews.gallery_of(product, PICTURES_ON_WALL)
    return ProductPage(
        product=product,
        photo=next(iter(photos), None),
        more_photos=photos[1:],
        price=product.price,
        in_stock=in_stock,
        sizes=_sizes([variant.options for variant in variants if variant.is_in_stock]),
        shop_url=product.connection.product_url.replace("{handle}", product.handle),
        owner_count=shop.owner_count(product),
        rating=rating,
        histogram=_histogram(rating, sort, stars),
        fit=reviews.fit_of(product),
        disclosure=reviews.disclosure(product, rating),
        wall=wall,
        wall_count=len(wall) if len(wall) < PICTURES_ON_WALL else reviews.gallery_size(product),
        reviews=listed.reviews,
        more_reviews_url=_query(sort, stars, listed.after) if listed.after else "",
        sorts=_sorts(sort, stars),
        stars=stars,
        questions=talk.questions_about(product.pk),
        ask_url=_ask_url(product),
        comments=talked,
        structured=_structured(product, photos, in_stock=in_stock)
        | reviews.structured_data(rating, listed.reviews)
        | _talked_about(product, talked),
    )


def _ask_url(product: Product) -> str:
    """The space for questions, else the first; empty while there is none."""
    spaces = talk.all_spaces()
    fitting = next((one for one in spaces if one.icon == "circle-help"), next(iter(spaces), None))
    if fitting is None:
        return ""
    return f"{reverse('discussions:new_topic', args=[fitting.slug])}?kind=question&product={product.handle}"


def _histogram(rating: reviews.Rating | None, sort: reviews.Sort, stars: int | None) -> list[reviews.HistogramLine]:
    lines = rating.lines if rating else []
    return [
        reviews.HistogramLine(
            one.stars, one.count, one.share, url=_query(sort, one.stars) + "#reviews", current=one.stars == stars
        )
        for one in lines
    ]


def _sorts(sort: reviews.Sort, stars: int | None) -> list[Option]:
    labels = {
        reviews.Sort.HELPFUL: _("Most helpful"),
        reviews.Sort.NEWEST: _("Newest"),
        reviews.Sort.WITH_PHOTO: _("With pictures"),
        reviews.Sort.LOWEST: _("Most critical"),
    }
    return [Option(label, _query(one, stars) + "#reviews", current=one is sort) for one, label in labels.items()]


def _query(sort: reviews.Sort, stars: int | None, after: str = "") -> str:
    parts = {"sort": sort.value if sort is not reviews.Sort.HELPFUL else "", "stars": stars or "", "after": after}
    return "?" + urlencode({key: value for key, value in parts.items() if value})


def _sizes(options: list[list[list[str]]]) -> str:
    """`36 to 46` where the sizes are numbers; empty where there are none."""
    numbers = sorted({int(value) for one in options for _name, value in one if value.isdecimal() and len(value) < 4})
    if len(numbers) < 2:
        return ""
    return _("%(first)s to %(last)s") % {"first": numbers[0], "last": numbers[-1]}


def _talked_about(product: Product, talked: comments.CommentsPage) -> dict[str, Any]:
    """In the words of schema.org a thing has no comments, but the page about it has."""
    found = comments.structured_comments(talked)
    if not found:
        return {}
    return {"subjectOf": {"@type": "WebPage", "url": settings.KORZO_URL + product.get_absolute_url(), **found}}


def _structured(product: Product, photos: list[Photo], *, in_stock: bool) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.title,
        "url": settings.KORZO_URL + product.get_absolute_url(),
    }
    if photos:
        data["image"] = [settings.KORZO_URL + photo.url for photo in photos]
    if product.vendor:
        data["brand"] = {"@type": "Brand", "name": product.vendor}
    if product.price is not None:
        data["offers"] = {
            "@type": "Offer",
            "price": f"{product.price.amount.normalize():f}",
            "priceCurrency": product.price.currency,
            "availability": f"https://schema.org/{'InStock' if in_stock else 'OutOfStock'}",
        }
    return data
