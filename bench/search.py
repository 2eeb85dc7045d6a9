"""Searching in a small and in a very large community."""

from collections.abc import Mapping

from bench.ground import Ground
from bench.postgres import Server
from bench.results import Figure, Section, Table, short

KEY, TITLE = "search", "Search"
ROUNDS = 20
# CPU milliseconds by posts. A million is indexed on SQLite alone: twice would be half of the whole run.
SMALL, LARGE = 20_000, 1_000_000
MARKS = {SMALL: 5.0, LARGE: 25.0}
WORDS = """
`search.queries.find` in one process, one page of answers for a guest, over topics and replies of a town; on PostgreSQL
with the CPU of the server. The figure with the mark is the dearest of all kinds of questions.
"""


def measure(ground: Ground) -> Section:
    server = ground.server()
    columns = [_column(ground, SMALL, None), _column(ground, LARGE, None)]
    if server:
        columns.append(_column(ground, SMALL, server))
    head = ["CPU of one question", *(name for name, _posts, _found in columns)]
    rows = [[question, *(_cell(found[question]) for _name, _posts, found in columns)] for question in columns[0][2]]
    figures = [_figure(*column) for column in columns]
    return Section(KEY, TITLE, WORDS, figures, [Table(head, rows)], {"PostgreSQL": server.version} if server else {})


def _column(ground: Ground, posts: int, server: Server | None) -> tuple[str, int, dict[str, dict[str, float]]]:
    town = ground.searched_town(posts, server)
    name = f"{posts:,} posts, {'PostgreSQL' if server else 'SQLite'}"
    return name, posts, town.ask("finding", "ask", ROUNDS, server.pid if server else 0)


def _cell(found: Mapping[str, float]) -> str:
    return f"{short(found['cpu_ms'])} ms"


def _figure(name: str, posts: int, found: Mapping[str, Mapping[str, float]]) -> Figure:
    dearest = max(found, key=lambda question: found[question]["cpu_ms"])
    cost = found[dearest]["cpu_ms"]
    common = found["a common word"]["cpu_ms"]
    return Figure(
        what=f"search among {name}, the dearest question ({dearest})",
        value=cost,
        unit="ms CPU",
        beside=f"a common word {short(common)} ms",
        ratio=f"{cost / common:.1f} times a common word",
        mark=f"under {MARKS[posts]:.0f} ms",
        reached=cost < MARKS[posts],
    )
