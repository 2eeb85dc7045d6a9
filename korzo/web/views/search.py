"""One box for all: talk, products, people. A form that is sent by GET, so that an address can be kept and shared."""

import json
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from korzo.discussions import queries as talk
from korzo.kit.formats import spoken
from korzo.kit.fragments import vary
from korzo.members import queries as people
from korzo.members.permissions import person_of
from korzo.search.queries import Filters, all_sources
from korzo.shop import queries as shop
from korzo.web.queries.search_page import offers, search_page

WORDS_LENGTH_MAX = 200
# One letter begins too many names to be of use.
OFFER_LENGTH_MIN = 2

PERIODS = {
    "week": (7, gettext_lazy("The last week")),
    "month": (31, gettext_lazy("The last month")),
    "year": (366, gettext_lazy("The last year")),
}


class Choice:
    """What somebody narrowed the search down to, read from the address. What we do not know is left out."""

    def __init__(self, request: HttpRequest) -> None:
        self._asked = request.GET
        self.spaces = list(talk.all_spaces())
        self.words = self._text("q", WORDS_LENGTH_MAX)
        kind, period, language = self._text("kind"), self._text("when"), self._text("language")
        self.kind = kind if kind in {source.kind for source in all_sources()} else ""
        self.period = period if period in PERIODS else ""
        self.language = language if language in dict(settings.LANGUAGES) else ""
        self.is_solved = self._text("solved") == "1"
        self.space = next((one for one in self.spaces if one.slug == self._text("space")), None)
        self.by, self.product = self._text("by").lstrip("@"), self._text("product")

    def _text(self, name: str, length: int = 100) -> str:
        return self._asked.get(name, "")[:length].replace("\x00", "").strip()

    def filters(self, now: datetime) -> Filters:
        """A person or product that is not there finds nothing, and not everything."""
        author = people.by_handles([self.by]).get(self.by.lower()) if self.by else None
        product = shop.products_by_handles([self.product]).get(self.product) if self.product else None
        return Filters(
            space_id=self.space.pk if self.space else None,
            author_id=(author.pk if author else 0) if self.by else None,
            product_id=(product.pk if product else 0) if self.product else None,
            language=self.language,
            is_solved=self.is_solved,
            since=now - timedelta(days=PERIODS[self.period][0]) if self.period else None,
        )

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.kind or self.is_narrowed)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.period or self.language or self.is_solved or self.space or self.by or self.product)

    def query(self, **changed: str) -> str:
        """The address of the same search with something changed."""
        values = {
            "q": self.words,
            "kind": self.kind,
            "space": self.space.slug if self.space else "",
            "by": self.by,
            "product": self.product,
            "language": self.language,
            "when": self.period,
            "solved": "1" if self.is_solved else "",
        }
        return "?" + urlencode({name: value for name, value in (values | changed).items() if value})

    @property
    def unnarrowed(self) -> str:
        return self.query(space="", by="", product="", language="", when="", solved="")


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    choice = Choice(request)
    page = search_page(
        choice.words,
        person_of(request),
        kind=choice.kind,
        filters=choice.filters(timezone.now()),
        after=request.GET.get("after", "")[:40],
    )
    shown = {
        "page": page,
        "choice": choice,
        "tabs": [(tab, choice.query(kind=tab.kind)) for tab in page.tabs],
        "next_url": choice.query(after=page.after) if page.after else "",
        "better_url": choice.query(q=page.better),
        "products_url": choice.query(kind="product"),
        "people_url": choice.query(kind="member"),
        "languages": settings.LANGUAGES,
        "periods": [(name, label) for name, (_days, label) in PERIODS.items()],
    }
    return render(request, "web/search.html", shown)


@require_safe
def search_offers(request: HttpRequest) -> HttpResponse:
    """The list under the field; what it holds depends on who asks."""
    words = request.GET.get("q", "")[:WORDS_LENGTH_MAX]
    found = offers(words, person_of(request)) if len(words.strip()) >= OFFER_LENGTH_MIN else []
    response = vary(render(request, "web/search/_offers.html", {"offers": found}))
    response.headers["Cache-Control"] = "private, no-store"
    if found:
        told = ngettext("%(count)s suggestion", "%(count)s suggestions", len(found)) % {"count": spoken(len(found))}
        response.headers["HX-Trigger"] = json.dumps({"korzo:say": told})
    return response
