"""Read a folder of the shop's own exports into catalogue, customers and orders.

Every file is read once from end to end before anything is written. Then records go in by batches, each in a
transaction of its own that also says how far the run has come: a run that was broken off goes on there. Reading the
same files again finds every row unchanged, writes nothing and records nothing.
"""

import hashlib
import itertools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.jobs.actions import enqueue_on_commit
from korzo.kit.errors import Refused
from korzo.members.models import Member
from korzo.members.permissions import check_can
from korzo.shop import tasks
from korzo.shop.actions.batch import BATCH_SIZE, Tally
from korzo.shop.actions.link import link_customers, settle_all_grants
from korzo.shop.actions.match import attach_customers, match_lines
from korzo.shop.actions.save_customers import save_customers
from korzo.shop.actions.save_orders import save_orders
from korzo.shop.actions.save_products import save_products
from korzo.shop.activities import ImportFinished
from korzo.shop.files import Fault, Rejected, Report, ShopFiles, Terms, read
from korzo.shop.files.dates import DateOrder
from korzo.shop.files.records import FileRefused, Kind
from korzo.shop.models import TITLE_LENGTH_MAX, Connection, ImportReject, ImportRun
from korzo.shop.permissions import IMPORT
from korzo.shop.queries import rejects_as_csv

# A run that has not moved for so long was killed, and another one may begin.
DEAD_AFTER = timedelta(minutes=10)
# Beyond it the whole file is wrong, and more examples do not help. They are still counted.
REJECTS_KEPT_MAX = 10_000
# One sentence each; more would not be read.
FAULTS_TOLD_MAX = 20
# Changes when readers change so much that a broken run must not be continued.
READERS_VERSION = 1

KINDS = (Kind.PRODUCTS, Kind.CUSTOMERS, Kind.ORDERS)


class FilesRefused(Refused):
    """The files have faults that must be put right first. Nothing was written."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(" ".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Progress:
    """How far a run is: records of one kind, of about as many rows as the files of that kind have."""

    kind: Kind
    records_done: int
    rows_in_files: int


type Listener = Callable[[Progress], None]


def import_files(
    connection: Connection,
    folder: Path,
    *,
    actor: Member | None = None,
    strict: bool = False,
    reject_file: Path | None = None,
    progress: Listener | None = None,
) -> ImportRun:
    """Take over the folder. `strict`: all in one transaction, or nothing. Without an actor the house itself asks."""
    if actor is not None:
        check_can(actor, IMPORT)
    files = _read_folder(connection, folder)
    report = files.check()
    if not report.is_sound:
        raise FilesRefused(report.faults)
    run = _begin(connection, _fingerprint(folder, report))
    try:
        whole: AbstractContextManager[Any] = transaction.atomic() if strict else nullcontext()
        with whole:
            for kind in KINDS:
                _take_over(run, kind, files, report, progress, strict=strict)
            _finish(run, actor)
    except BaseException as error:
        _stop(run, error)
        raise
    run.refresh_from_db()
    if reject_file is not None and run.rejected_count:
        _write_rejects(run, reject_file)
    return run


def _read_folder(connection: Connection, folder: Path) -> ShopFiles:
    if not folder.is_dir():
        raise Refused(_("There is no folder “%(name)s”.") % {"name": folder.name})
    order = DateOrder(connection.date_order) if connection.date_order else None
    terms = Terms(currency=connection.currency, zone=connection.zone, date_order=order, now=timezone.now())
    try:
        return read(folder, terms)
    except FileRefused as refusal:
        raise FilesRefused((Fault(refusal.file, refusal.line, refusal.reason),)) from None


def _fingerprint(folder: Path, report: Report) -> str:
    digest = hashlib.sha256(str(READERS_VERSION).encode())
    for file in report.files:
        status = (folder / file.name).stat()
        digest.update(f"{file.name}|{status.st_size}|{status.st_mtime_ns}|{file.rows}".encode())
    return digest.hexdigest()


def _begin(connection: Connection, fingerprint: str) -> ImportRun:
    """Go on with a run over the same files that was broken off, or begin a new one. Never two at a time."""
    now = timezone.now()
    ImportRun.objects.filter(
        connection=connection, state=ImportRun.State.RUNNING, alive_at__lt=now - DEAD_AFTER
    ).update(state=ImportRun.State.FAILED)
    broken = ImportRun.objects.filter(connection=connection).order_by("-started_at", "-pk").first()
    try:
        with transaction.atomic():
            if broken and broken.state == ImportRun.State.FAILED and broken.fingerprint == fingerprint:
                ImportRun.objects.filter(pk=broken.pk).update(state=ImportRun.State.RUNNING, alive_at=now, error="")
                broken.refresh_from_db()
                return broken
            return ImportRun.objects.create(connection=connection, fingerprint=fingerprint)
    except IntegrityError:
        raise Refused(_("An import of this shop is already running.")) from None


def _take_over(
    run: ImportRun, kind: Kind, files: ShopFiles, report: Report, progress: Listener | None, *, strict: bool
) -> None:
    if run.kind and KINDS.index(kind) < KINDS.index(Kind(run.kind)):
        return
    done = run.records_done if run.kind == kind else 0
    rows = sum(file.rows for file in report.files if file.kind is kind)
    for batch in _batches(itertools.islice(_records(files, kind), done, None)):
        done += len(batch)
        rejects = [one for one in batch if isinstance(one, Rejected)]
        if strict and rejects:
            raise FilesRefused(tuple(Fault(one.file, one.line, one.reason) for one in rejects[:FAULTS_TOLD_MAX]))
        with transaction.atomic():
            tally = _save(run.connection, kind, batch)
            _keep_rejects(run, rejects)
            _note(run, kind, done, tally)
        if progress is not None:
            progress(Progress(kind, done, rows))


def _records(files: ShopFiles, kind: Kind) -> Iterator[Any]:
    return {Kind.PRODUCTS: files.products, Kind.CUSTOMERS: files.customers, Kind.ORDERS: files.orders}[kind]()


def _batches(records: Iterator[Any]) -> Iterator[list[Any]]:
    return (list(batch) for batch in itertools.batched(records, BATCH_SIZE))


def _save(connection: Connection, kind: Kind, batch: list[Any]) -> Tally:
    save: dict[Kind, Callable[[Connection, list[Any]], Tally]] = {
        Kind.PRODUCTS: save_products,
        Kind.CUSTOMERS: save_customers,
        Kind.ORDERS: save_orders,
    }
    return save[kind](connection, [one for one in batch if not isinstance(one, Rejected)])


def _keep_rejects(run: ImportRun, rejects: list[Rejected]) -> None:
    if not rejects:
        return
    ImportRun.objects.filter(pk=run.pk).update(rejected_count=F("rejected_count") + len(rejects))
    room = REJECTS_KEPT_MAX - run.rejects.count()
    ImportReject.objects.bulk_create(
        [
            ImportReject(
                run=run,
                file=reject.file[:TITLE_LENGTH_MAX],
                line=reject.line,
                column=reject.column[:TITLE_LENGTH_MAX],
                reason=str(reject.reason),
                row=reject.row,
            )
            for reject in rejects[: max(0, room)]
        ]
    )


def _note(run: ImportRun, kind: Kind, done: int, tally: Tally) -> None:
    """In the transaction of the batch itself, so that what is noted is what is written."""
    ImportRun.objects.filter(pk=run.pk).update(
        kind=kind.value,
        records_done=done,
        alive_at=timezone.now(),
        created_count=F("created_count") + tally.created,
        changed_count=F("changed_count") + tally.changed,
        same_count=F("same_count") + tally.same,
    )
    run.kind, run.records_done = kind.value, done


def _finish(run: ImportRun, actor: Member | None) -> None:
    match_lines(run.connection)
    attach_customers(run.connection)
    link_customers()
    settle_all_grants()
    with transaction.atomic():
        ImportRun.objects.filter(pk=run.pk).update(
            state=ImportRun.State.FINISHED, finished_at=timezone.now(), alive_at=timezone.now()
        )
        run.refresh_from_db()
        if run.created_count or run.changed_count:
            enqueue_on_commit(tasks.fetch_pictures)
            record(
                ImportFinished(
                    run_id=run.pk,
                    created=run.created_count,
                    changed=run.changed_count,
                    rejected=run.rejected_count,
                ),
                actor_id=actor.pk if actor else None,
                actor_kind="staff" if actor else "integration",
                dedupe_key=f"shop.import_finished:{run.pk}",
            )


def _stop(run: ImportRun, error: BaseException) -> None:
    """The run keeps its place. What went wrong is for the log of the owner, without the data that caused it."""
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.FAILED, error=type(error).__name__)


def _write_rejects(run: ImportRun, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # With the mark by which Excel knows UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        stream.writelines(rejects_as_csv(run))
