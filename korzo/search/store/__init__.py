"""Where the words lie: an FTS5 table in SQLite, a tsvector column in PostgreSQL. Both take and find the same words."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db import connection

from korzo.search.entries import Entry
from korzo.search.expressions import Expression
from korzo.search.store.postgres import PostgresStore
from korzo.search.store.sqlite import SqliteStore


@dataclass(frozen=True)
class Span:
    """Numbers from `since` on and below `below`; None: without a limit."""

    since: int | None = None
    below: int | None = None

    def below_also(self, number: int | None) -> "Span":
        if number is None or (self.below is not None and self.below <= number):
            return self
        return Span(self.since, number)


class Store(Protocol):
    def newest(self, wanted: Expression, *, limit: int, span: Span) -> list[int]:
        """Numbers of documents, the largest first. The cost is that of the limit, not of all that fits."""
        ...

    def counts(self, wanted: Sequence[Expression], *, most: int, span: Span) -> list[int]:
        """How many fit each, counted no further than `most`; in one query."""
        ...

    def put(self, entries: Iterable[tuple[int, Entry]]) -> None:
        """In the order of their numbers is cheapest. What stood under a number is replaced."""
        ...

    def drop(self, numbers: Collection[int]) -> None: ...

    def words_in(self, numbers: Collection[int]) -> set[str]:
        """All words of these documents, with signs and marks."""
        ...

    def present(self, numbers: Collection[int]) -> set[int]:
        """Which of these have words here."""
        ...

    def numbers(self, *, behind: int, limit: int) -> list[int]:
        """Whatever lies in the table, in order: to find what no document belongs to."""
        ...

    def vocabulary(self, *, titles: bool) -> Iterator[tuple[str, int]]:
        """Each word, of titles or of all, with the number of documents that hold it. Reads the whole index."""
        ...

    def hold(self, kind: str, object_ids: Collection[int]) -> None:
        """Nobody else indexes these things until the transaction ends, so that what is read now is not overtaken."""
        ...

    def tidy(self) -> bool:
        """One short step of housekeeping. Whether there is more to do."""
        ...


def store() -> Store:
    return SqliteStore() if connection.vendor == "sqlite" else PostgresStore()
