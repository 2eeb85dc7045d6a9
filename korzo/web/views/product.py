"""The shop's things, as people talk about them."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from korzo.comments import queries as comments
from korzo.edge.sharing import shared_page
from korzo.kit.html import json_for_page
from korzo.members.permissions import person_of
from korzo.reviews import queries as reviews
from korzo.shop import queries as shop
from korzo.web.linked_data import product_places
from korzo.web.page_heads import product_head, products_head
from korzo.web.queries.home_page import Chip
from korzo.web.queries.product_page import product_page

KIND_LENGTH_MAX = 100


@require_safe
@shared_page("kind", "page")
def products(request: HttpRequest) -> HttpResponse:
    """What is on sale; drafts have their place at the desk."""
    kind = request.GET.get("kind", "")[:KIND_LENGTH_MAX]
    page = shop.products_page(None, page=_number(request.GET.get("page", "")) or 1, kind=kind)
    ratings = reviews.ratings_of(card.id for card in page.cards)
    shown = {
        "head": products_head(is_plain=request.GET.keys().isdisjoint({"kind", "page"}), is_empty=not page.cards),
        "rows": [(card, ratings.get(card.id)) for card in page.cards],
        "page": page,
        "kind": kind,
        "chips": [
            Chip(_("All"), "?", current=not kind),
            *(Chip(one, "?" + urlencode({"kind": one}), current=one == kind) for one in shop.kinds(None)),
        ],
    }
    return render(request, "web/products.html", shown)


@require_safe
@shared_page("sort", "stars", "after", "comments")
def product(request: HttpRequest, handle: str) -> HttpResponse:
    wanted = request.GET.get("sort", "")
    stars = _number(request.GET.get("stars", ""))
    page = product_page(
        shop.product_for(person_of(request), handle),
        sort=reviews.Sort(wanted) if wanted in set(reviews.Sort) else reviews.Sort.HELPFUL,
        stars=stars if stars in range(1, 6) else None,
        after=reviews.parse_cursor(request.GET.get("after", "")),
        comments_before=comments.parse_before(request.GET.get("comments", "")),
    )
    context = {
        "page": page,
        "comments": comments.rendered(page.comments, page.product.get_absolute_url()),
        "head": product_head(page.product, page.photo, page.comments),
        "structured": json_for_page(page.structured),
        "places": json_for_page(product_places(page.product)),
    }
    return render(request, "web/product.html", context)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None
