"""What somebody may have meant who found nothing, or little."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from korzo.search.asked import Asked, Clause
from korzo.search.expressions import Expression
from korzo.search.models import Spelling
from korzo.search.queries.limits import Limits
from korzo.search.slips import can_be_spelt, keys_to_ask, slips_between, slips_max
from korzo.search.store import store

# Of one word, and of a whole question.
NEAR_MAX, TRIED_MAX = 4, 12
# Words that share a spelling with the one that was asked for; the rest is not looked at.
LOOKED_AT_MAX = 500
# A word in so many times more documents is meant more likely.
MORE_LIKELY = 10


@dataclass(frozen=True)
class Near:
    word: str
    slips: int
    documents: int


def near(asked_for: str) -> list[Near]:
    """Words of the index that are a slip or two away, the likeliest first."""
    if not can_be_spelt(asked_for):
        return []
    rows = Spelling.objects.filter(key__in=keys_to_ask(asked_for)).values_list("word", "documents")
    counts = {word: documents for word, documents in rows[:LOOKED_AT_MAX] if word != asked_for}
    most = slips_max(asked_for)
    found = [Near(word, slips_between(asked_for, word), documents) for word, documents in counts.items()]
    fitting = [one for one in found if one.slips <= most]
    return sorted(fitting, key=lambda one: (one.slips, -one.documents, one.word))[:NEAR_MAX]


def corrections(asked: Asked, limits: Limits, *, is_empty: bool) -> Iterator[Asked]:
    """Questions that differ in words which this person finds nowhere, and that do find something they may see."""
    known = _counts([clause.anywhere() for clause in asked.clauses], limits)
    choices: list[list[Clause]] = []
    for clause, count in zip(asked.clauses, known, strict=True):
        wrong = not count or (not is_empty and count < MORE_LIKELY)
        choices.append(_choices(clause) if wrong else [clause])
    wanted = [Asked(tuple(chosen)) for chosen in islice(product(*choices), TRIED_MAX)]
    wanted = [one for one in wanted if one != asked]
    for one, count in zip(wanted, _counts([one.anywhere() for one in wanted], limits), strict=True):
        if count >= (1 if is_empty else MORE_LIKELY):
            yield one


def _choices(clause: Clause) -> list[Clause]:
    if clause.is_quoted or len(clause.parts) > 1:
        return [clause]
    return [replace(clause, parts=(one.word,)) for one in near(clause.parts[0])] or [clause]


def _counts(wanted: Sequence[Expression], limits: Limits) -> list[int]:
    return store().counts([limits.within(one) for one in wanted], most=MORE_LIKELY, span=limits.span)
