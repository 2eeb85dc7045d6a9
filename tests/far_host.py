"""One host of several, for tests: it keeps a "page" the way the edge does, and answers a word a line.

`read` shows the page, stored or made anew from the file that stands for the database; `write N` changes it.
"""

import os
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "korzo.project.settings_test")

import django

django.setup()

from korzo.kit import bell, generations  # noqa: E402 (only now is the house open)
from korzo.kit.generations import Seen  # noqa: E402
from korzo.project import fanout  # noqa: E402

TAG = "topic:5"


def main(truth: Path) -> None:
    fanout.listen_to_other_hosts()
    stored: tuple[str, Seen] | None = None
    for line in sys.stdin:
        word, _space, rest = line.strip().partition(" ")
        answer = "ok"
        if word == "read":
            if stored and generations.is_usable() and generations.are_current(stored[1]):
                answer = f"stored {stored[0]}"
            else:
                seen = generations.seen([TAG])
                page = truth.read_text()
                stored = (page, seen) if generations.is_usable() else None
                answer = f"made {page}"
        elif word == "write":
            # Whole or not at all, like a commit.
            fresh = truth.with_suffix(f".{os.getpid()}")
            fresh.write_text(rest)
            fresh.rename(truth)
            generations.bump(TAG)
        elif word == "usable":
            answer = str(generations.is_usable())
        elif word == "ring":
            bell.ring()
        elif word == "rung":
            answer = str(bell.last_ring_ns())
        elif word == "junk":
            fanout._listener.take("bumps", b"junk")
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
