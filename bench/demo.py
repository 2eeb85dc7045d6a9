"""How long the demo takes to load, and how fast a shop's orders come in."""

import subprocess
import tempfile
import time
from pathlib import Path

from bench.ground import Ground
from bench.house import korzo
from bench.results import Figure, Section
from bench.sites import Site

KEY, TITLE = "demo", "Demo and import"
LOAD_SECONDS_MAX = 120.0
ROWS_A_SECOND_MIN = 1_000.0
WORDS = """
The demo community into an empty folder, with all its pictures; then the exported files of the larger of its two shops
once more, as a shop of its own.
"""


def measure(ground: Ground) -> Section:
    with tempfile.TemporaryDirectory(prefix="korzo-bench-") as name:
        site = Site(0, Path(name), "", 0.0)
        ground.say("loading the demo")
        began = time.monotonic()
        command = korzo("demo", "--no-up")
        subprocess.run(command, env=site.environment(), check=True, stderr=subprocess.DEVNULL)
        seconds = time.monotonic() - began
        ground.say("importing orders")
        rows = site.ask("orders")
    figures = [
        Figure(
            what="loading the demo community",
            value=seconds,
            unit="s",
            ratio=f"{seconds / LOAD_SECONDS_MAX:.0%} of what is allowed",
            mark=f"under {LOAD_SECONDS_MAX:.0f} s",
            reached=seconds < LOAD_SECONDS_MAX,
        ),
        Figure(
            what="import of orders",
            value=rows,
            unit="rows a second",
            ratio=f"{rows / ROWS_A_SECOND_MIN:.0%} of what is wanted",
            mark=f"at least {ROWS_A_SECOND_MIN:,.0f}",
            reached=rows >= ROWS_A_SECOND_MIN,
        ),
    ]
    return Section(KEY, TITLE, WORDS, figures)
