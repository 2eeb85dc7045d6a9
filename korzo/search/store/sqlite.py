"""The words in SQLite's FTS5. The table `search_words` holds each document's words, parted by spaces."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection, connections

from korzo.kit import reading
from korzo.search.entries import MARK_SIGN, TITLE_SIGN, Entry
from korzo.search.expressions import All, Either, Expression, Phrase

if TYPE_CHECKING:
    from korzo.search.store import Span

# Parts title, body and signs, so that no phrase reaches over.
BREAK = " _ "
OF_THESE = "WHERE rowid IN (SELECT value FROM json_each(%s))"
TERMS_AT_ONCE = 2_000
# Behind all letters.
LAST_SIGN = "\U0010ffff"
# Pages that one step of merging writes: some milliseconds, during which nobody else can write.
MERGE_PAGES = 100


class SqliteStore:
    def newest(self, wanted: Expression, *, limit: int, span: "Span") -> list[int]:
        sql, values = _select("rowid", wanted, span)
        rows = _ask(f"{sql} ORDER BY rowid DESC LIMIT %s", [*values, limit])
        return [number for (number,) in rows]

    def counts(self, wanted: Sequence[Expression], *, most: int, span: "Span") -> list[int]:
        if not wanted:
            return []
        parts = [_select("1", one, span) for one in wanted]
        counted = [f"SELECT (SELECT count(*) FROM ({part} LIMIT %s))" for part, _values in parts]  # noqa: S608 (our own)
        sql = " UNION ALL ".join(counted)
        return [count for (count,) in _ask(sql, [value for _part, values in parts for value in (*values, most)])]

    def put(self, entries: Iterable[tuple[int, Entry]]) -> None:
        rows = [(number, _text(entry)) for number, entry in sorted(entries, key=lambda one: one[0])]
        self.drop([number for number, _words in rows])
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO search_words (rowid, words) VALUES (%s, %s)", rows)

    def drop(self, numbers: Collection[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM search_words {OF_THESE}", [_listed(numbers)])  # noqa: S608 (our own words)

    def words_in(self, numbers: Collection[int]) -> set[str]:
        sql = f"SELECT words FROM search_words {OF_THESE}"  # noqa: S608 (our own words)
        found = {one for (words,) in _ask_here(sql, [_listed(numbers)]) for one in words.split(" ")}
        return found - {"_", ""}

    def present(self, numbers: Collection[int]) -> set[int]:
        sql = f"SELECT rowid FROM search_words {OF_THESE}"  # noqa: S608 (our own words)
        return {number for (number,) in _ask_here(sql, [_listed(numbers)])}

    def numbers(self, *, behind: int, limit: int) -> list[int]:
        sql = "SELECT rowid FROM search_words WHERE rowid > %s ORDER BY rowid LIMIT %s"
        return [number for (number,) in _ask_here(sql, [behind, limit])]

    def vocabulary(self, *, titles: bool) -> Iterator[tuple[str, int]]:
        """In pieces: one long reading would keep the log of the database from being shortened."""
        behind, before = (TITLE_SIGN, MARK_SIGN) if titles else (MARK_SIGN, LAST_SIGN)
        sql = "SELECT term, doc FROM search_terms WHERE term > %s AND term < %s LIMIT %s"
        while rows := _ask_here(sql, [behind, before, TERMS_AT_ONCE]):
            for term, count in rows:
                if term[0] not in {TITLE_SIGN, MARK_SIGN} or titles:
                    yield term.removeprefix(TITLE_SIGN), count
            behind = rows[-1][0]

    def hold(self, kind: str, object_ids: Collection[int]) -> None:
        """A transaction of ours is the only writer from its beginning."""

    def tidy(self) -> bool:
        """Merge old parts of the index, with which the last traces of what was deleted go."""
        with connection.cursor() as cursor:
            before = _changes(cursor)
            cursor.execute("INSERT INTO search_words (search_words, rank) VALUES ('merge', %s)", [-MERGE_PAGES])
            return _changes(cursor) - before > 1


def _select(what: str, wanted: Expression, span: "Span") -> tuple[str, list[Any]]:
    sql, values = f"SELECT {what} FROM search_words WHERE search_words MATCH %s", [match(wanted)]  # noqa: S608 (our own)
    limits: list[Any] = []
    if span.since is not None:
        sql += " AND rowid >= %s"
        limits.append(span.since)
    if span.below is not None:
        sql += " AND rowid < %s"
        limits.append(span.below)
    return sql, [*values, *limits]


def match(wanted: Expression) -> str:
    """In FTS5's language. Every word stands in quotes, so none is taken for an operator."""
    if isinstance(wanted, Phrase):
        return '"' + " ".join(wanted.words).replace('"', '""') + ('" *' if wanted.begun else '"')
    if isinstance(wanted, All):
        return "(" + " AND ".join(match(part) for part in wanted.parts) + ")"
    if isinstance(wanted, Either):
        return "(" + " OR ".join(match(part) for part in wanted.parts) + ")"
    return f"({match(wanted.wanted)} NOT {match(wanted.unwanted)})"


def _text(entry: Entry) -> str:
    return BREAK.join(" ".join(part) for part in (entry.title, entry.body, entry.signs))


def _ask(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """For readers, whom a copy of the database may answer."""
    with connections[reading.replica() or connection.alias].cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _ask_here(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _changes(cursor: Any) -> int:
    cursor.execute("SELECT total_changes()")
    return int(cursor.fetchone()[0])


def _listed(numbers: Collection[int]) -> str:
    return json.dumps(sorted(numbers))
