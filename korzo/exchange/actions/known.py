"""What arrived already, asked for a whole batch at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from korzo.exchange.actions.old_addresses import address_rows
from korzo.exchange.models import Arrival, Import, Kind, OldAddress
from korzo.exchange.rows import Key
from korzo.exchange.staging import Staged, Staging

type Ours = dict[Key, int]
"""Ids of our rows by the keys of theirs."""


def ours(kind: str, keys: Iterable[Key | None]) -> Ours:
    by_source: dict[str, set[str]] = {}
    for key in keys:
        if key is not None:
            by_source.setdefault(key.source, set()).add(key.source_id)
    found: Ours = {}
    for source, ids in by_source.items():
        rows = Arrival.objects.filter(source=source, kind=kind, source_id__in=ids)
        found |= {Key(source, one): pk for one, pk in rows.values_list("source_id", "object_id")}
    return found


def not_here(kind: str, rows: Sequence[Staged]) -> list[Staged]:
    """Those that never came before; the others are left as they are, whatever became of them."""
    known = ours(kind, (row.key for row in rows))
    return [row for row in rows if row.key not in known]


def note_arrivals(brought: Import, kind: str, arrived: Sequence[tuple[Staged, int, bool]]) -> None:
    """(row, id of ours, whether it was here before), and under which addresses each stood."""
    Arrival.objects.bulk_create(
        [
            Arrival(
                source=row.key.source,
                kind=kind,
                source_id=row.key.source_id,
                object_id=pk,
                brought=brought,
                was_here=was_here,
            )
            for row, pk, was_here in arrived
        ]
    )
    addresses = address_rows(brought, kind, ((row.data.get("addresses", ()), pk) for row, pk, _was_here in arrived))
    # An address that two communities had leads to the one that came first.
    OldAddress.objects.bulk_create(addresses, ignore_conflicts=True)


def note_tags(brought: Import, made: Mapping[str, int]) -> None:
    """Tags that came with it, by their slugs: they go again with it where nobody uses them."""
    Arrival.objects.bulk_create(
        [
            Arrival(source=brought.source, kind=Kind.TAGS, source_id=slug, object_id=pk, brought=brought)
            for slug, pk in made.items()
        ],
        ignore_conflicts=True,
    )


type Bring = Callable[[Import, Staging, Sequence[Staged]], None]
"""Takes one batch in, within the transaction of its caller."""
