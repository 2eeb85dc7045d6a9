"""How far the building of the index is."""

from dataclasses import dataclass
from datetime import datetime

from korzo.search.models import Document, Rebuilding
from korzo.search.store import store
from korzo.search.words import VERSION


@dataclass(frozen=True)
class Progress:
    done: int
    total: int
    started_at: datetime
    moved_at: datetime
    finished_at: datetime | None
    kind: str

    @property
    def share(self) -> float:
        """Between 0 and 1. What came in meanwhile may make it more than was counted at the beginning."""
        return min(1.0, self.done / self.total) if self.total else 1.0


def progress() -> Progress | None:
    """Of the last building; None before there was one."""
    run = Rebuilding.objects.order_by("pk").last()
    if run is None:
        return None
    return Progress(run.done, run.total, run.started_at, run.moved_at, run.finished_at, run.kind)


def is_current() -> bool:
    """Whether all that was there before the index has come in, folded as words are folded today.

    A database that was carried over brings its documents and not their words: then it has to be built anew.
    """
    if not Rebuilding.objects.filter(version=VERSION, finished_at__isnull=False).exists():
        return False
    newest = Document.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest is None or bool(store().present([newest]))
