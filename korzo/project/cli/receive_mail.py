import argparse
import logging
import sys

from django.conf import settings

from korzo.kit.errors import Refused
from korzo.kit.letters import BYTES_MAX
from korzo.notifications.incoming.actions import Busy, receive

# By this mail servers know that they should keep the letter and come again (sysexits.h).
EXIT_LATER = 75
LATER_WORDS = "Not now: another process is at this letter.\n"

logger = logging.getLogger("korzo.notifications")


def run(options: argparse.Namespace) -> int:
    """Whatever goes wrong here must not make the mail server send the letter back: it will come again."""
    del options
    doorway = settings.KORZO_DOORWAY
    if doorway is None:
        raise Refused("Replies by mail are off. Set KORZO_MAIL_IN.")
    raw = sys.stdin.buffer.read(BYTES_MAX + 1)
    size = len(raw)
    while more := sys.stdin.buffer.read(BYTES_MAX):
        size += len(more)
    try:
        receive(raw, doorway=doorway, size=size)
    except Busy:
        sys.stderr.write(LATER_WORDS)
        return EXIT_LATER
    except Exception:
        logger.exception("A letter could not be taken in.")
        return EXIT_LATER
    return 0
