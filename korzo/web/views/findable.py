"""For search engines: what may be read, and where it is."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from korzo.discussions import queries as talk
from korzo.edge.sharing import shared_page
from korzo.shop import queries as shop

# The standard allows 50,000 addresses a file; smaller files are quicker to make.
ADDRESSES_ON_PAGE = 5_000


@require_safe
@shared_page()
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *(
            f"Disallow: {path}"
            for path in ("/accounts/", "/members/settings/", "/me/", "/staff/", "/search/", "/notices/")
        ),
        f"Sitemap: {settings.KORZO_URL}{reverse('web:sitemap_index')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@shared_page()
def sitemap_index(request: HttpRequest) -> HttpResponse:
    counts = {"topics": talk.topic_count(), "products": shop.product_count()}
    pages = [
        settings.KORZO_URL + reverse("web:sitemap", args=[section, page + 1])
        for section, count in counts.items()
        for page in range(-(-count // ADDRESSES_ON_PAGE))
    ]
    return render(request, "web/sitemap_index.xml", {"pages": pages}, content_type="application/xml")


@require_safe
@shared_page()
def sitemap(request: HttpRequest, section: str, page: int) -> HttpResponse:
    start = (page - 1) * ADDRESSES_ON_PAGE
    if page < 1:
        raise Http404
    rows: Iterable[tuple[str, datetime]]
    if section == "topics":
        rows = talk.addresses(start, ADDRESSES_ON_PAGE)
    elif section == "products":
        rows = shop.addresses(start, ADDRESSES_ON_PAGE)
    else:
        raise Http404
    entries = [(settings.KORZO_URL + address, changed.date().isoformat()) for address, changed in rows]
    if not entries:
        raise Http404
    return render(request, "web/sitemap.xml", {"entries": entries}, content_type="application/xml")
