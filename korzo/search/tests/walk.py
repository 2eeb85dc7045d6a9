"""A process that builds an index and can be ended at any moment: `python -m korzo.search.tests.walk DATABASE`.

It works on the database of that name and says a line after each piece.
"""

import os
import sys
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
KINDS = ("first", "second", "third")
EACH = 900


def load_of(kind: str) -> Any:
    from korzo.search.actions import Findable  # noqa: PLC0415 (models are loaded only once Django is set up)

    def load(ids: Collection[int]) -> Mapping[int, Findable]:
        return {
            pk: Findable(
                kind=kind, object_id=pk, at=FIRST + timedelta(minutes=pk), title=f"{kind} {pk}", body=f"wool number{pk}"
            )
            for pk in ids
            if pk <= EACH
        }

    return load


def ids(behind: int, limit: int) -> Sequence[int]:
    return list(range(behind + 1, min(behind + limit, EACH) + 1))


def register_all() -> None:
    from korzo.search.actions import Source, register  # noqa: PLC0415 (models are loaded only once Django is set up)

    for rank, kind in enumerate(KINDS):
        register(
            Source(
                kind=kind,
                label=kind,
                name=kind,
                icon="package",
                rank=rank,
                load=load_of(kind),
                ids=ids,
                count=lambda: EACH,
                shown=lambda _ids, _person: {},
            )
        )


def main(database: str) -> None:
    import django  # noqa: PLC0415 (only in this process)
    from django.db import connections  # noqa: PLC0415

    django.setup()
    connections["default"].settings_dict["NAME"] = database
    from korzo.search import sources  # noqa: PLC0415
    from korzo.search.actions import rebuild  # noqa: PLC0415

    sources._registry.sources.clear()
    register_all()

    def say(run: Any) -> None:
        os.write(1, f"{run.kind} {run.position} {run.done}\n".encode())

    rebuild(progress=say)


if __name__ == "__main__":
    main(sys.argv[1])
