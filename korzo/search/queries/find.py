"""Finding. The newest of what has the words in its title come first, then those with the words in a row, then the rest.

No score is computed: ranking all that fits is what makes common words dear. Each step reads the index from the newest
document on and stops when the page is full. Who may see what is part of the question to the index.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from korzo.search.asked import Asked, read
from korzo.search.entries import (
    SOLVED_MARK,
    audience_mark,
    author_mark,
    kind_mark,
    language_mark,
    product_mark,
    space_mark,
)
from korzo.search.expressions import Expression, all_of, either_of, word
from korzo.search.models import Document
from korzo.search.numbers import number_at
from korzo.search.queries.corrections import corrections
from korzo.search.sources import PUBLIC, all_sources
from korzo.search.store import Span, store

FOUND_ON_PAGE = 20
# Behind a hundred nobody counts.
COUNTED_MAX = 100
# Below that somebody may have made the same slip of the pen before.
FEW = 3
CURSOR_LENGTH_MAX = 30


@dataclass(frozen=True, kw_only=True)
class Filters:
    """All of these at once; `kinds` are any of them."""

    kinds: tuple[str, ...] = ()
    space_id: int | None = None
    author_id: int | None = None
    product_id: int | None = None
    language: str = ""
    is_solved: bool = False
    # From the first moment on, and before the second.
    since: datetime | None = None
    before: datetime | None = None

    @property
    def are_set(self) -> bool:
        return self != Filters()

    def marks(self) -> list[Expression]:
        wanted = [
            language_mark(self.language) if self.language else "",
            SOLVED_MARK if self.is_solved else "",
            space_mark(self.space_id) if self.space_id is not None else "",
            author_mark(self.author_id) if self.author_id is not None else "",
            product_mark(self.product_id) if self.product_id is not None else "",
        ]
        kinds = [either_of(word(kind_mark(kind)) for kind in self.kinds)] if self.kinds else []
        return [*kinds, *(word(mark) for mark in wanted if mark)]

    def span(self) -> Span:
        return Span(
            since=number_at(self.since) if self.since else None, below=number_at(self.before) if self.before else None
        )


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
    return next(corrections(asked, _limits(audiences, chosen), chosen.span(), is_empty=is_empty), None)


def _page(asked: Asked, audiences: Collection[str], filters: Filters, limit: int, after: str) -> Found:
    limits = _limits(audiences, filters)
    tiers = [all_of([tier, *limits]) for tier in asked.tiers()] if asked else [all_of(limits)]
    first, below = _cursor(after)
    places: list[tuple[int, int]] = []
    for tier in range(first, len(tiers)):
        span = filters.span()
        if tier == first and below is not None:
            span = replace(span, below=min(below, span.below) if span.below is not None else below)
        room = limit + 1 - len(places)
        places += [(tier, number) for number in store().newest(tiers[tier], limit=room, span=span)]
        if len(places) > limit:
            break
    shown = places[:limit]
    rest = f"{shown[-1][0]}-{shown[-1][1]}" if len(places) > limit else ""
    return Found(_hits([number for _tier, number in shown]), asked, rest)


def _limits(audiences: Collection[str], filters: Filters) -> list[Expression]:
    return [*filters.marks(), either_of(word(audience_mark(one)) for one in sorted(audiences))]


def _hits(numbers: Sequence[int]) -> list[Hit]:
    documents = Document.objects.in_bulk(numbers)
    return [Hit(documents[one].kind, documents[one].object_id, one) for one in numbers if one in documents]


def _cursor(after: str) -> tuple[int, int | None]:
    """The beginning, for what we did not write."""
    tier, _dash, number = after.partition("-")
    if len(after) > CURSOR_LENGTH_MAX or not after.isascii() or not (tier.isdecimal() and number.isdecimal()):
        return 0, None
    return (int(tier), int(number)) if int(number) < 1 << 63 else (0, None)


def counts(asked: Asked, *, audiences: Collection[str], filters: Filters | None = None) -> dict[str, int]:
    """How much of each kind was found, in one query; more than `COUNTED_MAX` is told as one above it."""
    chosen = filters or Filters()
    if not audiences or not (asked or chosen.are_set):
        return {}
    kinds = [source.kind for source in all_sources()]
    words = [asked.anywhere()] if asked else []
    wanted = [all_of([*words, *_limits(audiences, replace(chosen, kinds=(kind,)))]) for kind in kinds]
    return dict(zip(kinds, store().counts(wanted, most=COUNTED_MAX + 1, span=chosen.span()), strict=True))
