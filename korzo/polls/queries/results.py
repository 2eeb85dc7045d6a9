"""How a vote stands: counts and shares, the mean of a rating, the rounds of a run-off."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from korzo.polls.models import Choice, Option, Poll
from korzo.polls.permissions import ANONYMOUS_BALLOTS_MIN
from korzo.polls.runoff import Ranking, RunOff, run_off


@dataclass(frozen=True)
class Line:
    """`share` is of all ballots, 0 to 1; in a ranked poll both tell the first places."""

    option_id: int
    text: str
    count: int
    share: float


@dataclass(frozen=True)
class Result:
    """`ballot_count` are those that are counted here. `is_sealed`: so few voted that it would tell who chose what."""

    lines: tuple[Line, ...]
    ballot_count: int
    is_sealed: bool = False
    mean: float | None = None
    run_off: RunOff | None = None


def result_of(poll: Poll, options: Sequence[Option], cast: Mapping[Ranking, int]) -> Result:
    """`cast` is only asked of ranked and anonymous polls; the others are counted in their options."""
    total = sum(cast.values()) if poll.is_anonymous else poll.ballot_count
    if poll.is_anonymous and total < ANONYMOUS_BALLOTS_MIN:
        return Result(tuple(Line(one.pk, one.text, 0, 0) for one in options), 0, is_sealed=True)
    counts = _counts(poll, options, cast)
    lines = tuple(Line(one.pk, one.text, counts[one.pk], counts[one.pk] / total if total else 0) for one in options)
    return Result(
        lines,
        total,
        mean=_mean(lines, total) if poll.kind == Poll.Kind.RATING else None,
        run_off=run_off(cast, {one.pk: one.lot for one in options}) if poll.kind == Poll.Kind.RANKED else None,
    )


def _counts(poll: Poll, options: Sequence[Option], cast: Mapping[Ranking, int]) -> Mapping[int, int]:
    if poll.kind == Poll.Kind.RANKED:
        return _summed((ranking[:1], n) for ranking, n in cast.items())
    if poll.is_anonymous:
        return _summed(cast.items())
    return {one.pk: one.ballot_count for one in options}


def _summed(cast: Iterable[tuple[Ranking, int]]) -> Counter[int]:
    counts: Counter[int] = Counter()
    for ranking, times in cast:
        for option in ranking:
            counts[option] += times
    return counts


def _mean(lines: Sequence[Line], total: int) -> float | None:
    """The options of a rating are the values, in order."""
    return sum(int(line.text) * line.count for line in lines) / total if total else None


def cast_in(polls: Collection[Poll]) -> dict[int, Mapping[Ranking, int]]:
    """How often each choice was made: from the boxes of anonymous polls, and from the ballots of open ranked ones."""
    found: dict[int, Mapping[Ranking, int]] = {
        poll.pk: {_ranking(key): count for key, count in poll.box.counts.items()} for poll in polls if poll.is_anonymous
    }
    ranked = [poll.pk for poll in polls if poll.kind == Poll.Kind.RANKED and not poll.is_anonymous]
    if ranked:
        found |= _rankings(ranked)
    return found


def _ranking(key: str) -> Ranking:
    return tuple(int(pk) for pk in key.split())


def _rankings(poll_ids: Collection[int]) -> dict[int, Mapping[Ranking, int]]:
    """Ballots by poll; the choices of one ballot follow each other."""
    ballots: dict[tuple[int, int], list[int]] = {}
    choices = Choice.objects.filter(ballot__poll__in=poll_ids).order_by("ballot_id", "position")
    for poll_id, ballot_id, option_id in choices.values_list("ballot__poll_id", "ballot_id", "option_id").iterator():
        ballots.setdefault((poll_id, ballot_id), []).append(option_id)
    found: dict[int, Counter[Ranking]] = {pk: Counter() for pk in poll_ids}
    for (poll_id, _ballot_id), ranking in ballots.items():
        found[poll_id][tuple(ranking)] += 1
    return dict(found)
