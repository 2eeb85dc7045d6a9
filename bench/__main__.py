"""Measure, and write `docs/benchmarks.md`: all parts, or those that are named: `python -m bench growth search`."""

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bench import anonymous, delivery, demo, growth, member, memory, replies, results, search, work
from bench.ground import Ground, ground
from bench.results import Section


@dataclass(frozen=True)
class Part:
    title: str
    words: str
    measure: Callable[[Ground], Section]


PARTS: Mapping[str, Part] = {
    anonymous.KEY: Part(anonymous.TITLE, "a stored page against the same bytes as a file", anonymous.measure),
    member.KEY: Part(member.TITLE, "a member's page against plain Django", member.measure),
    replies.KEY: Part(replies.TITLE, "eight who write at once, on both databases", replies.measure),
    memory.KEY: Part(memory.TITLE, "what the house holds after all that", memory.measure),
    growth.KEY: Part(growth.TITLE, "pages with 1,000, 100,000 and 1,000,000 posts", growth.measure),
    search.KEY: Part(search.TITLE, "20,000 and 1,000,000 posts", search.measure),
    delivery.KEY: Part(delivery.TITLE, "500 who listen", delivery.measure),
    work.KEY: Part(work.TITLE, "against a bare loop, on both databases", work.measure),
    demo.KEY: Part(demo.TITLE, "from an empty folder", demo.measure),
}


def main(names: list[str]) -> int:
    unknown = set(names) - PARTS.keys()
    if unknown:
        say(f"There is no part called {', '.join(sorted(unknown))}. There are: {', '.join(PARTS)}.")
        return 2
    began = time.monotonic()
    with ground(say) as made:
        for key in names or PARTS:
            say(f"{key}: {PARTS[key].words}")
            # Written at once: what comes later may fail, and this was measured.
            results.write([PARTS[key].measure(made)], [one.title for one in PARTS.values()])
    say(f"Done in {time.monotonic() - began:.0f} s. The figures stand in docs/benchmarks.md.")
    return 0


def say(words: str) -> None:
    sys.stderr.write(f"[bench] {words}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    # So that servers are stopped and copies are cleared away.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(143))
    os.chdir(results.DOCUMENT.parent.parent)
    sys.exit(main(sys.argv[1:]))
