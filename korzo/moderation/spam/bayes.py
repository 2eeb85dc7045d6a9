"""How likely a text is spam, from what people decided before: Robinson's estimate for each token, joined by Fisher.

Pure arithmetic. The counts come from the database and the tokens from `tokens`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log

# Below that the filter has an opinion on nothing: a handful of examples would hold honest people.
EXAMPLES_MIN = 50
# Only the tokens that say most are heard; a long text cannot drown them.
STRONGEST = 15
# A few strong tokens alone are an accident.
HEARD_MIN = 5
# Robinson's start: a token never met is worth nothing, and one meeting moves it half the way.
_UNKNOWN, _STRENGTH = 0.5, 1.0
_DISTANCE_MIN = 0.1
# Surer than that no single token is, however often it was met on one side alone.
_MOST = 0.9999
HELD_FROM = 0.95


@dataclass(frozen=True)
class Count:
    """In how many texts of each kind a token was met."""

    token: int
    spam: int
    honest: int


def is_ready(spam: int, honest: int) -> bool:
    return min(spam, honest) >= EXAMPLES_MIN


def likelihood(counts: Iterable[Count], *, spam: int, honest: int) -> float:
    """0 honest, 1 spam, 0.5 no idea. `spam` and `honest` are the numbers of texts that were learnt from."""
    worth = [_worth(one, spam, honest) for one in counts if one.spam > 0 or one.honest > 0]
    told = sorted((one for one in worth if abs(one - 0.5) >= _DISTANCE_MIN), key=lambda one: (-abs(one - 0.5), one))
    heard = told[:STRONGEST]
    if len(heard) < HEARD_MIN:
        return 0.5
    against = 1.0 - _tail(-2.0 * sum(log(1.0 - one) for one in heard), len(heard))
    in_favour = 1.0 - _tail(-2.0 * sum(log(one) for one in heard), len(heard))
    return (against - in_favour + 1.0) / 2.0


def _worth(one: Count, spam: int, honest: int) -> float:
    """How much spam this token says, where texts of both kinds were equally many."""
    of_spam, of_honest = one.spam / max(spam, 1), one.honest / max(honest, 1)
    share = of_spam / (of_spam + of_honest)
    met = one.spam + one.honest
    worth = (_STRENGTH * _UNKNOWN + met * share) / (_STRENGTH + met)
    return min(max(worth, 1.0 - _MOST), _MOST)


def _tail(chi: float, pairs: int) -> float:
    """How often chance alone reaches `chi`, with twice as many degrees of freedom as `pairs`."""
    half = chi / 2.0
    term = total = exp(-half)
    for step in range(1, pairs):
        term *= half / step
        total += term
    return min(total, 1.0)
