"""The catalogue, for the team: what came from the shop, and what a product page still lacks."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from korzo.kit.pictures import Photo
from korzo.members.models import Member
from korzo.shop import queries
from korzo.shop.models import Product, ProductPicture, ProductQuerySet, Variant
from korzo.shop.permissions import visible_products
from korzo.shop.staff.team import SEE_PRODUCTS, team_member

ROWS_ON_PAGE = 50
WORDS_MAX = 8
TEXT_CHARS_MAX = 100
# Beside the states of a product there is one that only we know.
GONE = "gone"


@dataclass(frozen=True)
class ProductRow:
    product: Product
    photo: Photo | None
    pictures: int
    pictures_here: int

    @property
    def lacks_pictures(self) -> bool:
        return self.pictures_here < self.pictures or not self.pictures


@require_safe
def products(request: HttpRequest) -> HttpResponse:
    person = team_member(request, SEE_PRODUCTS)
    text, kind, state = (request.GET.get(name, "")[:TEXT_CHARS_MAX] for name in ("q", "kind", "state"))
    page = Paginator(_found(person, text, kind, state), ROWS_ON_PAGE).get_page(request.GET.get("p"))
    shown = {
        "page_title": _("Products"),
        "header_icon": "tag",
        "page": page,
        "rows": _rows(list(page.object_list)),
        "text": text,
        "kind": kind,
        "kinds": queries.kinds(person),
        "state": state,
        "states": [*Product.State.choices, (GONE, _("Gone from the shop"))],
        "query": urlencode({"q": text, "kind": kind, "state": state}),
    }
    return render(request, "shop/staff/products.html", shown)


def _found(person: Member, text: str, kind: str, state: str) -> ProductQuerySet:
    rows = visible_products(person).order_by("title", "pk")
    if kind:
        rows = rows.filter(kind=kind)
    if state == GONE:
        rows = rows.filter(gone_at__isnull=False)
    elif state in Product.State.values:
        rows = rows.filter(state=state, gone_at__isnull=True)
    fits = Q()
    for word in text.split()[:WORDS_MAX]:
        fits &= Q(title__icontains=word)
    with_sku = Variant.objects.filter(sku__istartswith=text.strip()).values("product_id")
    return rows.filter(fits | Q(pk__in=with_sku)) if text.strip() else rows


def _rows(found: list[Product]) -> list[ProductRow]:
    """Three queries for a page, however many rows it has."""
    ids = {product.pk for product in found}
    photos = queries.first_photos(ids)
    counted = (
        ProductPicture.objects.filter(product_id__in=ids)
        .values_list("product_id")
        .annotate(known=Count("pk"), here=Count("pk", filter=~Q(file="")))
    )
    counts = {product_id: (known, here) for product_id, known, here in counted}
    return [
        ProductRow(product, photos.get(product.pk), *counts.get(product.pk, (0, 0)))
        for product in found
    ]  # fmt: skip
