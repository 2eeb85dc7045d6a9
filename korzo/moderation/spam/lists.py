"""The owner's words: what makes a text wait, or is refused with a sentence.

A list is a text with one entry in each line: `casino` (that word, or those words in a row), `casino*` (all words that
begin so), `/casino\\d+/` (a regular expression). A line that begins with `#` says something to people alone. Words are
compared as the search compares them, and behind the masks of look-alike letters.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import regex
from django.utils.translation import gettext as _

from korzo.kit.errors import FieldRefused
from korzo.kit.formats import spoken
from korzo.moderation.spam.letters import is_masked, seen, unmasked, words_in
from korzo.moderation.spam.reading import Read
from korzo.search.queries import folded

ENTRIES_MAX, ENTRY_LENGTH_MAX = 2_000, 200
# Each expression is a program that runs over every text; some dozens are more than anybody keeps in order.
EXPRESSIONS_MAX = 50
# All expressions of a text together. What takes longer is passed over; the staff page says which one it was.
EXPRESSIONS_SECONDS = 0.05
_EXPRESSION_READS_MAX = 10_000
# What a sentence names at most.
NAMED_MAX = 5


@dataclass(frozen=True)
class Entry:
    """`keys` are the spellings of each of its words; with `is_open` the last one may go on."""

    written: str
    keys: tuple[frozenset[str], ...]
    is_open: bool = False


@dataclass(frozen=True)
class Compiled:
    """Entries by the first word they begin with, so that a long list costs no more than a short one."""

    by_word: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    by_beginning: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    # Of the beginnings, the shortest first.
    lengths: tuple[int, ...] = ()
    expressions: tuple[tuple[str, "regex.Pattern[str]"], ...] = ()


@dataclass(frozen=True)
class Found:
    """What of a list stands in a text; `slow` are expressions that did not come to an end."""

    entries: tuple[str, ...]
    slow: tuple[str, ...] = ()


def check_entries(text: str) -> None:
    """FieldRefused for a list that cannot be kept, naming the line."""
    lines = _lines(text)
    if len(lines) > ENTRIES_MAX:
        raise FieldRefused("entries", _("A list holds at most %(most)s entries.") % {"most": spoken(ENTRIES_MAX)})
    if sum(_is_expression(line) for line in lines) > EXPRESSIONS_MAX:
        raise FieldRefused(
            "entries", _("A list holds at most %(most)s regular expressions.") % {"most": spoken(EXPRESSIONS_MAX)}
        )
    for line in lines:
        if len(line) > ENTRY_LENGTH_MAX:
            raise FieldRefused("entries", _("This entry is too long: %(entry)s") % {"entry": f"{line[:40]}…"})
        if _is_expression(line):
            _check_expression(line)
        elif _entry(line) is None:
            raise FieldRefused("entries", _("This entry holds no word: %(entry)s") % {"entry": line})


def _check_expression(line: str) -> None:
    try:
        pattern = _pattern(line)
        matches_all = pattern.search("", timeout=EXPRESSIONS_SECONDS) is not None
    except regex.error as error:
        raise FieldRefused(
            "entries",
            _("This expression cannot be read: %(entry)s (%(why)s)") % {"entry": line, "why": str(error)},
        ) from error
    except TimeoutError:
        matches_all = False
    if matches_all:
        raise FieldRefused("entries", _("This expression fits every text: %(entry)s") % {"entry": line})


@lru_cache(maxsize=64)
def compiled(text: str) -> Compiled:
    """Made once for each wording of a list; what cannot be read is left out, as it was refused on its way in."""
    by_word: dict[str, list[Entry]] = {}
    by_beginning: dict[str, list[Entry]] = {}
    expressions: list[tuple[str, regex.Pattern[str]]] = []
    for line in _lines(text)[:ENTRIES_MAX]:
        if _is_expression(line):
            expressions += _readable(line)
            continue
        entry = _entry(line)
        if entry is not None:
            kept = by_beginning if entry.is_open and len(entry.keys) == 1 else by_word
            for key in entry.keys[0]:
                kept.setdefault(key, []).append(entry)
    return Compiled(
        {word: tuple(entries) for word, entries in by_word.items()},
        {beginning: tuple(entries) for beginning, entries in by_beginning.items()},
        tuple(sorted(set(map(len, by_beginning)))),
        tuple(expressions[:EXPRESSIONS_MAX]),
    )


def _lines(text: str) -> list[str]:
    stripped = (line.strip() for line in text.splitlines())
    return [line for line in stripped if line and not line.startswith("#")]


def _is_expression(line: str) -> bool:
    return len(line) > 2 and line.startswith("/") and line.endswith("/")


def _pattern(line: str) -> "regex.Pattern[str]":
    return regex.compile(line[1:-1], regex.IGNORECASE)


def _readable(line: str) -> list[tuple[str, "regex.Pattern[str]"]]:
    try:
        return [(line, _pattern(line))]
    except regex.error:
        return []


def _entry(line: str) -> Entry | None:
    words = words_in(seen(line))
    keys = tuple(frozenset({folded(word), folded(unmasked(word))} - {""}) for word in words)
    return Entry(line, keys, line.endswith("*")) if keys and all(keys) else None


def refused_sentence(entries: Sequence[str]) -> str:
    """Where the owner wrote none for the list."""
    named = ", ".join(entries[:NAMED_MAX])
    return _("These words are not used here: %(words)s. Please say it another way.") % {"words": named}


def find(lists: Sequence[Compiled], read: Read) -> list[Found]:
    """What each list finds, in their order."""
    keys = [_keys(word, read.main_script) for word in read.words] if any(map(_has_words, lists)) else []
    deadline = time.monotonic() + EXPRESSIONS_SECONDS
    found = []
    for one in lists:
        entries = dict.fromkeys(_entries(one, keys)) if keys else {}
        fitting, slow = _expressions(one, read, deadline)
        found.append(Found((*entries, *fitting), slow))
    return found


def _has_words(one: Compiled) -> bool:
    return bool(one.by_word or one.by_beginning)


def _keys(word: str, main_script: str) -> tuple[str, ...]:
    if word.isascii():
        return (folded(word),)
    key = folded(word)
    return (key, folded(unmasked(word))) if is_masked(word, main_script) else (key,)


def _entries(one: Compiled, keys: Sequence[tuple[str, ...]]) -> Iterator[str]:
    for place, spellings in enumerate(keys):
        for key in spellings:
            for entry in one.by_word.get(key, ()):
                if _goes_on(entry, keys, place):
                    yield entry.written
            for length in one.lengths:
                if length > len(key):
                    break
                for entry in one.by_beginning.get(key[:length], ()):
                    yield entry.written


def _goes_on(entry: Entry, keys: Sequence[tuple[str, ...]], place: int) -> bool:
    if place + len(entry.keys) > len(keys):
        return False
    last = len(entry.keys) - 1
    for step, wanted in enumerate(entry.keys):
        given = keys[place + step]
        if step == last and entry.is_open:
            if not any(key.startswith(tuple(wanted)) for key in given):
                return False
        elif wanted.isdisjoint(given):
            return False
    return True


def _expressions(one: Compiled, read: Read, deadline: float) -> tuple[list[str], tuple[str, ...]]:
    """On the text as written and as it is seen, with and without masks. The engine stops where its time is over."""
    fitting: list[str] = []
    slow: list[str] = []
    texts = [read.text[:_EXPRESSION_READS_MAX]]
    if one.expressions and not read.text.isascii():
        plain = read.seen[:_EXPRESSION_READS_MAX]
        texts += [plain, unmasked(plain)]
    for written, pattern in one.expressions:
        left = deadline - time.monotonic()
        try:
            if left > 0 and any(pattern.search(text, timeout=left) for text in texts):
                fitting.append(written)
            elif left <= 0:
                slow.append(written)
        except TimeoutError:
            slow.append(written)
    return fitting, tuple(slow)
