"""How often somebody may do something: asked in the rooms below, counted in one above, and neither imports the other.

Before anybody counts, everybody may.
"""

from dataclasses import dataclass
from typing import Any, Protocol


class OfMember(Protocol):
    """Counts one turn of a member, within the caller's transaction; Refused where they were too quick."""

    def __call__(self, deed: str, *, member: Any, times: int = 1) -> None: ...


class OfAddress(Protocol):
    """The same for a network address, of somebody who has no account."""

    def __call__(self, deed: str, *, address: str) -> None: ...


@dataclass
class _Counter:
    of_member: OfMember | None = None
    of_address: OfAddress | None = None


_counter = _Counter()

# What the rooms below ask about.
REACTION, VOTE, REGISTRATION = "reaction", "vote", "registration"


def count_with(of_member: OfMember, of_address: OfAddress) -> None:
    """Called in the `ready()` of the room that counts."""
    _counter.of_member, _counter.of_address = of_member, of_address


def take_turn(deed: str, *, member: Any, times: int = 1) -> None:
    if _counter.of_member is not None:
        _counter.of_member(deed, member=member, times=times)


def take_turn_from(deed: str, *, address: str) -> None:
    if _counter.of_address is not None:
        _counter.of_address(deed, address=address)
