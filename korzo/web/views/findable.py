"""For search engines: what may be read, and where it is."""

from collections.abc import Iterable
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from korzo.edge.sharing import shared_page
from korzo.kit import sitemap as site_map
from korzo.kit.page_head import absolute
from korzo.kit.sitemap import Address, Section

# The standard allows 50,000 addresses a file; smaller files are quicker to make, and are kept by the page cache.
IDS_IN_PART = 5_000
# Doors, pages of one person, and what is made for each visitor anew.
CLOSED = (
    "/accounts/", "/members/settings/", "/me/", "/staff/", "/search/", "/notices/", "/sent/", "/writing/",
    "/talk/mentions/", "/language/", "/theme/", "/welcome/",
)  # fmt: skip
FIXED = ("web:home", "discussions:spaces", "web:products", "web:values")


@require_safe
@shared_page()
def robots(request: HttpRequest) -> HttpResponse:
    """Thin pages are not named here but say it themselves: what may not be read could not say that it is thin."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        f"Sitemap: {settings.KORZO_URL}{reverse('web:sitemap_index')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _fixed(_low: int, _high: int) -> list[Address]:
    return [Address(reverse(name)) for name in FIXED]


# Pages that every community has.
PAGES = Section("pages", lambda: 1, _fixed)


@require_safe
@shared_page()
def sitemap_index(request: HttpRequest) -> HttpResponse:
    pages = [
        absolute(reverse("web:sitemap", args=[section.name, part + 1]))
        for section in [PAGES, *site_map.sections()]
        for part in range(_parts(section))
    ]
    return render(request, "web/sitemap_index.xml", {"pages": pages}, content_type="application/xml")


def _parts(section: Section) -> int:
    return -(-section.last_id() // IDS_IN_PART)


@require_safe
@shared_page()
def sitemap(request: HttpRequest, section: str, page: int) -> HttpResponse:
    """Ids from a number to a number: however much there is, no part looks at more rows than that."""
    found = PAGES if section == PAGES.name else site_map.section(section)
    if found is None or not 1 <= page <= _parts(found):
        raise Http404
    low = (page - 1) * IDS_IN_PART
    # All that was in this part may be gone, and the standard wants at least one address in each file.
    listed = list(found.addresses(low, low + IDS_IN_PART)) or [Address(reverse("web:home"))]
    return render(request, "web/sitemap.xml", {"entries": _entries(listed)}, content_type="application/xml")


def _entries(listed: Iterable[Address]) -> list[tuple[str, str, list[str]]]:
    """Whole addresses with the moment of their last change, and their pictures."""
    return [
        (
            _whole(one.path),
            one.changed_at.isoformat(timespec="seconds") if one.changed_at else "",
            [_whole(picture) for picture in one.pictures],
        )
        for one in listed
    ]


def _whole(path: str) -> str:
    """Signs beyond ASCII are written as the standard wants them; what is written so already stays."""
    return quote(absolute(path), safe="/:?&=%#;,+~@!$'()*[]")
