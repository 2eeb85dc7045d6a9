"""Whether a page of a large community costs what it costs in a small one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.ground import Ground
from bench.postgres import Server
from bench.results import Figure, Section, Table, short
from bench.sites import Site

KEY, TITLE = "growth", "Growth"
SIZES = (1_000, 100_000, 1_000_000)
# Passes go through all sizes in turn, and the cheapest counts: other work on the machine only adds.
PASSES, ROUNDS = 3, 15
GROWTH_MAX = 1.3
WORDS = """
The same pages in towns of 1,000, 100,000 and 1,000,000 posts, made anew in one process each time: stored pages and
stored pieces take no part, so that what is measured is what a page costs when somebody has just written. CPU of that
process, and on PostgreSQL of the server too, in milliseconds. Growth is the largest town by the smallest.

What gathers around the talk grows with it, up to what a room takes: 100,000 comments below one product, 100,000 things
that wait for moderation, 100,000 notices of one member, 5,000 entries of a contest with 20 votes each, a question with
5,000 weighed answers, half of all topics under one tag, two thirds of them opened by the member who looks.
"""


@dataclass(frozen=True)
class Cost:
    cpu_ms: float
    server_ms: float
    queries: int
    size: int

    @property
    def whole_ms(self) -> float:
        return self.cpu_ms + self.server_ms


def measure(ground: Ground) -> Section:
    servers: list[Server | None] = [None]
    if (server := ground.server()) is not None:
        servers.append(server)
    figures: list[Figure] = []
    tables: list[Table] = []
    for one in servers:
        towns = [ground.town(posts, one) for posts in SIZES]
        costs = _costs(ground, towns, one.pid if one else 0)
        name = "PostgreSQL" if one else "SQLite"
        figures.append(_figure(name, costs))
        tables += [_table(name, costs), _building(name, towns)]
    versions = {"PostgreSQL": server.version} if server else {}
    return Section(KEY, TITLE, WORDS, figures, tables, versions)


def _costs(ground: Ground, towns: Sequence[Site], server_pid: int) -> dict[str, list[Cost]]:
    """By page, for each town."""
    found: dict[str, list[Cost]] = {}
    for turn in range(PASSES):
        for place, town in enumerate(towns):
            ground.say(f"pages of {town.posts:,} posts, pass {turn + 1} of {PASSES}")
            for row in town.ask("pages", ROUNDS, server_pid):
                cost = Cost(row["cpu_ms"], row["server_ms"], int(row["queries"]), int(row["bytes"]))
                known = found.setdefault(row["page"], [])
                if len(known) <= place:
                    known.append(cost)
                elif cost.whole_ms < known[place].whole_ms:
                    known[place] = cost
    return found


def _growth(costs: Sequence[Cost]) -> float:
    return costs[-1].whole_ms / costs[0].whole_ms


def _figure(name: str, costs: Mapping[str, Sequence[Cost]]) -> Figure:
    worst = max(costs, key=lambda page: _growth(costs[page]))
    growth = _growth(costs[worst])
    return Figure(
        what=f"growth of a page from 10³ to 10⁶ posts, {name}, the page that grows most ({worst})",
        value=growth,
        unit="times",
        beside=f"{short(costs[worst][0].whole_ms)} ms with 10³ posts",
        ratio=f"{growth:.2f}",
        mark=f"at most {GROWTH_MAX} times",
        reached=growth <= GROWTH_MAX,
    )


def _table(name: str, costs: Mapping[str, Sequence[Cost]]) -> Table:
    head = [f"page, {name}", *(f"{posts:,} posts" for posts in SIZES), "growth", "queries", "bytes"]
    rows = [
        [
            page,
            *(f"{short(one.whole_ms)} ms" for one in found),
            f"{_growth(found):.2f}",
            " / ".join(str(one.queries) for one in found),
            " / ".join(f"{one.size:,}" for one in found),
        ]
        for page, found in costs.items()
    ]
    return Table(head, rows)


def _building(name: str, towns: Sequence[Site]) -> Table:
    head = [f"building a town, {name}", *(f"{posts:,} posts" for posts in SIZES)]
    return Table(head, [["seconds", *(short(town.build_seconds) for town in towns)]])
