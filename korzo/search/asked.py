"""A question as somebody typed it, read into what is looked for. Nothing that can be typed is an error."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from korzo.search.entries import in_title
from korzo.search.expressions import Expression, Phrase, all_of, either_of, word
from korzo.search.words import WORD_LENGTH_MAX, are_one, places

# Longer than that is pasted and not asked; the beginning says what is meant.
QUESTION_LENGTH_MAX = 200
CLAUSES_MAX = 10
# A single letter begins half of all words.
BEGINNING_LENGTH_MIN = 2

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"'))
# A quote that is not closed goes on to the end.
_PIECES = re.compile(r'"([^"]*)(?:"|$)|([^"]+)')


@dataclass(frozen=True)
class Clause:
    """One thing that must be there: a word, a phrase in quotes, or parts that a hyphen joins (`joined`)."""

    parts: tuple[str, ...]
    joined: str = ""
    is_quoted: bool = False
    # Somebody may still be typing it.
    is_begun: bool = False

    def anywhere(self) -> Expression:
        begun = self.may_go_on
        if len(self.parts) == 1 or self.is_quoted:
            return Phrase(self.parts, begun)
        return either_of([Phrase(self.parts, begun), word(self.joined, begun=begun)])

    def in_title(self) -> Expression:
        begun = self.may_go_on
        last = len(self.parts) - 1
        parts = all_of(word(in_title(one), begun=begun and at == last) for at, one in enumerate(self.parts))
        if len(self.parts) == 1 or self.is_quoted:
            return parts
        return either_of([parts, word(in_title(self.joined), begun=begun)])

    @property
    def may_go_on(self) -> bool:
        return self.is_begun and len(self.parts[-1]) >= BEGINNING_LENGTH_MIN

    @property
    def text(self) -> str:
        words = " ".join(self.parts)
        return f'"{words}"' if self.is_quoted else words


@dataclass(frozen=True)
class Asked:
    clauses: tuple[Clause, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.clauses)

    def in_a_row(self) -> Expression | None:
        """All words as they were typed; None for one word, and where quotes say what belongs together."""
        if len(self.clauses) < 2 or any(clause.is_quoted for clause in self.clauses):
            return None
        return Phrase(tuple(part for clause in self.clauses for part in clause.parts), self.clauses[-1].may_go_on)

    def anywhere(self) -> Expression:
        return all_of(clause.anywhere() for clause in self.clauses)

    def in_title(self) -> Expression:
        """A phrase must also stand as it was quoted."""
        quoted = [clause.anywhere() for clause in self.clauses if clause.is_quoted and len(clause.parts) > 1]
        return all_of([*(clause.in_title() for clause in self.clauses), *quoted])

    def with_clause(self, at: int, clause: Clause) -> "Asked":
        return Asked((*self.clauses[:at], clause, *self.clauses[at + 1 :]))

    @property
    def text(self) -> str:
        return " ".join(clause.text for clause in self.clauses)


def read(question: str) -> Asked:
    """Words in quotes are a phrase; the last word may go on."""
    clauses: list[Clause] = []
    for quoted, bare in _PIECES.findall(question[:QUESTION_LENGTH_MAX].translate(_QUOTES)):
        clauses += [_phrase(quoted)] if quoted else _bare(bare)
    known = _merged([clause for clause in clauses if clause.parts])[:CLAUSES_MAX]
    if known and not known[-1].is_quoted:
        known[-1] = replace(known[-1], is_begun=True)
    return Asked(tuple(known))


def _phrase(quoted: str) -> Clause:
    parts = tuple(part for place in places(quoted) for part in place.parts)
    return Clause(parts[:CLAUSES_MAX], is_quoted=True)


def _bare(text: str) -> Iterable[Clause]:
    return [Clause(place.parts[:CLAUSES_MAX], place.joined) for place in places(text)]


def _merged(clauses: Sequence[Clause]) -> list[Clause]:
    """Two Persian words that are one are asked for as one."""
    merged: list[Clause] = []
    for clause in clauses:
        before = merged[-1] if merged else None
        if before and not (before.is_quoted or clause.is_quoted) and are_one(before.parts[-1], clause.parts[0]):
            parts = (*before.parts, *clause.parts)
            merged[-1] = Clause(parts, "".join(parts)[:WORD_LENGTH_MAX])
        else:
            merged.append(clause)
    return merged
