"""A member's topic page against a plain Django page of the same data."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from statistics import median

from bench import processes
from bench.ground import Ground
from bench.house import wait_for
from bench.line import Line, free_port
from bench.load import cost_ms
from bench.results import Figure, Section
from bench.sites import ROOT, Site

KEY, TITLE = "member", "Pages of members"
POSTS, READERS = 20, 4
PASSES, REQUESTS = 5, 200
# Where plain Django needs this much, a page of ours may need so much: on another machine both are other figures, and
# their ratio is the mark.
PLAIN_MS, CPU_MS_MAX = 16.0, 3.0
TIMES_LESS_MIN = PLAIN_MS / CPU_MS_MAX
WORDS = """
A topic page of 20 posts for members who are signed in, whole as a browser without scripts gets it: CPU of the web
processes, 4 members at once. Beside it `bench/plain`: the same topic from the same database, with names, levels,
hearts, pictures and a reply form, written as one writes Django (`select_related`, a template for each post, the usual
middleware), in the same server with one process of its own. Both in turn, the median of 5 turns.
"""


def measure(ground: Ground) -> Section:
    site, house = ground.house()
    path = site.ask("people", "topics", POSTS)[0]
    cookies = site.ask("people", "sessions", READERS)
    with ExitStack() as stack:
        port, plain_pids = stack.enter_context(_plain(site))
        ours = [stack.enter_context(Line("localhost", house.port, cookie)) for cookie in cookies]
        plains = [stack.enter_context(Line("localhost", port, cookie)) for cookie in cookies]
        sizes = [len(lines[0].get(path).body) for lines in (ours, plains)]
        turns = [
            (cost_ms(house.web_processes(), ours, path, REQUESTS), cost_ms(plain_pids, plains, path, REQUESTS))
            for _turn in range(PASSES)
        ]
    return Section(KEY, TITLE, WORDS, [_figure(turns, sizes)])


def _figure(turns: Sequence[tuple[float, float]], sizes: Sequence[int]) -> Figure:
    ours, plain = median(one for one, _other in turns), median(other for _one, other in turns)
    times_less = median(other / one for one, other in turns)
    return Figure(
        what=f"topic page of {POSTS} posts for a member ({sizes[0]:,} bytes)",
        value=ours,
        unit="ms CPU",
        beside=f"plain Django {plain:.1f} ms ({sizes[1]:,} bytes)",
        ratio=f"{times_less:.1f} times less",
        mark=f"{TIMES_LESS_MIN:.1f} times less ({CPU_MS_MAX:.0f} ms where plain Django needs {PLAIN_MS:.0f})",
        reached=times_less >= TIMES_LESS_MIN,
    )


@contextmanager
def _plain(site: Site) -> Iterator[tuple[int, list[int]]]:
    """Port and processes of the reference."""
    port = free_port()
    process = subprocess.Popen(
        [
            *[sys.executable, "-P", "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning"],
            *["--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--blocking-threads", "4"],
            "bench.plain.wsgi:application",
        ],
        env={**site.environment(), "DJANGO_SETTINGS_MODULE": "bench.plain.settings"},
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        wait_for(port, "/plain/", process)
        yield port, processes.tree(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)
