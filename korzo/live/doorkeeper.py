"""Lets in, and asks again later. Runs on threads, because those whom it asks look into the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from korzo.live.permissions import MEMBER, may_hear, member_of


@dataclass(frozen=True)
class Verdict:
    member_id: int | None
    allowed: frozenset[str]
    refused: frozenset[str]


type Question = tuple[str, int | None, frozenset[str]]
"""Session, whose it was, and the channels that were allowed then."""


def decide(session: str, wanted: Sequence[str]) -> Verdict:
    member_id = member_of(session)
    named = {name: f"{MEMBER}:{member_id or 0}" if name == MEMBER else name for name in wanted}
    allowed = {name for name, channel in named.items() if may_hear(member_id, channel)}
    return Verdict(
        member_id, frozenset(named[name] for name in allowed), frozenset(name for name in named if name not in allowed)
    )


def decide_all(questions: Iterable[Question]) -> list[frozenset[str]]:
    """For each the channels that may not be heard any more. Guests of one channel are asked about once."""
    answers: dict[tuple[int | None, str], bool] = {}
    lost: list[frozenset[str]] = []
    for session, was, channels in questions:
        member_id = member_of(session) if was is not None else None
        for channel in channels:
            if (member_id, channel) not in answers:
                answers[member_id, channel] = may_hear(member_id, channel)
        lost.append(frozenset(channel for channel in channels if not answers[member_id, channel]))
    return lost
