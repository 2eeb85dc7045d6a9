"""What the worker does with a parcel: read it through, then take it over."""

from django.utils import translation

from korzo.jobs.actions import Priority, job
from korzo.kit.errors import Missing, Refused
from korzo.members.models import Member
from korzo.members.permissions import check_can, check_signed_in
from korzo.shop.actions.import_files import FilesRefused, Progress, import_files
from korzo.shop.models import Connection, ImportRun
from korzo.shop.permissions import IMPORT
from korzo.shop.staff import parcels
from korzo.shop.staff.checking import findings_of
from korzo.shop.staff.parcels import Fault, Findings, Parcel, State

# Longer than any import we know of. A run whose process was killed is free sooner, by its own sign of life.
IMPORT_SECONDS_MAX = 2 * 60 * 60
# The third try comes after a killed run has counted as dead for sure.
BACKOFF_SECONDS = 150


@job(idempotent=True)
def check_parcel(token: str) -> None:
    parcel = _parcel(token)
    if parcel is not None and parcel.state == State.CHECKING:
        check(parcel)


@job(
    idempotent=True,
    attempts_max=6,
    backoff_seconds=BACKOFF_SECONDS,
    unique="shop-import",
    priority=Priority.BULK,
    lease_seconds=IMPORT_SECONDS_MAX,
)
def import_parcel(token: str) -> None:
    parcel = _parcel(token)
    if parcel is not None and parcel.state in {State.WAITING, State.RUNNING}:
        with translation.override(parcel.language):
            _take_over(parcel)


@job(idempotent=True)
def discard_old_parcels() -> int:
    return parcels.discard_old()


def check(parcel: Parcel) -> Parcel:
    with translation.override(parcel.language):
        findings = findings_of(parcel)
    return parcels.save(parcel, findings=findings, state=State.FAULTY if findings.faults else State.SOUND)


def _parcel(token: str) -> Parcel | None:
    """None where somebody dropped the files meanwhile."""
    try:
        return parcels.load(token)
    except Missing:
        return None


def _take_over(parcel: Parcel) -> None:
    try:
        run = _import(parcel)
    except FilesRefused as refusal:
        faults = tuple(Fault(one.file, one.line, "", str(one)) for one in refusal.faults)
        parcels.empty(parcel, state=State.REFUSED, sentence=refusal.sentence, findings=Findings(faults=faults))
    except Refused as refusal:
        # A run that was killed counts as alive for a while: then the next try goes on with it.
        if parcel.run_id is not None:
            raise
        parcels.empty(parcel, state=State.REFUSED, sentence=refusal.sentence)
    else:
        parcels.empty(parcel, state=State.DONE, run_id=run.pk)


def _import(parcel: Parcel) -> ImportRun:
    # An import without an actor is the house's own; whoever left the team since must not pass for it.
    actor = Member.objects.filter(pk=parcel.sender_id).first()
    check_can(actor, IMPORT)
    connection = Connection.objects.get(pk=parcel.connection_id or 0)
    # Said for these files only.
    connection.date_order = parcel.date_order or connection.date_order

    def tell(progress: Progress) -> None:
        running = ImportRun.objects.filter(connection=connection, state=ImportRun.State.RUNNING)
        parcels.save(
            parcel,
            state=State.RUNNING,
            run_id=running.values_list("pk", flat=True).first(),
            kind=progress.kind.value,
            records_done=progress.records_done,
        )

    return import_files(connection, parcel.files, actor=check_signed_in(actor), strict=parcel.is_strict, progress=tell)
