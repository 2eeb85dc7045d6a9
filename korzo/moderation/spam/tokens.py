"""What the filter learns from: words, threes of letters where words say little, hosts, and the mixture of scripts.

A token is kept as a number made from it. So no word of a member stands in the tables of the filter, and a text that
goes with its author leaves none behind.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b

from korzo.moderation.spam.letters import is_masked, unmasked
from korzo.moderation.spam.reading import Read
from korzo.search.queries import folded

# Beyond that a text says nothing new, and each token is a row to look up.
WORDS_MAX = 200
THREES_MAX = 200
# From Hebrew on: scripts whose words change their shape, or stand without spaces.
_THREES_FROM = "\u0590"
# Ten steps are enough to tell "a few" from "mostly".
_STEPS = 10


def tokens_of(read: Read) -> tuple[int, ...]:
    """Each once, in the order of their numbers: two who learn at once meet in the same order."""
    return tuple(sorted({number_of(token) for token in _named(read)}))


def _named(read: Read) -> Iterator[str]:
    words = list(dict.fromkeys(read.words))[: 2 * WORDS_MAX]
    kept = list(dict.fromkeys(folded(_honest(word, read.main_script)) for word in words))
    yield from (f"w:{word}" for word in kept[:WORDS_MAX] if word)
    yield from list(dict.fromkeys(_threes(kept)))[:THREES_MAX]
    yield from (f"h:{host}" for host in read.links.hosts)
    yield from (f"s:{name}:{int(share * _STEPS)}" for name, share in read.mixture.items())
    if not read.seen.isascii() and any(is_masked(word, read.main_script) for word in words):
        yield "masked"


def _honest(word: str, main_script: str) -> str:
    return unmasked(word) if not word.isascii() and is_masked(word, main_script) else word


def _threes(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        if word >= _THREES_FROM and len(word) > 2:
            edged = f" {word} "
            yield from (f"3:{edged[at : at + 3]}" for at in range(len(edged) - 2))


@lru_cache(maxsize=50_000)
def number_of(token: str) -> int:
    """As much as a column of the database holds, sign and all."""
    return int.from_bytes(blake2b(token.encode("utf-8", "replace"), digest_size=8).digest(), signed=True)
