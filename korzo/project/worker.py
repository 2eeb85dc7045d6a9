"""`korzo worker`: one process that delivers activities, carries out what must leave the house and does the jobs."""

import logging
import os
import signal
import threading
from types import FrameType

from korzo.activity import pump
from korzo.jobs.runner import Queue
from korzo.project import fanout, lifeline

logger = logging.getLogger("korzo.worker")

EXIT_FINE = 0
EXIT_FAILED = 1
# The promise to whoever stops us: half a minute, then the machine may go down.
STOP_SECONDS_MAX = 29.0


def run() -> int:
    """Until SIGTERM or SIGINT: then what is being done is finished, within 30 seconds, and nothing new begun."""
    stop = threading.Event()
    told = threading.Event()
    queue = Queue()

    def stop_all() -> None:
        if not stop.is_set():
            stop.set()
            queue.request_stop()
            _leave_after(STOP_SECONDS_MAX)

    def told_to_stop(_number: int, _frame: FrameType | None) -> None:
        told.set()
        stop_all()

    def deliver() -> None:
        try:
            pump.run(stop, heard=queue.wake)
        except Exception:
            logger.exception("The deliveries broke off.")
        # Half a worker helps nobody: the supervisor starts a whole one.
        stop_all()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told_to_stop)
    fanout.listen_to_other_hosts()
    deliveries = threading.Thread(target=deliver, name="deliveries")
    deliveries.start()
    threading.Thread(target=_watch_supervisor, args=(stop,), name="lifeline", daemon=True).start()
    try:
        queue.run()
    finally:
        stop_all()
        deliveries.join()
    return EXIT_FINE if told.is_set() else EXIT_FAILED


def _leave_after(seconds: float) -> None:
    """What takes longer is left behind: the queue finds it dead and its policy says what then; a lease runs out."""

    def leave() -> None:
        logger.warning("Something took longer than %.0f seconds and was left unfinished.", seconds)
        logging.shutdown()
        os._exit(EXIT_FAILED)

    timer = threading.Timer(seconds, leave)
    timer.daemon = True
    timer.start()


def _watch_supervisor(stop: threading.Event) -> None:
    """Without its supervisor nobody would stop this process or start it again."""
    supervisor = lifeline.supervisor_pid()
    while supervisor is not None and not stop.wait(lifeline.LOOK_INTERVAL_SECONDS):
        if not lifeline.is_running(supervisor):
            os.kill(os.getpid(), signal.SIGTERM)
            return
