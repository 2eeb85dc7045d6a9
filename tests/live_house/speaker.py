"""Another process of the house: `python -m tests.live_house.speaker topic:5` tells numbers until its input ends.

It says on a line how far it came, so that whoever started it knows how many were committed.
"""

import os
import sys
import threading
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.live_house.settings")
django.setup()

from django.db import transaction  # noqa: E402 (needs Django set up)

from korzo.live.actions import publish  # noqa: E402

PAUSE_SECONDS = 0.05


def main(channel: str) -> None:
    over = threading.Event()

    def wait_for_the_end() -> None:
        sys.stdin.read()
        over.set()

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    number = 0
    while not over.is_set():
        with transaction.atomic():
            publish(channel, "test.told", {"n": number})
        number += 1
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        time.sleep(PAUSE_SECONDS)


if __name__ == "__main__":
    main(sys.argv[1])
