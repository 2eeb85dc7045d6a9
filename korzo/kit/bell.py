"""A bell between the processes of one host: a file whose time of change says "there is work".

The rows in the database are the truth; the bell only shortens the wait. Losing a ring costs a second, never an effect.
"""

import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction

_forward: list[Callable[[], None]] = []


def _file() -> Path:
    return Path(settings.KORZO_DATA) / "bell"


def ring() -> None:
    ring_here()
    for forward in _forward:
        forward()


def on_ring(forward: Callable[[], None]) -> None:
    """Also wake others, such as other hosts. Must not raise."""
    if forward not in _forward:
        _forward.append(forward)


def ring_here() -> None:
    """Only on this host: what another host told us."""
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
