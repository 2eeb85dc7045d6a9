"""From what somebody typed to what is stored: cleaned, with true quotations, products and links known by number."""

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape

from django.conf import settings
from django.utils.translation import gettext as _

from korzo.kit import blocks, html
from korzo.kit.errors import FieldRefused
from korzo.kit.html import CleanText
from korzo.shop.queries import products_by_handles
from korzo.writing.actions.cards import want_cards
from korzo.writing.models import Revision
from korzo.writing.registry import Quotable, quotable

QUOTES_MAX = 20

_QUOTE = re.compile(r'(<blockquote dir="auto") data-ref="quote:([a-z]+):(\d+):(\d+)">(.*?)</blockquote>', re.DOTALL)
# An address alone in its paragraph.
_ALONE = re.compile(r'<p dir="auto">\s*<a href="([^"]+)"[^>]*>([^<]*)</a>\s*(?:<br>)?\s*</p>')
_LETTERS = re.compile(r"[\W_]+")
_PRODUCT = re.compile(r"/products/([^/?#]{1,255})/?")


def prepare(raw: str, *, rich: bool, scope: str = "") -> CleanText:
    """Call it in the transaction that stores the text. `scope` is who will read it, as in `Quotable`."""
    cleaned = html.clean(raw, rich=rich)
    text = _with_places(_with_true_quotes(cleaned.html, scope))
    return cleaned if text == cleaned.html else replace(cleaned, html=text)


def _with_true_quotes(text: str, scope: str) -> str:
    """A quotation keeps its source only where the words stand there, or stood there in the version it names."""
    found = list(_QUOTE.finditer(text))
    if not found:
        return text
    known = _looked_up({(one[2], int(one[3])) for one in found[:QUOTES_MAX]})

    def checked(one: re.Match[str]) -> str:
        source = known.get((one[2], int(one[3])))
        if source is None:
            return f"{one[1]}>{one[5]}</blockquote>"
        if source.scope not in {"", scope}:
            raise FieldRefused(
                "body", _("You quote words that not everybody here may read. Please say it in your own words.")
            )
        return one[0] if _is_true(one, source) else f"{one[1]}>{one[5]}</blockquote>"

    return _QUOTE.sub(checked, text)


def _looked_up(wanted: set[tuple[str, int]]) -> Mapping[tuple[str, int], Quotable]:
    known: dict[tuple[str, int], Quotable] = {}
    for kind in {kind for kind, _pk in wanted}:
        if (registered := quotable(kind)) is not None:
            _label, look = registered
            sources = look([pk for one, pk in wanted if one == kind])
            known |= {(kind, pk): source for pk, source in sources.items()}
    return known


def _is_true(one: re.Match[str], source: Quotable) -> bool:
    words, version = _letters(html.to_plain(one[5])), int(one[4])
    if not words or version > source.version:
        return False
    if words in _letters(source.plain):
        return True
    registered = quotable(one[2])
    label = registered[0] if registered else ""
    kept = Revision.objects.filter(
        subject_label=label, subject_id=int(one[3]), version=version, hiding__isnull=True
    ).first()
    return kept is not None and words in _letters(kept.plain)


def _letters(text: str) -> str:
    """Gaps, signs and line ends differ between what was marked and what is stored."""
    return _LETTERS.sub("", text).casefold()


def _with_places(text: str) -> str:
    """A page of a product becomes its card, any other address outside gets one from the job."""
    alone = [one for one in _ALONE.finditer(text) if _shows_itself(one)]
    if not alone:
        return text
    addresses = {unescape(one[1]) for one in alone}
    handles = {url: handle for url in addresses if (handle := _handle_in(url))}
    products = products_by_handles(handles.values()) if handles else {}
    places = {url: blocks.product(products[handle].pk) for url, handle in handles.items() if handle in products}
    foreign = [url for one in alone if not _is_ours(url := unescape(one[1]))]
    cards = want_cards(foreign)

    def placed(one: re.Match[str]) -> str:
        url = unescape(one[1])
        if not _shows_itself(one):
            return one[0]
        if url in places:
            return places[url]
        if url in cards:
            inside = one[0].removeprefix('<p dir="auto">').removesuffix("</p>").strip()
            return f'<figure data-ref="link:{cards[url].pk}">{inside}</figure>'
        return one[0]

    return _ALONE.sub(placed, text)


def _shows_itself(one: re.Match[str]) -> bool:
    """Words over a link are somebody's own and stay."""
    return one[1] == one[2]


def _is_ours(url: str) -> bool:
    return url.startswith("/") or f"{url}/".startswith(f"{settings.KORZO_URL}/")


def _handle_in(url: str) -> str:
    path = url.removeprefix(settings.KORZO_URL)
    found = _PRODUCT.fullmatch(path) if _is_ours(url) else None
    return found[1] if found else ""
