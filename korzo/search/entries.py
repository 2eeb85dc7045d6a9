"""A document as the index holds it: its words, the words of its title once more with a sign, and what filters ask for.

The signs cannot be written by anybody: no word of a text and no question holds `^` or `_`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from korzo.search.sources import PUBLIC, Findable, checked_audience
from korzo.search.words import Words, words_of

TITLE_SIGN, MARK_SIGN = "^", "_"
# Longer texts are found by their beginning; the longest posts have four thousand words.
BODY_WORDS_MAX = 4_000
TITLE_WORDS_MAX = 60
JOINED_MAX = 500


@dataclass(frozen=True)
class Entry:
    """`title` and `body` in their order; `signs` in none."""

    title: tuple[str, ...]
    body: tuple[str, ...]
    signs: tuple[str, ...]

    @property
    def digest(self) -> str:
        whole = "|".join(" ".join(part) for part in (self.title, self.body, self.signs))
        return blake2b(whole.encode(), digest_size=16).hexdigest()

    @property
    def all_words(self) -> set[str]:
        return {*self.title, *self.body, *self.signs}


def entry_of(thing: Findable) -> Entry:
    title, body = words_of(thing.title), words_of(thing.body)
    return Entry(
        title=title.in_order[:TITLE_WORDS_MAX],
        body=body.in_order[:BODY_WORDS_MAX],
        signs=(*sorted(_joined(title, body)), *sorted(_title_signs(title)), *marks_of(thing)),
    )


def _joined(title: Words, body: Words) -> list[str]:
    return sorted(title.joined | body.joined)[:JOINED_MAX]


def _title_signs(title: Words) -> Iterable[str]:
    return {TITLE_SIGN + word for word in (*title.in_order[:TITLE_WORDS_MAX], *title.joined)}


def in_title(word: str) -> str:
    return TITLE_SIGN + word


def marks_of(thing: Findable) -> Iterable[str]:
    yield kind_mark(thing.kind)
    yield audience_mark(thing.audience)
    if thing.audience != PUBLIC:
        yield CLOSED_MARK
    if thing.language:
        yield language_mark(thing.language)
    if thing.space_id is not None:
        yield space_mark(thing.space_id)
    if thing.author_id is not None:
        yield author_mark(thing.author_id)
    if thing.product_id is not None:
        yield product_mark(thing.product_id)
    if thing.is_solved:
        yield SOLVED_MARK
    for member_id in sorted(set(thing.named_ids)):
        yield named_mark(member_id)


# A mark begins with a sign too, so that no word that somebody begins to type goes on as a mark.
SOLVED_MARK = MARK_SIGN + "solved"
# Whatever is not for everybody. Most things are, and looking up what nearly all have is dear.
CLOSED_MARK = MARK_SIGN + "closed"
_SIGNS = re.compile(r"[^a-z0-9]+")


def _mark(name: str, value: object) -> str:
    return f"{MARK_SIGN}{name}_" + _SIGNS.sub("_", str(value).lower())


def kind_mark(kind: str) -> str:
    return _mark("kind", kind)


def audience_mark(audience: str) -> str:
    return _mark("for", checked_audience(audience))


def language_mark(code: str) -> str:
    return _mark("in", code)


def space_mark(pk: int) -> str:
    return _mark("space", pk)


def author_mark(pk: int) -> str:
    return _mark("by", pk)


def product_mark(pk: int) -> str:
    return _mark("about", pk)


def named_mark(pk: int) -> str:
    return _mark("names", pk)
