"""What somebody narrowed a question down to, and what they may see at all: both are part of what the index is asked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from korzo.search.entries import (
    CLOSED_MARK,
    SOLVED_MARK,
    audience_mark,
    author_mark,
    kind_mark,
    language_mark,
    product_mark,
    space_mark,
)
from korzo.search.expressions import Expression, Without, all_of, either_of, word
from korzo.search.numbers import number_at
from korzo.search.sources import PUBLIC
from korzo.search.store import Span


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
class Limits:
    """`audiences` are all to which the person belongs; never empty."""

    audiences: Collection[str]
    filters: Filters

    @property
    def span(self) -> Span:
        return self.filters.span()

    def within(self, wanted: Expression | None) -> Expression:
        """What is wanted, less what is filtered out, less what this person may not see."""
        parts = [*([wanted] if wanted else []), *self.filters.marks()]
        if PUBLIC not in self.audiences or not parts:
            return all_of([*parts, either_of(word(audience_mark(one)) for one in sorted(self.audiences))])
        others = [word(audience_mark(one)) for one in sorted(self.audiences) if one != PUBLIC]
        closed = Without(word(CLOSED_MARK), either_of(others)) if others else word(CLOSED_MARK)
        return Without(all_of(parts), closed)
