"""Polls as everybody may know them, in a number of questions that does not depend on how many they are."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from korzo.edge.recording import lasts, reads
from korzo.kit.errors import Missing
from korzo.members.permissions import Person
from korzo.polls.models import Option, Poll
from korzo.polls.permissions import may_see
from korzo.polls.queries.results import Result, cast_in, result_of


@dataclass(frozen=True)
class PollFacts:
    """`closed_at` is None while it is open. Who may see the result is asked of `permissions.sees_results`."""

    pk: int
    subject_label: str
    subject_id: int
    author_id: int | None
    question: str
    kind: str
    choices_min: int
    choices_max: int
    is_anonymous: bool
    shows_results: str
    lets_add: bool
    closes_at: datetime | None
    closed_at: datetime | None
    ballot_count: int
    result: Result

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


def poll_ids_of(label: str, ids: Collection[int]) -> dict[int, int]:
    """Which of these things carry a poll, and which one. Says what it reads, so that a poll that comes later shows."""
    reads(*(f"polls:{label}:{pk}" for pk in ids))
    rows = Poll.objects.filter(subject_label=label, subject_id__in=ids)
    return dict(rows.values_list("subject_id", "pk"))


def polls_of(label: str, ids: Collection[int], now: datetime | None = None) -> dict[int, PollFacts]:
    """By the id of what carries them: one set of questions for a whole page."""
    found = polls_by_ids(poll_ids_of(label, ids).values(), now)
    return {facts.subject_id: facts for facts in found.values()}


def polls_by_ids(ids: Iterable[int], now: datetime | None = None) -> dict[int, PollFacts]:
    wanted = set(ids)
    reads(*(f"poll:{pk}" for pk in wanted))
    rows = list(Poll.objects.filter(pk__in=wanted).select_related("closure", "box")) if wanted else []
    return {facts.pk: facts for facts in _facts(rows, now)}


def get_poll_for(person: Person, pk: int) -> Poll:
    """A poll below something that this person may see."""
    found = Poll.objects.filter(pk=pk).first()
    if found is None or not may_see(person, found):
        raise Missing(f"poll {pk}")
    return found


def _facts(polls: list[Poll], now: datetime | None) -> Iterable[PollFacts]:
    moment = now or timezone.now()
    options: dict[int, list[Option]] = {poll.pk: [] for poll in polls}
    for option in Option.objects.filter(poll__in=polls).order_by("poll_id", "position") if polls else ():
        options[option.poll_id].append(option)
    cast = cast_in(polls)
    for poll in polls:
        closed_at = _closed_at(poll, moment)
        if closed_at is None and poll.closes_at is not None:
            lasts((poll.closes_at - moment).total_seconds())
        yield PollFacts(
            pk=poll.pk,
            subject_label=poll.subject_label,
            subject_id=poll.subject_id,
            author_id=poll.author_id,
            question=poll.question,
            kind=poll.kind,
            choices_min=poll.choices_min,
            choices_max=poll.choices_max,
            is_anonymous=poll.is_anonymous,
            shows_results=poll.shows_results,
            lets_add=poll.lets_add,
            closes_at=poll.closes_at,
            closed_at=closed_at,
            ballot_count=poll.ballot_count,
            result=result_of(poll, options[poll.pk], cast.get(poll.pk, {})),
        )


def _closed_at(poll: Poll, now: datetime) -> datetime | None:
    if hasattr(poll, "closure"):
        return poll.closure.at
    return poll.closes_at if poll.closes_at is not None and poll.closes_at <= now else None
