"""A room of the tests: things in memory that can be found."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from korzo.search import actions
from korzo.search.actions import Findable, Shown, Source
from korzo.search.queries import Filters, find

FIRST = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Shelf:
    """Each thing is a day younger than the one before."""

    kind: str = "thing"
    things: dict[int, Findable] = field(default_factory=dict)
    loads: int = 0

    def put(self, title: str = "", body: str = "", **more: Any) -> int:
        pk = max(self.things, default=0) + 1
        self.change(pk, title=title, body=body, **more)
        return pk

    def change(self, pk: int, **values: Any) -> None:
        self.things[pk] = Findable(**{"kind": self.kind, "object_id": pk, "at": FIRST + timedelta(days=pk), **values})
        actions.index(self.kind, [pk])

    def take_away(self, pk: int) -> None:
        del self.things[pk]
        actions.index(self.kind, [pk])

    def load(self, ids: Collection[int]) -> Mapping[int, Findable]:
        self.loads += 1
        return {pk: self.things[pk] for pk in ids if pk in self.things}

    def ids(self, behind: int, limit: int) -> Sequence[int]:
        return sorted(pk for pk in self.things if pk > behind)[:limit]

    def shown(self, ids: Collection[int], person: Any) -> Mapping[int, Shown]:
        return {
            pk: Shown(title=one.title, url=f"/things/{pk}/", moment=one.at, body=one.body)
            for pk, one in self.load(ids).items()
        }

    def source(self, rank: int = 1) -> Source:
        return Source(
            kind=self.kind,
            label=self.kind.title(),
            name=self.kind,
            icon="package",
            rank=rank,
            load=self.load,
            ids=self.ids,
            count=lambda: len(self.things),
            shown=self.shown,
            audiences=lambda person: person or (),
        )


def found(question: str, *, audiences: Iterable[str] = ("public",), **filters: Any) -> list[int]:
    """Ids of what is found, in its order."""
    page = find(question, audiences=frozenset(audiences), filters=Filters(**filters), limit=100)
    return [] if page.is_corrected else [hit.object_id for hit in page.hits]
