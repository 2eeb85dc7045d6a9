"""Writing a reply through the whole house, with eight who write at once."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median, quantiles
from threading import Barrier

from bench import processes, sites
from bench.ground import HOUSE_POSTS, Ground
from bench.house import House, running
from bench.line import Line
from bench.results import Figure, Section, Table, short
from bench.sites import Site

KEY, TITLE = "replies", "Replies"
SQLITE = "SQLite"
WRITERS, REPLIES = 8, 800
# So few topics that writers meet in them.
TOPICS = 4
TOPIC_POSTS = 20
P99_MS_MAX = 500.0
# Django takes it as it stands in cookie and form: any 32 letters will do.
TOKEN = "k" * 32
WORDS = """
800 replies from 400 members into four topics of a town of 100,000 posts, 8 at once, each a form sent to the running
house (web server and worker, which writes notices, points and the search index meanwhile) with the member's own
session. Milliseconds from sending the form to the answer. An error is any answer but the redirect to the new post.
CPU is for each reply, until the worker has told everybody of everything; "behind" is how long it still needed after
the last answer.
"""


@dataclass(frozen=True)
class Outcome:
    times_ms: Sequence[float]
    errors: Sequence[str]
    # For each reply, with all that follows from it.
    web_ms: float
    worker_ms: float
    database_ms: float
    seconds: float
    # From the last answer until the worker was done.
    settled_seconds: float

    @property
    def p99_ms(self) -> float:
        return quantiles(self.times_ms, n=100)[98]


def measure(ground: Ground) -> Section:
    found = {SQLITE: _outcome(*ground.house(), [])}
    server = ground.server()
    if server is not None:
        town = ground.searched_town(HOUSE_POSTS, server)
        with sites.copy_of(town, "replies", server) as site, running(site.data, site.environment()) as house:
            found["PostgreSQL"] = _outcome(site, house, processes.tree(server.pid))
    figures = [_figure(name, one) for name, one in found.items()]
    head = ["replies", "median", "p90", "p99", "longest", "a second", "behind", "CPU web", "CPU worker", "CPU server"]
    table = Table(head, [_row(name, one) for name, one in found.items()])
    return Section(KEY, TITLE, WORDS, figures, [table], {"PostgreSQL": server.version} if server else {})


def _outcome(site: Site, house: House, database_pids: Sequence[int]) -> Outcome:
    cookies = site.ask("people", "sessions", REPLIES // 2)
    paths = site.ask("people", "topics", TOPIC_POSTS)[:TOPICS]
    # Each member once in each half, so that nobody is asked to slow down.
    turns = [(cookies[place % len(cookies)], paths[place % TOPICS], place) for place in range(REPLIES)]
    shares = [turns[place::WRITERS] for place in range(WRITERS)]
    barrier = Barrier(WRITERS)
    groups = [house.web_processes(), house.processes(), list(database_pids)]
    before, began = [processes.cpu_seconds(pids) for pids in groups], time.monotonic()
    with ThreadPoolExecutor(WRITERS) as pool:
        written = list(pool.map(lambda share: _write(house, share, barrier), shares))
    seconds = time.monotonic() - began
    settled_seconds = site.ask("people", "settled")
    after = [processes.cpu_seconds(pids) for pids in groups]
    web, whole, database = ((end - begin) * 1000 / REPLIES for begin, end in zip(before, after, strict=True))
    return Outcome(
        times_ms=[one for times, _errors in written for one in times],
        errors=[one for _times, errors in written for one in errors],
        web_ms=web,
        worker_ms=whole - web,
        database_ms=database,
        seconds=seconds,
        settled_seconds=settled_seconds,
    )


def _write(house: House, turns: Sequence[tuple[str, str, int]], barrier: Barrier) -> tuple[list[float], list[str]]:
    times: list[float] = []
    errors: list[str] = []
    with house.line() as line:
        barrier.wait()
        for cookie, path, place in turns:
            times.append(_reply(line, cookie, path, place, errors))
    return times, errors


def _reply(line: Line, cookie: str, path: str, place: int, errors: list[str]) -> float:
    line.cookie = f"{cookie}; korzo_csrf={TOKEN}"
    topic = path.rstrip("/").rsplit("/", 1)[0]
    form = {"body": f"I tried this too, on day {place}. It works well.", "csrfmiddlewaretoken": TOKEN}
    began = time.monotonic()
    try:
        reply = line.post(f"{topic}/replies/", form)
    except OSError as error:
        line.close()
        errors.append(f"{topic}: {error}")
    else:
        if reply.status != 302 or "#post-" not in reply.headers.get("location", ""):
            errors.append(f"{topic}: {reply.status}")
    return (time.monotonic() - began) * 1000


def _figure(name: str, one: Outcome) -> Figure:
    return Figure(
        what=f"reply with {WRITERS} writers at once, {name}: 99 of 100 are there within",
        value=one.p99_ms,
        unit="ms",
        beside=f"median {short(median(one.times_ms))} ms, {len(one.errors)} errors",
        ratio=f"{one.p99_ms / median(one.times_ms):.1f} times the median",
        # The other database is for those who have a machine for it; its figure stands beside for comparison.
        mark=f"at most {P99_MS_MAX:.0f} ms and no error" if name == SQLITE else "",
        reached=one.p99_ms <= P99_MS_MAX and not one.errors if name == SQLITE else None,
    )


def _row(name: str, one: Outcome) -> list[str]:
    tenths = quantiles(one.times_ms, n=10)
    times = [f"{short(ms)} ms" for ms in (median(one.times_ms), tenths[8], one.p99_ms, max(one.times_ms))]
    cpu = [f"{short(ms)} ms" if ms else "" for ms in (one.web_ms, one.worker_ms, one.database_ms)]
    return [name, *times, short(len(one.times_ms) / one.seconds), f"{short(one.settled_seconds)} s", *cpu]
