"""What other rooms and pages may ask."""

from korzo.contests.queries.cards import ContestCard, ContestList, contest_list, on_now
from korzo.contests.queries.parties import followers_of, parties_of
from korzo.contests.queries.running import is_one_on
from korzo.contests.queries.seals import SealState, seal_state

__all__ = [
    "ContestCard",
    "ContestList",
    "SealState",
    "contest_list",
    "followers_of",
    "is_one_on",
    "on_now",
    "parties_of",
    "seal_state",
]
