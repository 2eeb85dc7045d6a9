"""What other rooms and pages may ask about the shop."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from korzo.edge.recording import reads
from korzo.kit.errors import Missing
from korzo.kit.money import Money
from korzo.kit.pictures import Photo
from korzo.kit.sitemap import Address
from korzo.members.models import Member
from korzo.members.permissions import Person
from korzo.members.queries import RightOffered, RightsOffered
from korzo.shop.models import ImportRun, Order, OrderLine, Product, ProductPicture, Variant
from korzo.shop.permissions import visible_orders, visible_products

PAGE_SIZE = 24
ORDERS_EXPORTED_MAX = 10_000
# Nobody looks through a longer list; of a larger catalogue the other rights are written by hand.
RIGHTS_OFFERED_MAX = 200
# A grant of whoever owns a product: `owns:9`.
OWNS = "owns:"

# States in which the goods are the buyer's. A partly paid order is not theirs yet.
PAID_STATES = (Order.FinancialStatus.PAID, Order.FinancialStatus.PARTIALLY_REFUNDED)


@dataclass(frozen=True)
class ProductCard:
    """A product in a list: one query for the products, one for their first pictures."""

    id: int
    handle: str
    title: str
    kind: str
    url: str
    price: Money | None
    photo: Photo | None

    @property
    def picture(self) -> Photo | None:
        return self.photo


@dataclass(frozen=True)
class ProductsPage:
    cards: tuple[ProductCard, ...]
    page: int
    pages: int
    count: int


def products_page(person: Person, *, page: int = 1, kind: str = "", words: str = "") -> ProductsPage:
    """One page of the catalogue, by title. A page beyond the last is the last."""
    reads("catalogue")
    products = visible_products(person).order_by("title", "pk")
    if kind:
        products = products.filter(kind=kind)
    for word in words.split()[:8]:
        products = products.filter(title__icontains=word)
    count = products.count()
    pages = max(1, -(-count // PAGE_SIZE))
    page = min(max(1, page), pages)
    return ProductsPage(cards(products[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]), page, pages, count)


def product_shown(product_id: int) -> ProductCard:
    """One product as a card, whether it is still on sale or not: somebody wrote about it."""
    reads("catalogue")
    product = Product.objects.filter(pk=product_id).first()
    if product is None:
        raise Missing(str(product_id))
    return cards([product])[0]


def kinds(person: Person) -> list[str]:
    reads("catalogue")
    rows = visible_products(person).exclude(kind="").order_by("kind").values_list("kind", flat=True).distinct()
    return list(rows)


def cards(products: Iterable[Product]) -> tuple[ProductCard, ...]:
    rows = list(products)
    photos = first_photos({product.pk for product in rows})
    return tuple(
        ProductCard(
            product.pk, product.handle, product.title, product.kind, product.get_absolute_url(), product.price,
            photos.get(product.pk),
        )
        for product in rows
    )  # fmt: skip


def first_photos(product_ids: set[int]) -> dict[int, Photo]:
    """The first picture that is here, by product."""
    reads("catalogue", *(f"product:{pk}" for pk in product_ids))
    photos: dict[int, Photo] = {}
    pictures = ProductPicture.objects.filter(product_id__in=product_ids).exclude(file="").order_by("-position", "-pk")
    for picture in pictures:
        if (photo := picture.photo()) is not None:
            photos[picture.product_id] = photo
    return photos


def product_for(person: Person, handle: str) -> Product:
    """A product with its variants and pictures, ready for its page."""
    reads("catalogue")
    product = visible_products(person).filter(handle=handle).select_related("connection").first()
    if product is None:
        raise Missing(handle)
    reads(f"product:{product.pk}")
    variants = Variant.objects.filter(gone_at__isnull=True).order_by("position", "pk")
    pictures = ProductPicture.objects.order_by("position", "pk")
    prefetch_related_objects([product], Prefetch("variants", variants), Prefetch("pictures", pictures))
    return product


def products_by_ids(ids: set[int]) -> dict[int, Product]:
    reads("catalogue")
    return Product.objects.in_bulk(ids)


def products_by_handles(handles: Iterable[str]) -> dict[str, Product]:
    return {product.handle: product for product in Product.objects.filter(handle__in=set(handles))}


# Buyers


def orders_of(member: Member) -> QuerySet[Order]:
    """This person's own orders, newest first, with their lines."""
    lines = OrderLine.objects.select_related("product").order_by("position")
    return Order.objects.filter(member=member).prefetch_related(Prefetch("lines", lines)).order_by("-placed_at", "-pk")


def get_order_for(person: Person, pk: int) -> Order:
    order = visible_orders(person).filter(pk=pk).first()
    if order is None:
        raise Missing(str(pk))
    return order


def kept_lines() -> QuerySet[OrderLine]:
    """Lines that are paid and not all sent back: what people own."""
    return OrderLine.objects.filter(
        order__financial_status__in=PAID_STATES,
        order__cancelled_at__isnull=True,
        product__isnull=False,
        quantity__gt=F("refunded_quantity"),
    )


def owned_products(member: Member) -> QuerySet[Product]:
    ids = kept_lines().filter(order__member=member).values("product_id")
    return Product.objects.filter(pk__in=ids).order_by("title")


def owned_among(person: Person, product_ids: Iterable[int]) -> set[int]:
    """Which of these products this person owns."""
    if person is None:
        return set()
    rows = kept_lines().filter(order__member=person, product_id__in=set(product_ids))
    return set(rows.values_list("product_id", flat=True))


def rights_offered(keys: Collection[int]) -> dict[int, RightsOffered]:
    """For forms that ask who may: the owners of each product that is on sale."""
    rows = Product.objects.on_sale().order_by("title", "pk").values_list("pk", "title")[:RIGHTS_OFFERED_MAX]
    rights = tuple(RightOffered(f"{OWNS}{pk}", title) for pk, title in rows)
    return dict.fromkeys(keys, RightsOffered(_("Who owns a product"), rights, rank=30))


def find_order_line(member: Person, product: Product) -> OrderLine | None:
    """The proof of purchase: the first time this person bought this product and kept at least one."""
    if member is None:
        return None
    return (
        kept_lines()
        .filter(order__member=member, product=product)
        .select_related("order", "variant")
        .order_by("order__placed_at", "pk")
        .first()
    )


def owners_among(product_id: int, member_ids: set[int]) -> set[int]:
    """Which of these members own the product: one query for a whole page."""
    reads("catalogue", f"product:{product_id}")
    rows = kept_lines().filter(product_id=product_id, order__member_id__in=member_ids)
    return set(rows.values_list("order__member_id", flat=True))


def export_parts(member_ids: list[int]) -> dict[int, dict[str, Any]]:
    """What a member gets with the export of their data."""
    parts: dict[int, dict[str, Any]] = {}
    for member_id in member_ids:
        orders = Order.objects.filter(member_id=member_id).order_by("-placed_at")[:ORDERS_EXPORTED_MAX]
        parts[member_id] = {
            "orders": [
                {
                    "number": order.number,
                    "placed_at": order.placed_at.isoformat(),
                    "total": str(order.total_money),
                    "mail": order.email,
                    "lines": [str(line) for line in order.lines.order_by("position")],
                }
                for order in orders.prefetch_related("lines")
            ]
        }
    return parts


# Imports


def latest_runs(*, limit: int = 20) -> QuerySet[ImportRun]:
    return ImportRun.objects.select_related("connection").order_by("-started_at", "-pk")[:limit]


def rejects_as_csv(run: ImportRun) -> Iterator[str]:
    """The file of refused rows, line by line. Cells that a spreadsheet would run are disarmed."""
    yield _csv_line(["file", "line", "column", "reason", "row"])
    for reject in run.rejects.order_by("file", "line", "pk").iterator():
        yield _csv_line([reject.file, str(reject.line), reject.column, reject.reason, reject.row])


def _csv_line(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow([f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t"} else cell for cell in cells])
    return line.getvalue()


def unmatched_lines() -> QuerySet[OrderLine]:
    """Lines whose product we do not know: renamed, deleted, or from before the first catalogue."""
    return OrderLine.objects.filter(Q(product__isnull=True)).select_related("order")


def last_product_id() -> int:
    """0 while there is none."""
    reads("catalogue")
    return Product.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def addresses(low: int, high: int) -> list[Address]:
    """Where each product above `low` and up to `high` is, for the site map, with its first picture."""
    reads("catalogue")
    rows = list(visible_products(None).filter(pk__gt=low, pk__lte=high).order_by("pk"))
    photos = first_photos({product.pk for product in rows}) if rows else {}
    return [
        Address(
            product.get_absolute_url(),
            product.changed_at,
            tuple(photo.url for photo in [photos.get(product.pk)] if photo is not None),
        )
        for product in rows
    ]


def owner_count(product: Product) -> int:
    """How many members own one: only those who are here count."""
    reads("catalogue", f"product:{product.pk}")
    return (
        kept_lines().filter(product=product, order__member__isnull=False).values("order__member_id").distinct().count()
    )
