"""Whether two texts are nearly the same, told from a few numbers of each.

A long text becomes 64 bits of which near texts differ in three at most (SimHash of the threes of its letters). A short
one would change half of them with one word, so it becomes twelve smallest numbers instead, of which near texts share
most (MinHash). Both are cut into four bands: near texts are equal in at least one, and an index finds those.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

from korzo.moderation.spam.letters import unmasked

BANDS = 4
DISTANCE_MAX = 3
# Of twelve: about three quarters of the threes are the same.
SHARED_MIN = 9
_BINS = 12
_NUMBER_BYTES = 4
# A text with fewer threes says what many say: "Thank you very much!"
THREES_MIN = 30
SHORT_THREES_MAX = 400
# A longer text is told by its beginning.
_LETTERS_MAX = 6_000
_BITS, _BAND_BITS = 64, 16
_ALL = (1 << _BITS) - 1
# Odd numbers without a pattern, of splitmix64.
_MIX, _MIX_AGAIN = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_LANE_BYTES = 16


@dataclass(frozen=True)
class Likeness:
    """`bands` are what an index is asked for; `signature` tells whether what it found is near."""

    is_long: bool
    bands: tuple[int, int, int, int]
    signature: bytes

    def is_near(self, other: bytes) -> bool:
        if len(other) != len(self.signature):
            return False
        if self.is_long:
            return (int.from_bytes(self.signature) ^ int.from_bytes(other)).bit_count() <= DISTANCE_MAX
        places = range(0, len(other), _NUMBER_BYTES)
        return (
            sum(self.signature[at : at + _NUMBER_BYTES] == other[at : at + _NUMBER_BYTES] for at in places)
            >= SHARED_MIN
        )


def likeness_of(words: Sequence[str]) -> Likeness | None:
    """Of the words of a text, in order; None for one too short to be told from others."""
    letters = unmasked(" ".join(words[:_LETTERS_MAX])[:_LETTERS_MAX])[:_LETTERS_MAX]
    if len(letters) - 2 < THREES_MIN:
        return None
    numbers = _numbers(letters)
    if len(set(numbers)) < THREES_MIN:
        return None
    return _long(numbers) if len(numbers) > SHORT_THREES_MAX else _short(numbers)


def _numbers(letters: str) -> "array[int]":
    """A well-mixed number for each three letters.

    All threes at once, each in a lane of its own inside one very large number: ten multiplications and shifts instead
    of some thousand rounds of a loop. A lane has 128 bits, so that 64 bits times 64 bits stay inside it.
    """
    count = len(letters) - 2
    codes = letters.encode("utf-32-le", "replace")
    wide = bytearray(len(letters) * _LANE_BYTES)
    for place in range(3):
        wide[place::_LANE_BYTES] = codes[place::4]
    one = int.from_bytes(wide, "little")
    lane = _LANE_BYTES * 8
    kept = _lanes()
    # Three signs of 21 bits each, side by side.
    threes = one | (one >> lane) << 21 | (one >> 2 * lane) << 42
    mixed = (threes ^ (threes >> 30) & kept) * _MIX & kept
    mixed = (mixed ^ (mixed >> 27) & kept) * _MIX_AGAIN & kept
    return array("Q", mixed.to_bytes(len(letters) * _LANE_BYTES, "little"))[::2][:count]


@cache
def _lanes() -> int:
    """The lower half of each lane, for the longest text; a shorter one meets as much of it as it has."""
    return int.from_bytes((_ALL.to_bytes(_LANE_BYTES, "little")) * _LETTERS_MAX, "little")


@cache
def _columns() -> tuple[int, ...]:
    """One bit of each byte, for the longest text."""
    return tuple(int.from_bytes(bytes((1 << bit,)) * _LETTERS_MAX) for bit in range(8))


def _long(numbers: "array[int]") -> Likeness:
    """Each bit is what most threes have there. Counted for all threes at once, byte by byte."""
    raw, half = numbers.tobytes(), len(numbers) // 2
    bits = 0
    for byte in range(8):
        column = int.from_bytes(raw[byte::8])
        for bit, every in enumerate(_columns()):
            if (column & every).bit_count() > half:
                bits |= 1 << (byte * 8 + bit)
    pieces = [bits >> (band * _BAND_BITS) & 0xFFFF for band in range(BANDS)]
    return Likeness(True, _four([_band("long", band, piece) for band, piece in enumerate(pieces)]), bits.to_bytes(8))


def _short(numbers: "array[int]") -> Likeness:
    """Each three falls into one bin; the smallest of a bin stands for it. An empty bin borrows from its neighbour."""
    least: list[int | None] = [None] * _BINS
    for number in set(numbers):
        place = number % _BINS
        known = least[place]
        if known is None or number < known:
            least[place] = number
    borrowed = (next(one for one in least[place:] + least[:place] if one is not None) for place in range(_BINS))
    values = [number >> 32 for number in borrowed]
    rows = _BINS // BANDS
    bands = [_band("short", band, *values[band * rows : (band + 1) * rows]) for band in range(BANDS)]
    return Likeness(False, _four(bands), b"".join(value.to_bytes(_NUMBER_BYTES) for value in values))


def _band(kind: str, band: int, *values: int) -> int:
    """A number for the index; bands of other kinds or places never meet."""
    named = f"{kind}:{band}:{':'.join(map(str, values))}"
    return int.from_bytes(blake2b(named.encode(), digest_size=8).digest(), signed=True)


def _four(bands: Sequence[int]) -> tuple[int, int, int, int]:
    first, second, third, fourth = bands
    return first, second, third, fourth
