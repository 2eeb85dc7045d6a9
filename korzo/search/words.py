"""Words as the index keeps them. Texts and questions come through the same door, so both databases find the same.

A word is folded: small letters, no accents (kavovar is kávovar), one spelling for letters that Persian and Arabic
keyboards write differently, plain digits. Vowel signs of Gujarati are part of the word and stay. What is joined by a
hyphen, an apostrophe or a zero-width non-joiner is kept both ways: its parts in a row, and as one word.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import regex

# Goes up with every change of what comes out of this file: the index is then built anew.
VERSION = 1

WORD_LENGTH_MAX = 40
# As much as the longest post holds; a longer text is found by its beginning.
TEXT_LENGTH_MAX = 40_000

# Written inside words and seen by nobody: soft hyphen, joiner, marks of direction.
_UNSEEN = "\u00ad\u034f\u061c\u200d\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
# In Indian scripts a non-joiner behind this sign only changes the shape of a letter.
_VIRAMAS = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d"
_PART = rf"(?:[\p{{L}}\p{{N}}\p{{M}}{_UNSEEN}]|(?<=[{_VIRAMAS}])\u200c)+"
_JOINER = rf"(?:[-‐‑'’·_]|(?<![{_VIRAMAS}])\u200c|(?<=\p{{N}})[.,](?=\p{{N}}))"
_RUN = regex.compile(rf"{_PART}(?:{_JOINER}{_PART})*")
_JOINERS = regex.compile(_JOINER)
# The same for most texts in English, at a third of the time.
_ASCII_RUN = re.compile(r"[A-Za-z0-9]+(?:(?:[-'_]|(?<=[0-9])[.,](?=[0-9]))[A-Za-z0-9]+)*")

# From Devanagari to Khmer marks are vowels; elsewhere they are accents, points and harakat.
_VOWELS_BEGIN, _VOWELS_END = "\u0900", "\u17ff"
_SAME = {
    ord(sign): same
    for sign, same in {
        "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ە": "ه", "ہ": "ه", "ـ": "",
        "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th",
        "ґ": "г", "ʼ": "", "ʹ": "",
    }.items()
}  # fmt: skip


class _Signs(dict[int, str | None]):
    """What becomes of each sign of a word whose letters and accents stand apart. Filled as signs are met."""

    def __missing__(self, code: int) -> str | None:
        sign = chr(code)
        category = unicodedata.category(sign)
        is_vowel = _VOWELS_BEGIN <= sign <= _VOWELS_END
        kept: str | None = sign
        if code in _SAME:
            kept = _SAME[code]
        elif category == "Nd":
            kept = str(unicodedata.digit(sign))
        elif category[0] not in "LNM" or (category in {"Mn", "Me"} and not is_vowel):
            kept = None
        self[code] = kept
        return kept


_SIGNS = _Signs()

# Persian writes these with a non-joiner, with a space, or close to the word, as the writer likes.
_BEFORE = {"می", "نمی"}
_BEHIND = {"ها", "های", "هایی", "ام", "ای", "تر", "تری", "ترین"}


@dataclass(frozen=True)
class Words:
    """`in_order` as they follow each other; `joined` are further spellings that stand nowhere."""

    in_order: tuple[str, ...]
    joined: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        return self.joined.union(self.in_order)


@dataclass(frozen=True)
class Place:
    """Where something written without a space stands in a text, and the words that it is."""

    start: int
    end: int
    parts: tuple[str, ...]
    joined: str


def _any(parts: tuple[str, ...], joined: str) -> bool:
    return True


def words_of(text: str) -> Words:
    in_order: list[str] = []
    joined: set[str] = set()
    for run in _runs(text).findall(text, 0, TEXT_LENGTH_MAX):
        parts, whole = split(run)
        in_order.extend(parts)
        if whole:
            joined.add(whole)
    joined.update(_loose(in_order))
    return Words(tuple(in_order), frozenset(joined))


def places(text: str, fits: Callable[[tuple[str, ...], str], bool] = _any) -> Iterator[Place]:
    """All words with their places, or those that fit."""
    for found in _runs(text).finditer(text, 0, TEXT_LENGTH_MAX):
        parts, whole = split(found[0])
        if parts and fits(parts, whole):
            yield Place(found.start(), found.end(), parts, whole)


def _runs(text: str) -> "re.Pattern[str] | regex.Pattern[str]":
    return _ASCII_RUN if text.isascii() else _RUN


def split(run: str) -> tuple[tuple[str, ...], str]:
    """The words of what stands between two spaces, and all of it as one word where there are several."""
    # Only what is as long as a word is worth remembering; a page without spaces is not.
    return _remembered(run) if len(run) <= WORD_LENGTH_MAX else _split(run)


def _split(run: str) -> tuple[tuple[str, ...], str]:
    parts = tuple(part for part in map(folded, _JOINERS.split(run)) if part)
    return parts, "".join(parts)[:WORD_LENGTH_MAX] if len(parts) > 1 else ""


_remembered = lru_cache(maxsize=20_000)(_split)


def folded(word: str) -> str:
    """Empty when nothing of it is a letter or a digit."""
    if word.isascii():
        return word.lower()[:WORD_LENGTH_MAX]
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return unicodedata.normalize("NFC", apart.translate(_SIGNS))[:WORD_LENGTH_MAX]


def _loose(in_order: list[str]) -> Iterable[str]:
    """Persian words whose parts a space holds apart."""
    if _BEFORE.isdisjoint(in_order) and _BEHIND.isdisjoint(in_order):
        return
    for first, second in pairwise(in_order):
        if are_one(first, second):
            yield (first + second)[:WORD_LENGTH_MAX]


def are_one(first: str, second: str) -> bool:
    """Whether Persian readers see one word in these two."""
    return first in _BEFORE or second in _BEHIND
