"""Old addresses, written down when something comes in."""

from collections.abc import Iterable, Sequence

from korzo.exchange.addresses import spelled
from korzo.exchange.models import ADDRESS_LENGTH_MAX, Import, OldAddress


def address_rows(brought: Import, kind: str, stood: Iterable[tuple[Iterable[str], int]]) -> Sequence[OldAddress]:
    """The front page of a site is nobody's own, and what is longer than an address is none."""
    rows: dict[str, OldAddress] = {}
    for addresses, pk in stood:
        for address in addresses:
            path = _spelled(address)
            if path:
                rows.setdefault(path, OldAddress(path=path, kind=kind, object_id=pk, brought=brought))
    return list(rows.values())


def _spelled(address: str) -> str:
    try:
        path = spelled(address)
    except ValueError:
        return ""
    return path if 1 < len(path) <= ADDRESS_LENGTH_MAX else ""
