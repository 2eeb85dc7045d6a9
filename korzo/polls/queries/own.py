"""What one person has done, and, in open polls, who chose what."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F

from korzo.members.permissions import Person
from korzo.members.queries import Byline, bylines
from korzo.polls.models import Ballot, Choice, Poll

# Names below each option; a longer list tells nobody more.
VOTERS_SHOWN_MAX = 60


@dataclass(frozen=True)
class Own:
    """Somebody's ballot. Of an anonymous one nobody knows the choices any more, its owner included."""

    option_ids: tuple[int, ...] = ()


def own_ballots(person: Person, poll_ids: Collection[int]) -> dict[int, Own]:
    """By poll, in the order of the choice: one question for a whole page. Guests cost none."""
    if person is None or not poll_ids:
        return {}
    rows = Ballot.objects.filter(member=person, poll__in=poll_ids)
    found: dict[int, tuple[int, ...]] = {}
    ordered = rows.order_by("poll_id", F("choices__position").asc(nulls_first=True))
    for poll_id, option_id in ordered.values_list("poll_id", "choices__option_id"):
        found[poll_id] = (*found.get(poll_id, ()), *([option_id] if option_id is not None else []))
    return {poll_id: Own(ids) for poll_id, ids in found.items()}


def voters_of(poll: Poll) -> dict[int, list[Byline]]:
    """Who chose each option of an open poll, the first ones first; in a ranked poll who put it first."""
    if poll.is_anonymous:
        return {}
    rows = Choice.objects.filter(ballot__poll=poll, ballot__member__isnull=False)
    if poll.kind == Poll.Kind.RANKED:
        rows = rows.filter(position=1)
    ids: dict[int, list[int]] = {}
    for option_id, member_id in rows.order_by("ballot__at", "ballot_id").values_list("option_id", "ballot__member_id"):
        if member_id is not None and len(ids.setdefault(option_id, [])) < VOTERS_SHOWN_MAX:
            ids[option_id].append(member_id)
    known = bylines(_all(ids.values()))
    return {option_id: [known[pk] for pk in members] for option_id, members in ids.items()}


def _all(lists: Iterable[list[int]]) -> list[int]:
    return [pk for ids in lists for pk in ids]
