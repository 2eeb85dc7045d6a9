"""Which decisions teach the filter: what was called an advertisement, what waited and was shown, and what was reversed.

Unkind words and a wrong space say nothing about spam, so they teach nothing.
"""

from collections.abc import Iterable
from itertools import islice

from korzo.moderation.actions.learn import learn, submission_of, unlearn
from korzo.moderation.models import Decision, Flag, Item
from korzo.moderation.registry import Seen
from korzo.moderation.spam.submission import Submission

SPAM = "spam"
# Of each kind of thing, the newest.
LEARNT_OF_SWEEP = 10
_AGAINST = frozenset({Decision.Verb.AGREE, Decision.Verb.SILENCE, Decision.Verb.BAN})


def learn_from_decision(decision: Decision) -> bool:
    """Once it stands for good. Whether it taught anything."""
    item = decision.item
    if item.kind not in {Item.Kind.HELD, Item.Kind.FLAGS} or decision.undone_at is not None:
        return False
    if decision.verb in _AGAINST:
        return decision.reason == SPAM and learn(submission_of(item), spam=True)
    was_suspected = bool(item.held_for) or item.flags.filter(reason=Flag.Reason.SPAM).exists()
    return decision.verb == Decision.Verb.DISAGREE and was_suspected and learn(submission_of(item), spam=False)


def learn_from_taking_down(label: str, seen: Seen, *, reason: str) -> bool:
    """Straight from where it stands."""
    return reason == SPAM and learn(_of(label, seen), spam=True)


def unlearn_from_putting_back(label: str, seen: Seen) -> bool:
    """Somebody judged it otherwise later on."""
    return unlearn(_of(label, seen))


def learn_from_sweep(label: str, hidden: Iterable[Seen]) -> None:
    """A few of a spammer's texts, so that one of them does not become the measure of all."""
    for seen in islice(hidden, LEARNT_OF_SWEEP):
        learn(_of(label, seen), spam=True)


def _of(label: str, seen: Seen) -> Submission:
    return Submission(label, None, seen.title, seen.plain, seen.html, seen.language, seen.at)
