"""Finding. Who may see what is part of the question to the index, and never looked at afterwards."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from korzo.search.asked import Asked, read
from korzo.search.models import Document
from korzo.search.queries.corrections import corrections
from korzo.search.queries.limits import Filters, Limits
from korzo.search.queries.order import Place, in_order
from korzo.search.sources import PUBLIC, all_sources
from korzo.search.store import store

FOUND_ON_PAGE = 20
# Behind a hundred nobody counts.
COUNTED_MAX = 100
# Below that somebody may have made the same slip of the pen before.
FEW = 3
CURSOR_LENGTH_MAX = 30


@dataclass(frozen=True)
class Hit:
    kind: str
    object_id: int
    # Its place in the index: younger things have larger ones (`moment_of`).
    number: int


@dataclass(frozen=True)
class Found:
    """`after` leads to the next page and is empty at the end.

    `asked` is what these are the answers to. Where nothing was found it may be a corrected question (`is_corrected`);
    where little was found `better` is one that finds more.
    """

    hits: Sequence[Hit]
    asked: Asked
    after: str = ""
    is_corrected: bool = False
    better: Asked | None = None


def audiences_of(person: Any) -> frozenset[str]:
    """All groups to which somebody belongs, as the rooms tell them."""
    return frozenset({PUBLIC}).union(*(source.audiences(person) for source in all_sources()))


def find(
    question: str | Asked,
    *,
    audiences: Collection[str],
    filters: Filters | None = None,
    limit: int = FOUND_ON_PAGE,
    after: str = "",
    corrects: bool = True,
) -> Found:
    """One page. Without words the filters alone are the question; without either nothing is found.

    `corrects` looks at slips of the pen where little or nothing was found.
    """
    asked = read(question) if isinstance(question, str) else question
    chosen = filters or Filters()
    if not audiences or not (asked or chosen.are_set):
        return Found([], asked)
    found = _page(asked, audiences, chosen, limit, after)
    if after or not corrects or len(found.hits) >= FEW:
        return found
    meant = what_was_meant(asked, audiences=audiences, filters=chosen, is_empty=not found.hits)
    if meant is None:
        return found
    if found.hits:
        return replace(found, better=meant)
    return replace(_page(meant, audiences, chosen, limit, ""), is_corrected=True)


def what_was_meant(
    asked: Asked, *, audiences: Collection[str], filters: Filters | None = None, is_empty: bool = True
) -> Asked | None:
    """The likeliest question that differs in slips of the pen and finds something, or far more than a little."""
    if not asked or not audiences:
        return None
    chosen = filters or Filters()
    return next(corrections(asked, Limits(audiences, chosen), is_empty=is_empty), None)


def _page(asked: Asked, audiences: Collection[str], filters: Filters, limit: int, after: str) -> Found:
    places = in_order(asked, Limits(audiences, filters), behind=_place(after), most=limit + 1)
    shown = places[:limit]
    rest = f"{shown[-1].part}-{shown[-1].number}" if len(places) > limit else ""
    return Found(_hits([place.number for place in shown]), asked, rest)


def _hits(numbers: Sequence[int]) -> list[Hit]:
    documents = Document.objects.in_bulk(numbers)
    return [Hit(documents[one].kind, documents[one].object_id, one) for one in numbers if one in documents]


def _place(after: str) -> Place | None:
    """The beginning, for what we did not write."""
    part, _dash, number = after.partition("-")
    if len(after) > CURSOR_LENGTH_MAX or not after.isascii() or not (part.isdecimal() and number.isdecimal()):
        return None
    return Place(int(part), int(number)) if int(number) < 1 << 63 else None


def counts(asked: Asked, *, audiences: Collection[str], filters: Filters | None = None) -> dict[str, int]:
    """How much of each kind was found, in one query; more than `COUNTED_MAX` is told as one above it."""
    chosen = filters or Filters()
    if not audiences or not (asked or chosen.are_set):
        return {}
    kinds = [source.kind for source in all_sources()]
    words = asked.anywhere() if asked else None
    wanted = [Limits(audiences, replace(chosen, kinds=(kind,))).within(words) for kind in kinds]
    return dict(zip(kinds, store().counts(wanted, most=COUNTED_MAX + 1, span=chosen.span()), strict=True))
