"""Words behind masks: letters of another script that look like ours, and signs that nobody sees.

Only for comparing. The text itself keeps every sign: Persian needs its non-joiners, and a name its own letters.
The look-alikes are those of Unicode Technical Standard 39.
"""

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from pathlib import Path

import regex

# Formats, joiners, selectors, fillers: nobody sees them, and they part a word for a machine alone.
_UNSEEN = regex.compile(r"[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}--[\t\n\r\x1c-\x1f\x85]]+", flags=regex.V1)
_WORD = regex.compile(r"[\p{L}\p{N}\p{M}]+")
# The same for most texts in English, at a third of the time.
_ASCII_WORD = re.compile(r"[a-z0-9]+")
# Of the signs below the space only those that part words stay.
_NO_CONTROLS = {code: None for code in (*range(32), 127) if chr(code) not in "\t\n\r"}
# One Arabic sign becomes eighteen letters; a text must not grow without end.
_SEEN_LENGTH_MAX = 41_000
# The beginning shows what a text is written in.
_LOOK_AT = 2_000
# As the search keeps words; what is longer is no word.
WORD_LENGTH_MAX = 40
_SCRIPTS = (
    ("Cyrl", "\u0400", "\u052f"),
    ("Grek", "\u0370", "\u03ff"),
    ("Hebr", "\u0590", "\u05ff"),
    ("Arab", "\u0600", "\u077f"),
    ("Deva", "\u0900", "\u097f"),
    ("Gujr", "\u0a80", "\u0aff"),
    ("Hang", "\uac00", "\ud7af"),
    ("Hani", "\u3040", "\u9fff"),
)


def seen(text: str) -> str:
    """The text without what nobody sees, in compatible letters and small ones."""
    text = text[:_SEEN_LENGTH_MAX]
    if text.isascii():
        return text.translate(_NO_CONTROLS).lower()
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", text))[:_SEEN_LENGTH_MAX].casefold()


def words_in(text: str) -> list[str]:
    """The words of a text that `seen` made."""
    found = _ASCII_WORD.findall(text) if text.isascii() else _WORD.findall(text)
    return [word[:WORD_LENGTH_MAX] for word in found]


@cache
def _lookalikes() -> dict[int, str]:
    lines = (Path(__file__).parent / "lookalikes.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" ", 1) for line in lines if line and not line.startswith("#"))
    return {ord(sign): latin for latin, signs in pairs for sign in signs}


def unmasked(word: str) -> str:
    """A word of `words_in` with everything that looks like a Latin letter written as one."""
    return word if word.isascii() else word.translate(_lookalikes())


@lru_cache(maxsize=20_000)
def script_of(sign: str) -> str:
    """A coarse name: enough to tell mixtures. Empty for digits, marks and signs."""
    if sign.isascii():
        return "Latn" if sign.isalpha() else ""
    for name, first, last in _SCRIPTS:
        if first <= sign <= last:
            return name
    if unicodedata.category(sign)[0] != "L":
        return ""
    return "Latn" if "LATIN" in unicodedata.name(sign, "") else "Zyyy"


@lru_cache(maxsize=20_000)
def scripts_of(word: str) -> frozenset[str]:
    return frozenset({"Latn"} if word.isascii() and word.isalpha() else map(script_of, word)) - {""}


def shares(text: str) -> dict[str, float]:
    """How much of a text's letters belongs to each script, the largest first."""
    looked = text[:_LOOK_AT]
    if looked.isascii():
        return {"Latn": 1.0} if any(map(str.isalpha, looked)) else {}
    counted: Counter[str] = Counter()
    for sign, count in Counter(looked).items():
        counted[script_of(sign)] += count
    counted.pop("", None)
    whole = sum(counted.values())
    return {name: count / whole for name, count in counted.most_common()}


def is_masked(word: str, main_script: str) -> bool:
    """Whether a word pretends: letters of two scripts in one word, or of another one than the rest of the text has.

    Only words that become wholly Latin when unmasked count in the second case: a name in its own script is honest.
    """
    scripts = scripts_of(word)
    if len(scripts) > 1:
        return True
    return bool(scripts) and main_script not in scripts and "Latn" not in scripts and unmasked(word).isascii()
