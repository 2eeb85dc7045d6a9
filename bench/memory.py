"""How long the house takes to open its doors, and what it holds when all the others are done with it."""

import time

from bench.ground import Ground
from bench.results import Figure, Section

KEY, TITLE = "memory", "Start and memory"
# What was only borrowed goes back to the system by then.
REST_SECONDS = 30
READS = 400
MEMORY_MB_MAX, START_SECONDS_MAX = 350.0, 10.0
WORDS = f"""
`korzo up` in a town of 100,000 posts: web server, worker and the process that minds them. The start is the time to the
first page, with the database prepared. Memory is the proportional set size of all processes (what they share counts
once), {REST_SECONDS} seconds after all parts that ran in this house: together in one run, all of the above.
"""


def measure(ground: Ground) -> Section:
    site, house = ground.house()
    paths = site.ask("people", "topics", 20)
    with house.line() as line:
        for place in range(READS):
            line.get(paths[place % len(paths)])
    ground.say(f"resting for {REST_SECONDS} seconds")
    time.sleep(REST_SECONDS)
    memory = house.memory_mb()
    figures = [
        Figure(
            what="memory of all processes after the load",
            value=memory,
            unit="MB",
            beside=f"{len(house.processes())} processes",
            ratio=f"{memory / MEMORY_MB_MAX:.0%} of what is allowed",
            mark=f"under {MEMORY_MB_MAX:.0f} MB",
            reached=memory < MEMORY_MB_MAX,
        ),
        Figure(
            what="from `korzo up` to the first page",
            value=house.seconds_to_first_page,
            unit="s",
            ratio=f"{house.seconds_to_first_page / START_SECONDS_MAX:.0%} of what is allowed",
            mark=f"under {START_SECONDS_MAX:.0f} s",
            reached=house.seconds_to_first_page < START_SECONDS_MAX,
        ),
    ]
    return Section(KEY, TITLE, WORDS, figures)
