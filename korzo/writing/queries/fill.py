"""Places in a stored text, filled when it is shown: products with today's price, sources of quotations, cards of links.

One question for each kind, however many texts stand on a page.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from korzo.edge.recording import reads
from korzo.kit import blocks, slots
from korzo.kit.html import stored
from korzo.kit.pictures import Photo
from korzo.kit.typed import as_typed
from korzo.shop.models import Product
from korzo.shop.queries import first_photos, products_by_ids
from korzo.writing.models import LinkCard
from korzo.writing.providers import playable
from korzo.writing.registry import Quotable, quotable

_PLACE = re.compile(
    r'<figure data-ref="(product|link):(\d+)">(.*?)</figure>'
    r'|<blockquote dir="auto" data-ref="quote:([a-z]+):(\d+):\d+">(.*?)</blockquote>'
    r"|<table>.*?</table>",
    re.DOTALL,
)
_REF = re.compile(r'data-ref="([^"]+)"')


@dataclass(frozen=True)
class Rated:
    """What the slot `writing.product_words` says about a product."""

    rating: Any
    words: str


@dataclass(frozen=True)
class Card:
    """What `writing/_card.html` reads."""

    url: str
    title: str
    text: str
    site: str
    author: str
    photo: Photo | None
    frame: str = ""
    shape: str = ""
    provider: str = ""


@dataclass
class _Known:
    """Everything that the places of some texts name, by number."""

    products: Mapping[int, Product] = field(default_factory=dict)
    photos: Mapping[int, Photo] = field(default_factory=dict)
    rated: Mapping[int, list[Any]] = field(default_factory=dict)
    cards: Mapping[int, LinkCard] = field(default_factory=dict)
    quotables: dict[tuple[str, int], Quotable] = field(default_factory=dict)


def filled[K](texts: Mapping[K, str]) -> dict[K, SafeString]:
    """Stored texts as everybody who may read them sees them, in the language of this moment."""
    known = _known(_refs(texts.values()))
    return {key: stored(_PLACE.sub(lambda found: _filled(found, known), text)) for key, text in texts.items()}


def for_editor(text: str) -> SafeString:
    """A stored text as the editor takes it."""
    return stored(blocks.for_editor(text, _names(text)))


def typed(text: str) -> str:
    """A stored text as one types it into a bare field."""
    known = _known(_refs([text]))
    addresses = {f"product:{pk}": f"{settings.KORZO_URL}{one.get_absolute_url()}" for pk, one in known.products.items()}
    return as_typed(text, addresses)


def _names(text: str) -> dict[str, str]:
    known = _known(_refs([text]))
    names = {f"product:{pk}": one.title for pk, one in known.products.items()}
    for ref in set(_REF.findall(text)):
        kind, _colon, rest = ref.partition(":")
        if kind == "quote":
            name, pk, _version = rest.split(":")
            source = known.quotables.get((name, int(pk)))
            names[ref] = source.author if source else ""
    return names


def _refs(texts: Iterable[str]) -> dict[str, set[str]]:
    """Numbers by kind; those of quotations with the kind of what is quoted."""
    found: dict[str, set[str]] = {}
    for text in texts:
        # Most texts hold no place, and looking for one sign is quicker than looking for all.
        for ref in _REF.findall(text) if "data-ref" in text else []:
            kind, _colon, rest = ref.partition(":")
            found.setdefault(kind, set()).add(rest)
    return found


def _known(refs: Mapping[str, set[str]]) -> _Known:
    known = _Known()
    if product_ids := {int(one) for one in refs.get("product", ())}:
        known.products = products_by_ids(product_ids)
        known.photos = first_photos(set(known.products))
        known.rated = slots.collect("writing.product_words", known.products)
    if card_ids := {int(one) for one in refs.get("link", ())}:
        reads(*(f"link:{pk}" for pk in card_ids))
        known.cards = LinkCard.objects.in_bulk(card_ids)
    wanted: dict[str, set[int]] = {}
    for kind, pk, _version in (one.split(":") for one in refs.get("quote", ())):
        wanted.setdefault(kind, set()).add(int(pk))
    for kind, ids in wanted.items():
        if (registered := quotable(kind)) is not None:
            known.quotables |= {(kind, pk): one for pk, one in registered[1](ids).items()}
    return known


def _filled(found: re.Match[str], known: _Known) -> str:
    if found[1] == "product":
        return _product(int(found[2]), known)
    if found[1] == "link":
        return _link(int(found[2]), found[3], known)
    if found[4]:
        return _quote(found[4], int(found[5]), found[6], known)
    return f'<div class="table-scroll" role="group" tabindex="0" aria-label="{_("Table")}">{found[0]}</div>'


def _product(pk: int, known: _Known) -> str:
    product = known.products.get(pk)
    if product is None:
        return ""
    is_sold = product.state == Product.State.ACTIVE and product.gone_at is None
    rated = next(iter(known.rated.get(pk, [])), None)
    return _rendered(
        "product",
        product=product,
        photo=known.photos.get(pk),
        stock="gone" if not is_sold else "in" if product.in_stock else "out",
        rated=rated,
    )


def _link(pk: int, inside: str, known: _Known) -> str:
    """Until something is known, and where nothing is, the bare link stands there."""
    card = known.cards.get(pk)
    if card is None or card.state != LinkCard.State.READY:
        return f'<p dir="auto">{inside}</p>'
    return _rendered("card", card=_shown(card))


def _shown(card: LinkCard) -> Card:
    photo = None
    if card.photo:
        url = f"{settings.MEDIA_URL}{card.photo}"
        photo = Photo(url=url, width=card.photo_width, height=card.photo_height, tone=card.tone)
    found = playable(card.url)
    return Card(
        url=card.url,
        title=card.title,
        text=card.text,
        site=card.site,
        author=card.author,
        photo=photo,
        frame=found.src if found else "",
        shape=found.provider.shape if found else "",
        provider=found.provider.name if found else "",
    )


def _quote(kind: str, pk: int, inside: str, known: _Known) -> str:
    """What was taken from view there is not read here either."""
    if quotable(kind) is None:
        return f'<blockquote dir="auto">{inside}</blockquote>'
    return _rendered("quote", source=known.quotables.get((kind, pk)), words=stored(inside))


def _rendered(name: str, **context: object) -> str:
    return render_to_string(f"writing/_{name}.html", context).strip()
