"""What the nightly look at the sealed results found."""

from dataclasses import dataclass

from korzo.contests.models import Breach, Result


@dataclass(frozen=True)
class SealState:
    """`broken` are the titles of contests whose results are not the published ones, the oldest breach first."""

    sealed: int
    broken: list[str]
    first_broken_id: int | None


def seal_state() -> SealState:
    rows = list(Breach.objects.select_related("contest").order_by("found_at", "pk"))
    first = rows[0].contest_id if rows else None
    return SealState(Result.objects.count(), [one.contest.title for one in rows], first)
