"""Building the index anew, while everybody goes on searching and writing."""

from collections.abc import Callable, Collection
from itertools import batched

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from korzo.search.actions.index import AT_ONCE, drop_numbers, index
from korzo.search.actions.spell import learn_words
from korzo.search.models import Document, Rebuilding
from korzo.search.sources import Source, all_sources
from korzo.search.store import store
from korzo.search.words import VERSION

# Numbers of the table that are looked at in one go for those that belong to nothing.
STRAYS_AT_ONCE = 2_000
# Steps of housekeeping of one night, each some milliseconds long.
TIDY_STEPS_MAX = 2_000

type Listener = Callable[[Rebuilding], None]


def rebuild(*, progress: Listener | None = None, anew: bool = False) -> Rebuilding:
    """Walk through all that can be found. A walk that was broken off goes on; `anew` begins from the beginning.

    Each piece is one transaction with its place, so whatever happens nothing is left out and nothing comes in twice.
    """
    run = _begun(anew=anew)
    for source in all_sources():
        while _step(run, source):
            if progress is not None:
                progress(run)
    _drop_kinds({source.kind for source in all_sources()})
    _drop_strays()
    learn_words()
    now = timezone.now()
    Rebuilding.objects.filter(pk=run.pk).update(finished_at=now, moved_at=now, done=F("total"))
    run.refresh_from_db()
    if progress is not None:
        progress(run)
    return run


def _begun(*, anew: bool) -> Rebuilding:
    with transaction.atomic():
        if anew:
            Rebuilding.objects.filter(finished_at__isnull=True).delete()
        run = Rebuilding.objects.filter(finished_at__isnull=True, version=VERSION).order_by("pk").last()
        if run is None:
            total = sum(source.count() for source in all_sources())
            Rebuilding.objects.all().delete()
            run = Rebuilding.objects.create(version=VERSION, total=total)
    return run


def _step(run: Rebuilding, source: Source) -> bool:
    """One piece of one kind. False when this kind is done."""
    run.refresh_from_db()
    done_kinds = [one.kind for one in all_sources()]
    if run.kind in done_kinds and done_kinds.index(run.kind) > done_kinds.index(source.kind):
        return False
    position = run.position if run.kind == source.kind else 0
    with transaction.atomic():
        ids = source.ids(position, AT_ONCE)
        last = ids[-1] if ids else None
        # Another process may walk along: who comes second leaves the piece to the first.
        moved = Rebuilding.objects.filter(pk=run.pk, kind=run.kind, position=run.position).update(
            kind=source.kind, position=last or position, done=F("done") + len(ids), moved_at=timezone.now()
        )
        if moved:
            indexed = _indexed(source.kind, position, last)
            _drop_wordless(indexed.keys())
            index(source.kind, {*ids, *indexed.values()})
    run.refresh_from_db()
    return last is not None


def _indexed(kind: str, behind: int, last: int | None) -> dict[int, int]:
    """What the index has of this stretch; some of it may be gone. Behind the last thing the stretch has no end."""
    documents = Document.objects.filter(kind=kind, object_id__gt=behind)
    if last is not None:
        documents = documents.filter(object_id__lte=last)
    return dict(documents.values_list("pk", "object_id"))


def _drop_wordless(numbers: Collection[int]) -> None:
    """Documents that came here without their words, as in a database that was carried over: they come in as new."""
    missing = set(numbers) - store().present(numbers)
    for some in batched(sorted(missing), AT_ONCE):
        Document.objects.filter(pk__in=some).delete()


def _drop_kinds(known: Collection[str]) -> None:
    """Of rooms that went away."""
    while numbers := list(Document.objects.exclude(kind__in=known).values_list("pk", flat=True)[:AT_ONCE]):
        drop_numbers(numbers)


def _drop_strays() -> None:
    """Words that belong to no document should not be, and would stay for ever."""
    behind = -1
    while numbers := store().numbers(behind=behind, limit=STRAYS_AT_ONCE):
        behind = numbers[-1]
        known = set(Document.objects.filter(pk__in=numbers).values_list("pk", flat=True))
        strays = [number for number in numbers if number not in known]
        if strays:
            with transaction.atomic():
                drop_numbers(strays)


def tidy(*, steps_max: int = TIDY_STEPS_MAX) -> int:
    """Let the database put its index in order, in short steps between which others can write. How many it took."""
    for step in range(steps_max):
        with transaction.atomic():
            if not store().tidy():
                return step
    return steps_max
