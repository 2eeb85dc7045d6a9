"""The worker's loops over deliveries and outgoing rows: woken by the bell, and looking every few seconds anyway."""

import logging
from collections.abc import Callable
from threading import Event, Thread

from django.db import Error, close_old_connections, connection

from korzo.activity.deliveries import count_deaths, deliver_next, send_next
from korzo.activity.underway import Note
from korzo.kit import bell

logger = logging.getLogger("korzo.activity")

# The bell is a look at one file's time, cheap enough for twenty times a second.
BELL_INTERVAL_SECONDS = 0.05
# Rows planned for later, and those of other hosts, ring no bell here.
LOOK_INTERVAL_SECONDS = 2.0
PAUSE_AFTER_ERROR_SECONDS = 3.0
# A receiver that lets us wait until its time-out holds up one of them, and never a delivery.
SENDERS = 2


def run(stop: Event, *, heard: Callable[[], None] = lambda: None) -> None:
    """Work until told to stop, then finish what is begun. `heard` is called for each ring of the bell.

    Deliveries have a loop of their own: an effect never waits for somebody outside.
    """
    works: list[tuple[str, Callable[[], bool]]] = [
        ("deliver", _Deliverer()),
        *[("send", send_next)] * SENDERS,
    ]
    wakes = [Event() for _work in works]
    threads = [
        Thread(target=_loop, args=(work, stop, wake), name=name)
        for (name, work), wake in zip(works, wakes, strict=True)
    ]
    for thread in threads:
        thread.start()
    last = 0
    while all(thread.is_alive() for thread in threads) and not stop.wait(BELL_INTERVAL_SECONDS):
        ring = bell.last_ring_ns()
        if ring != last:
            last = ring
            for wake in wakes:
                wake.set()
            heard()
    # One that broke off takes the others along: whoever started us starts a whole new set.
    stop.set()
    for wake in wakes:
        wake.set()
    for thread in threads:
        thread.join()


class _Deliverer:
    """First of all it looks what those before it died of."""

    def __init__(self) -> None:
        self._note = Note()
        self._has_counted = False

    def __call__(self) -> bool:
        if not self._has_counted:
            count_deaths()
            self._has_counted = True
        return deliver_next(self._note)


def _loop(work: Callable[[], bool], stop: Event, wake: Event) -> None:
    """One kind of work; a database that is away is waited for."""
    while not stop.is_set():
        wake.clear()
        try:
            close_old_connections()
            while not stop.is_set() and work():
                pass
        except Error:
            logger.exception("The database is away; trying again.")
            connection.close()
            stop.wait(PAUSE_AFTER_ERROR_SECONDS)
            continue
        wake.wait(LOOK_INTERVAL_SECONDS)
    connection.close()
