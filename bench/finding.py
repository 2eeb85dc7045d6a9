"""Searching inside one process: `find` alone, without the page around its answers."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from statistics import median

from django.db import connection

from bench import processes
from bench.words import known_words
from korzo.search import actions, queries
from korzo.search.queries import Filters, Found

AUDIENCES = frozenset({"public"})
WARM = 2


def answer(what: str, *words: str) -> object:
    """`build`: seconds it took, 0 where the index was there. `ask 20 0`: CPU of each kind of question."""
    return _build() if what == "build" else _ask(int(words[0]), int(words[1]))


def _build() -> float:
    if queries.is_current():
        return 0.0
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # What is lost at a power cut is made again; a house in service would not do that.
            cursor.execute("PRAGMA synchronous = OFF")
    began = time.monotonic()
    actions.rebuild(anew=True)
    actions.tidy()
    return time.monotonic() - began


def _ask(rounds: int, server_pid: int) -> dict[str, dict[str, float]]:
    """Milliseconds of this process (median) and of the database server (mean), and how many were found."""
    found = {}
    for name, ask in questions().items():
        servers = processes.tree(server_pid) if server_pid else []
        for _turn in range(WARM):
            hits = len(ask().hits)
        times, server_before = [], processes.cpu_seconds(servers)
        for _turn in range(rounds):
            before = time.process_time()
            ask()
            times.append(time.process_time() - before)
        server_ms = (processes.cpu_seconds(servers) - server_before) * 1000 / rounds
        found[name] = {"cpu_ms": median(times) * 1000 + server_ms, "hits": hits}
    return found


def questions() -> Mapping[str, Callable[[], Found]]:
    """The words are those of the towns: common ones stand in every fifth post, rare ones in one of thousands."""
    counted = Counter(known_words()["en"]).most_common()
    long = [word for word, _count in counted if len(word) > 4]
    common, second, middling, rare = long[0], long[3], long[100], long[-1]
    slip = middling[:2] + middling[3] + middling[2] + middling[4:]
    asked: dict[str, tuple[str, Filters]] = {
        "a common word": (common, Filters()),
        "a common word in one space, by one member": (common, Filters(space_id=1, author_id=2)),
        "a common word, only solved": (common, Filters(is_solved=True)),
        "two common words": (f"{common} {second}", Filters()),
        "three words": (f"{common} {second} {middling}", Filters()),
        "two common words in a row": (f'"{common} {second}"', Filters()),
        "a rare word": (rare, Filters()),
        "a common and a rare word": (f"{common} {rare}", Filters()),
        "two letters, as one types": (common[:2], Filters()),
        "four letters, as one types": (middling[:4], Filters()),
        "a slip of the pen": (slip, Filters()),
        "nothing to be found": ("zzzqqqxxx", Filters()),
    }
    return {name: _asking(question, filters) for name, (question, filters) in asked.items()}


def _asking(question: str, filters: Filters) -> Callable[[], Found]:
    return lambda: queries.find(question, audiences=AUDIENCES, filters=filters)
