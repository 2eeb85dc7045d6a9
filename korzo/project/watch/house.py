"""How the house stands right now: what has to be asked of the database and the disk, for metrics, pages and /ready/."""

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Min, Q
from django.utils import timezone

from korzo.activity.models import Outgoing
from korzo.kit.meter_files import Living
from korzo.project.preparation import missing_migrations

MEBIBYTE = 1024 * 1024
# SQLite cannot write any more, and neither can anything else.
DISK_BYTES_LEAST = 50 * MEBIBYTE


@dataclass(frozen=True)
class DatabaseSize:
    database_bytes: int
    # SQLite's log of what is not in the file yet; 0 on PostgreSQL, which minds its own.
    wal_bytes: int


def database_size() -> DatabaseSize:
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return DatabaseSize(int(cursor.fetchone()[0]), 0)
    name = str(connection.settings_dict["NAME"])
    return DatabaseSize(_file_bytes(Path(name)), _file_bytes(Path(f"{name}-wal")))


def _file_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def disk_free_bytes() -> int:
    """Where the data folder lies."""
    return shutil.disk_usage(settings.KORZO_DATA).free


def oldest_waiting_sending() -> datetime | None:
    """When the oldest letter was written that should be out by now; one that is planned for later is not late."""
    now = timezone.now()
    waiting = Outgoing.objects.filter(Q(not_before__lte=now) | Q(attempts__gt=0), state=Outgoing.State.WAITING)
    since: datetime | None = waiting.aggregate(at=Min("created_at"))["at"]
    return since


@dataclass
class _Schema:
    """Once no step is missing it stays so: an update comes with a new process."""

    is_up_to_date: bool = False


_schema = _Schema()


def is_up_to_date() -> bool:
    """Whether the database has all steps that this version needs. Asked often, and dear to find out."""
    if not _schema.is_up_to_date:
        _schema.is_up_to_date = missing_migrations() == 0
    return _schema.is_up_to_date


def memory_bytes(living: Iterable[Living]) -> dict[str, int]:
    """Of the processes that count, by their part; empty where the system does not tell."""
    found: dict[str, int] = {}
    page = os.sysconf("SC_PAGE_SIZE")
    for one in living:
        try:
            resident = int(Path(f"/proc/{one.pid}/statm").read_text(encoding="ascii").split()[1])
        except (OSError, ValueError, IndexError):
            continue
        found[one.role] = found.get(one.role, 0) + resident * page
    return found
