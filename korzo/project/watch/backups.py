"""When the last backup was made, wherever it went."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from korzo.project.carry.backup import OWN_NAME

FOLDER_NAME = "backups"
# Its time is that of the last backup, for most of them go to another disk, as they should.
MARK_NAME = "last-backup"


def note_backup() -> None:
    """Called when a backup is whole. That it cannot be noted is no reason to call the backup failed."""
    try:
        (Path(settings.KORZO_DATA) / MARK_NAME).touch()
    except OSError:
        return


def last_backup() -> datetime | None:
    """None where there is no sign of any."""
    data = Path(settings.KORZO_DATA)
    moments = [moment for path in [data / MARK_NAME, *_own(data / FOLDER_NAME)] if (moment := _changed(path))]
    return datetime.fromtimestamp(max(moments), UTC) if moments else None


def _own(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if OWN_NAME.fullmatch(path.name)]
    except OSError:
        return []


def _changed(path: Path) -> float | None:
    try:
        return path.stat().st_mtime
    except OSError:
        return None
