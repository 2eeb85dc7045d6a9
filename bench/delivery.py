"""What live delivery costs and how long it takes: the figures of `bench.live`."""

import shutil
import tempfile
from pathlib import Path

from bench import live
from bench.ground import Ground
from bench.results import Figure, Section

KEY, TITLE = "live", "Live delivery"
WORDS = f"""
{live.LISTENERS} people keep a stream of events open at the house, each from an address of their own;
{live.PUBLICATIONS} things happen, told by another process, and each of them hears all. Milliseconds from before the
transaction to the listener's hand. CPU is that of the whole house, less what it does anyway in that time.
"""


def measure(ground: Ground) -> Section:
    ground.say(f"{live.LISTENERS} listeners")
    with tempfile.TemporaryDirectory(prefix="korzo-bench-") as name:
        data = Path(name) / "data"
        shutil.copytree(ground.town(0).data, data)
        found = live.measure(data)
    figures = [
        Figure(
            what=f"events delivered to {live.LISTENERS} listeners",
            value=found.delivered,
            unit="events",
            beside=f"{found.expected:,} expected",
            ratio=f"{found.delivered / found.expected:.0%}",
            mark="all",
            reached=found.delivered == found.expected,
        ),
        Figure(
            what="time to the listener, median",
            value=found.median_ms,
            unit="ms",
            beside=f"99 of 100 within {found.p99_ms:.0f} ms",
            ratio=f"{found.p99_ms / found.median_ms:.1f} times the median",
            mark=f"under {live.MEDIAN_MS_MAX:.0f} ms",
            reached=found.median_ms < live.MEDIAN_MS_MAX,
        ),
        Figure("CPU for each delivery", found.cpu_us_per_delivery, "µs"),
        Figure("CPU while nothing happens", found.idle_percent_of_core, "% of a core"),
        Figure("memory of each connection", found.memory_kb_per_connection, "kB"),
    ]
    return Section(KEY, TITLE, WORDS, figures)
