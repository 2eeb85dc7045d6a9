"""Keeping the list of words with which slips of the pen are understood."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched

from django.db import connection, transaction

from korzo.search.entries import MARK_SIGN, TITLE_SIGN
from korzo.search.expressions import Expression, either_of, word
from korzo.search.models import Spelling
from korzo.search.slips import can_be_spelt, key_of, keys_of
from korzo.search.store import Span, store

AT_ONCE = 500
# Compound questions of SQLite may have five hundred parts.
ASKED_AT_ONCE = 200
# One person alone may have misspelt it: a word of the talk is known once somebody else uses it too.
DOCUMENTS_MIN = 2


def remember_words(words: Iterable[str]) -> None:
    """Words of a title are known at once: names of products and people must be found however they are typed."""
    wanted = sorted({one for one in words if can_be_spelt(one)})
    for some in batched(wanted, AT_ONCE):
        _add(dict.fromkeys(some, 1))


def forget_words(words: Iterable[str]) -> None:
    """Words that left a document: those that stand in no other one are not known any more."""
    left = sorted({one.removeprefix(TITLE_SIGN) for one in words if not one.startswith(MARK_SIGN)})
    for some in batched(left, ASKED_AT_ONCE):
        keys = [key_of(one) for one in some]
        known = sorted(set(Spelling.objects.filter(key__in=keys, word__in=some).values_list("word", flat=True)))
        counts = store().counts([_anywhere(one) for one in known], most=1, span=Span())
        gone = [one for one, count in zip(known, counts, strict=True) if not count]
        for part in batched(gone, ASKED_AT_ONCE // 10):
            Spelling.objects.filter(key__in={key for one in part for key in keys_of(one)}, word__in=part).delete()


def _anywhere(one: str) -> Expression:
    return either_of([word(one), word(TITLE_SIGN + one)])


def learn_words() -> int:
    """Read the whole index and know each word that two documents hold. How many were new."""
    titles = {one for one, _count in store().vocabulary(titles=True)}
    new = 0
    for some in batched(_learnt(titles), AT_ONCE):
        with transaction.atomic():
            new += _add(dict(some))
    return new


def _write(rows: Sequence[tuple[int, str, int]]) -> None:
    """Ten rows for each word of a community: a plain statement takes a fifth of the time of rows that are objects."""
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_spelling (key, word, documents) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING", rows
            )


def _learnt(titles: set[str]) -> Iterator[tuple[str, int]]:
    for one, count in store().vocabulary(titles=False):
        if (count >= DOCUMENTS_MIN or one in titles) and can_be_spelt(one):
            yield one, count


def _add(counts: dict[str, int]) -> int:
    """A count is only brought up to date when it is far off: it only says which of two words is meant more likely."""
    keys = [key_of(one) for one in counts]
    known = dict(Spelling.objects.filter(key__in=keys, word__in=counts).values_list("word", "documents"))
    new = [one for one in counts if one not in known]
    _write([(key, one, counts[one]) for one in new for key in sorted(keys_of(one))])
    for one, documents in known.items():
        if counts[one] > 1 and not documents / 2 <= counts[one] <= documents * 2:
            Spelling.objects.filter(key__in=keys_of(one), word=one).update(documents=counts[one])
    return len(new)
