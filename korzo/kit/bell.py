"""A bell between the processes of one host: a file whose time of change says "there is work".

The rows in the database are the truth; the bell only shortens the wait. Losing a ring costs a second, never an effect.
"""

import os
from pathlib import Path

from django.conf import settings
from django.db import transaction


def _file() -> Path:
    return Path(settings.KORZO_DATA) / "bell"


def ring() -> None:
    path = _file()
    try:
        os.utime(path)
    except FileNotFoundError:
        path.touch()
    except OSError:
        # A read-only or full disk must not fail the request whose work is already committed.
        return


def ring_on_commit() -> None:
    transaction.on_commit(ring)


def last_ring_ns() -> int:
    try:
        return _file().stat().st_mtime_ns
    except OSError:
        return 0
