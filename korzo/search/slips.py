"""Slips of the pen: which words of the index somebody may have meant.

Each word stands in the table of spellings under itself and under itself less one letter. Somebody who forgot, doubled,
swapped or mistook a letter meets it there, at the price of a few looks into an index, however many words there are.
"""

from collections.abc import Iterable
from zlib import crc32

import regex

from korzo.search.models import SPELLING_LENGTH_MAX

SPELLING_LENGTH_MIN = 3
# In longer words two slips are believed.
LONG_LENGTH_MIN = 7

_SPELT = regex.compile(rf"[\p{{L}}\p{{M}}]{{{SPELLING_LENGTH_MIN},{SPELLING_LENGTH_MAX}}}")


def can_be_spelt(word: str) -> bool:
    """Numbers and letters mixed with them are names of things: nobody may guess there."""
    return _SPELT.fullmatch(word) is not None


def key_of(word: str) -> int:
    """Short, and the same everywhere. Two words that share one are told apart by looking at them."""
    return crc32(word.encode())


def keys_of(word: str) -> set[int]:
    return {key_of(one) for one in (word, *_shortened(word))}


def keys_to_ask(word: str) -> set[int]:
    shorter = set(_shortened(word))
    if len(word) >= LONG_LENGTH_MIN:
        shorter |= {twice for once in tuple(shorter) for twice in _shortened(once)}
    return {key_of(one) for one in (word, *shorter)}


def _shortened(word: str) -> Iterable[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def slips_max(word: str) -> int:
    return 2 if len(word) >= LONG_LENGTH_MIN else 1


def slips_between(one: str, other: str) -> int:
    """Letters that are missing, too many, wrong, or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, sign in enumerate(one, 1):
        two_before, before, row = before, row, [at]
        for place, meant in enumerate(other, 1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (sign != meant))
            if at > 1 and place > 1 and sign == other[place - 2] and one[at - 2] == meant:
                cost = min(cost, two_before[place - 2] + 1)
            row.append(cost)
    return row[-1]
