"""How many streams there may be: in this process, of one address, of one member."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

# Some 30 kB each: 60 MB in all.
STREAMS_MAX = 2_000
# A household, a classroom, a small office behind one address.
STREAMS_OF_ADDRESS_MAX = 20
# A browser shares one among its tabs, so these are as many devices.
STREAMS_OF_MEMBER_MAX = 6


class Full(Exception):
    """No seat is left; says of what there is too much."""


@dataclass
class Seats:
    total: int = 0
    by_address: Counter[str] = field(default_factory=Counter)
    by_member: Counter[int] = field(default_factory=Counter)

    @contextmanager
    def of_address(self, address: str) -> Iterator[None]:
        if self.total >= STREAMS_MAX:
            raise Full("total")
        if self.by_address[address] >= STREAMS_OF_ADDRESS_MAX:
            raise Full("address")
        self.total += 1
        self.by_address[address] += 1
        try:
            yield
        finally:
            self.total -= 1
            _give_back(self.by_address, address)

    @contextmanager
    def of_member(self, member_id: int | None) -> Iterator[None]:
        if member_id is None:
            yield
            return
        if self.by_member[member_id] >= STREAMS_OF_MEMBER_MAX:
            raise Full("member")
        self.by_member[member_id] += 1
        try:
            yield
        finally:
            _give_back(self.by_member, member_id)


def _give_back[K](counts: Counter[K], key: K) -> None:
    counts[key] -= 1
    if counts[key] <= 0:
        del counts[key]
