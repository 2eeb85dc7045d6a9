"""The worker's loop over deliveries and outgoing rows: woken by the bell, and looking by itself every few seconds."""

import logging
from threading import Event

from django.db import Error, close_old_connections, connection

from korzo.activity.deliveries import deliver_next, send_next
from korzo.kit import bell

logger = logging.getLogger("korzo.activity")

# The bell is a look at one file's time, cheap enough for twenty times a second.
BELL_INTERVAL_SECONDS = 0.05
# Rows planned for later, and those of other hosts, ring no bell here.
LOOK_INTERVAL_SECONDS = 2.0
PAUSE_AFTER_ERROR_SECONDS = 3.0


def run(stop: Event) -> None:
    """Work until told to stop; a database that is away is waited for."""
    while not stop.is_set():
        heard = bell.last_ring_ns()
        try:
            close_old_connections()
            while not stop.is_set() and (deliver_next() or send_next()):
                pass
        except Error:
            logger.exception("The database is away; trying again.")
            connection.close()
            stop.wait(PAUSE_AFTER_ERROR_SECONDS)
            continue
        _wait_for_bell(stop, heard)
    connection.close()


def _wait_for_bell(stop: Event, heard: int) -> None:
    for _turn in range(int(LOOK_INTERVAL_SECONDS / BELL_INTERVAL_SECONDS)):
        if stop.wait(BELL_INTERVAL_SECONDS) or bell.last_ring_ns() != heard:
            return
