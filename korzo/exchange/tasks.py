"""Work for the background."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from korzo.exchange import actions
from korzo.exchange.models import Export, Import
from korzo.jobs.actions import Priority, job

# A file with a whole community in it does not lie about.
EXPORT_KEPT = timedelta(days=3)
# What was looked at and never begun: enough to come back after a weekend.
WAITING_KEPT = timedelta(days=7)


@job(
    title=_("Reading a community through"), idempotent=True, priority=Priority.BULK, unique="exchange.look",
    lease_seconds=6 * 3600,
)  # fmt: skip
def look_through(import_id: int) -> None:
    actions.look(import_id)


@job(
    title=_("Bringing in a community"), idempotent=True, priority=Priority.BULK, unique="exchange.import",
    lease_seconds=24 * 3600,
)  # fmt: skip
def bring_in(import_id: int) -> None:
    actions.bring_in(import_id)


@job(
    title=_("Taking an imported community out"), idempotent=True, priority=Priority.BULK, unique="exchange.import",
    lease_seconds=24 * 3600,
)  # fmt: skip
def undo(import_id: int) -> None:
    actions.undo(import_id)


@job(
    title=_("Writing the whole community into a file"), idempotent=True, priority=Priority.BULK,
    unique="exchange.export", lease_seconds=6 * 3600,
)  # fmt: skip
def carry_out(export_id: int) -> None:
    actions.carry_out(export_id)


@job(title=_("Deleting files of imports and exports"), idempotent=True, priority=Priority.BULK, cron="51 3 * * *")
def forget_files() -> int:
    now = timezone.now()
    old = Export.objects.filter(state=Export.State.FINISHED, finished_at__lt=now - EXPORT_KEPT)
    for export in old:
        actions.delete_export(export, actor=None)
    waiting = Import.objects.filter(state=Import.State.SOUND, created_at__lt=now - WAITING_KEPT)
    count = 0
    for brought in waiting:
        actions.discard(brought, actor=None)
        count += 1
    return count
