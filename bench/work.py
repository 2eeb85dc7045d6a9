"""Background jobs a second, beside the least that a queue in a database can do: the figures of `bench.jobs`."""

import tempfile
from pathlib import Path

from bench import jobs
from bench.ground import Ground
from bench.jobs import JobsSpeed
from bench.results import Figure, Section

KEY, TITLE = "jobs", "Background jobs"
WORDS = f"""
{jobs.JOBS:,} jobs that do nothing, asked for one by one and then at once, and done by one worker with the threads of
the settings. Beside them a bare loop on the same database: one INSERT and one UPDATE for each, each with a commit of
its own. The share is how fast jobs go through both steps, of how fast the loop goes.
"""


def measure(ground: Ground) -> Section:
    server = ground.server()
    figures: list[Figure] = []
    for name in ["SQLite", *(["PostgreSQL"] if server else [])]:
        ground.say(f"jobs on {name}")
        with tempfile.TemporaryDirectory(prefix="korzo-bench-") as folder:
            address = ""
            if server and name == "PostgreSQL":
                server.create("jobs")
                address = server.address("jobs")
            figures += _figures(name, jobs.measure(Path(folder) / "data", address=address))
        if server and address:
            server.drop("jobs")
    return Section(KEY, TITLE, WORDS, figures, extra_versions={"PostgreSQL": server.version} if server else {})


def _figures(name: str, speed: JobsSpeed) -> list[Figure]:
    bare = f"bare loop {speed.bare_per_second:,.0f} a second"
    return [
        Figure(f"jobs asked for one by one, {name}", speed.enqueue_per_second, "a second", bare),
        Figure(f"jobs asked for at once, {name}", speed.enqueue_many_per_second, "a second", bare),
        Figure(
            f"jobs done, {name}", speed.drain_per_second, "a second", bare, f"{speed.share_many:.0%} with both steps"
        ),
    ]
