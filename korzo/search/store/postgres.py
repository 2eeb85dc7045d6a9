"""The words in PostgreSQL: one tsvector for each document, made here and not by a parser of the database.

So no extension, no dictionary and no locale decides what is found, and both databases find the same.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

from django.db import connection, connections

from korzo.kit import reading
from korzo.search.entries import MARK_SIGN, TITLE_SIGN, Entry
from korzo.search.expressions import All, Either, Expression, Phrase

if TYPE_CHECKING:
    from korzo.search.store import Span

# The database keeps no more places of one word, and no place behind this one.
PLACES_MAX, PLACE_MAX = 255, 16_383
AT_ONCE = 2_000
NUMBER_MAX = (1 << 63) - 1
# Of both parts of an advisory lock.
_INT32 = 1 << 31


# Whether a word is common is seen in the newest documents; the planner cannot know it of one that may go on. A common
# one is read from the newest document on until there is enough, of a rare one all documents are taken from the index.
NEWEST_LOOKED_AT, COMMON_MIN = 500, 3

_NEWEST = """
WITH newest AS MATERIALIZED (
  SELECT words FROM search_words WHERE id >= %(since)s AND id < %(below)s ORDER BY id DESC LIMIT %(looked_at)s
), is_common AS MATERIALIZED (
  SELECT count(*) = %(common)s AS yes
  FROM (SELECT 1 FROM newest WHERE words @@ %(wanted)s::tsquery LIMIT %(common)s) AS fit
), rare AS MATERIALIZED (
  SELECT id FROM search_words
  WHERE words @@ %(wanted)s::tsquery AND id >= %(since)s AND id < %(below)s AND NOT (SELECT yes FROM is_common)
)
(SELECT id FROM search_words
  WHERE words @@ %(wanted)s::tsquery AND id >= %(since)s AND id < %(below)s AND (SELECT yes FROM is_common)
  ORDER BY id DESC LIMIT %(limit)s)
UNION ALL (SELECT id FROM rare ORDER BY id DESC LIMIT %(limit)s)
"""
_COUNTS = """
WITH newest AS MATERIALIZED (
  SELECT words FROM search_words WHERE id >= %(since)s AND id < %(below)s ORDER BY id DESC LIMIT %(looked_at)s
)
SELECT CASE
  WHEN (SELECT count(*) FROM (SELECT 1 FROM newest WHERE words @@ one LIMIT %(common)s) AS fit) = %(common)s THEN (
    SELECT count(*) FROM (
      SELECT 1 FROM search_words WHERE words @@ one AND id >= %(since)s AND id < %(below)s LIMIT %(most)s
    ) AS fit
  ) ELSE (
    WITH rare AS MATERIALIZED (
      SELECT id FROM search_words WHERE words @@ one AND id >= %(since)s AND id < %(below)s
    )
    SELECT least(count(*), %(most)s) FROM rare
  ) END
FROM unnest(%(wanted)s::tsquery[]) WITH ORDINALITY AS asked (one, place) ORDER BY place
"""


class PostgresStore:
    def newest(self, wanted: Expression, *, limit: int, span: "Span") -> list[int]:
        rows = _ask(_NEWEST, {**_values(span), "wanted": match(wanted), "limit": limit})
        return [number for (number,) in rows]

    def counts(self, wanted: Sequence[Expression], *, most: int, span: "Span") -> list[int]:
        if not wanted:
            return []
        rows = _ask(_COUNTS, {**_values(span), "wanted": [match(one) for one in wanted], "most": most})
        return [count for (count,) in rows]

    def put(self, entries: Iterable[tuple[int, Entry]]) -> None:
        rows = [(number, _text(entry)) for number, entry in sorted(entries, key=lambda one: one[0])]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_words (id, words) VALUES (%s, %s::tsvector)"
                " ON CONFLICT (id) DO UPDATE SET words = EXCLUDED.words",
                rows,
            )

    def drop(self, numbers: Collection[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_words WHERE id = ANY(%s)", [sorted(numbers)])

    def words_in(self, numbers: Collection[int]) -> set[str]:
        sql = "SELECT DISTINCT unnest(tsvector_to_array(words)) FROM search_words WHERE id = ANY(%s)"
        return {word for (word,) in _ask_here(sql, [sorted(numbers)])}

    def present(self, numbers: Collection[int]) -> set[int]:
        sql = "SELECT id FROM search_words WHERE id = ANY(%s)"
        return {number for (number,) in _ask_here(sql, [sorted(numbers)])}

    def numbers(self, *, behind: int, limit: int) -> list[int]:
        sql = "SELECT id FROM search_words WHERE id > %s ORDER BY id LIMIT %s"
        return [number for (number,) in _ask_here(sql, [behind, limit])]

    def vocabulary(self, *, titles: bool) -> Iterator[tuple[str, int]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT word, ndoc FROM ts_stat('SELECT words FROM search_words')"
                " WHERE starts_with(word, %s) = %s AND NOT starts_with(word, %s)",
                [TITLE_SIGN, titles, MARK_SIGN],
            )
            while rows := cursor.fetchmany(AT_ONCE):
                for word, count in rows:
                    yield word.removeprefix(TITLE_SIGN), count

    def hold(self, kind: str, object_ids: Collection[int]) -> None:
        """In order, so that two who want the same things do not wait for each other for ever."""
        of_kind = crc32(kind.encode()) - _INT32
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s, one) FROM unnest(%s::int[]) AS one",
                [of_kind, sorted({object_id % _INT32 for object_id in object_ids})],
            )

    def tidy(self) -> bool:
        """PostgreSQL does it by itself."""
        return False


def _values(span: "Span") -> dict[str, Any]:
    return {
        "since": span.since if span.since is not None else 0,
        "below": span.below if span.below is not None else NUMBER_MAX,
        "looked_at": NEWEST_LOOKED_AT,
        "common": COMMON_MIN,
    }


def match(wanted: Expression) -> str:
    """In the language of tsquery. Every word stands in quotes, so none is taken for an operator."""
    if isinstance(wanted, Phrase):
        words = [_quoted(word) for word in wanted.words]
        if wanted.begun:
            words[-1] += ":*"
        return "(" + " <-> ".join(words) + ")"
    if isinstance(wanted, All):
        return "(" + " & ".join(match(part) for part in wanted.parts) + ")"
    if isinstance(wanted, Either):
        return "(" + " | ".join(match(part) for part in wanted.parts) + ")"
    return f"({match(wanted.wanted)} & !{match(wanted.unwanted)})"


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _text(entry: Entry) -> str:
    """A gap between title and body, so that no phrase reaches over."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate((*entry.title, "", *entry.body), 1):
        if word and place <= PLACE_MAX:
            places.setdefault(word, []).append(place)
    listed = [f"{_quoted(word)}:{','.join(map(str, at[:PLACES_MAX]))}" for word, at in places.items()]
    return " ".join([*listed, *(_quoted(word) for word in entry.signs)])


def _ask(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
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
