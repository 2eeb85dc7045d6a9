"""Is there room, and is there a copy?"""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.kit.formats import ago
from korzo.project.watch import house
from korzo.project.watch.backups import last_backup
from korzo.project.watch.findings.finding import Finding, bad, good, look
from korzo.project.watch.findings.words import GIB, MIB, language, size

DISK_BYTES_LOW = 2 * GIB
DISK_BYTES_TOO_LOW = 300 * MIB
# SQLite shortens its log by itself; one that grows like this is held up by a reader that never ends.
WAL_BYTES_MAX = 512 * MIB
BACKUP_OLD = timedelta(days=2)


def disk() -> Finding:
    free = house.disk_free_bytes()
    words = {"free": size(free)}
    if free < DISK_BYTES_TOO_LOW:
        return bad(
            _("The disk is nearly full: %(free)s are left. Soon nobody can write any more.") % words,
            _("Make room, or move the data folder to a larger disk. Old backups are often the first to go."),
        )
    # A copy of the database must fit beside it: backups and updates make one.
    if free < max(DISK_BYTES_LOW, house.database_size().database_bytes):
        return look(
            _("The disk has %(free)s left.") % words,
            _("That lasts for a while. Plan a larger one before the next season of pictures."),
        )
    return good(_("The disk has room: %(free)s are free.") % words)


def database_size() -> Finding:
    found = house.database_size()
    if found.wal_bytes > WAL_BYTES_MAX:
        return look(
            _("The database takes %(size)s, and the log beside it %(log)s, which is much.")
            % {"size": size(found.database_bytes), "log": size(found.wal_bytes)},
            _("It is shortened each night. If it keeps growing, start Korzo again: something reads without end."),
        )
    return good(_("The database takes %(size)s.") % {"size": size(found.database_bytes)})


def backup() -> Finding:
    at = last_backup()
    if at is None:
        return look(
            _("There is no backup yet."),
            _("Make the first one with korzo backup, and let your machine repeat it each night."),
        )
    if timezone.now() - at > BACKUP_OLD:
        return look(
            _("The last backup was made %(since)s.") % {"since": _since(at)},
            _("Make a new one with korzo backup, and let your machine repeat it each night."),
        )
    return good(_("The last backup was made %(since)s. Keep a copy in another house, too.") % {"since": _since(at)})


def _since(at: datetime) -> str:
    return ago(at, language())
