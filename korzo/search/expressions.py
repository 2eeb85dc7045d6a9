"""What is looked for, before a database is told in its own language."""

from collections.abc import Iterable
from dataclasses import dataclass

type Expression = "Phrase | All | Either | Without"


@dataclass(frozen=True)
class Phrase:
    """Words in a row, often only one. `begun`: the last one may go on."""

    words: tuple[str, ...]
    begun: bool = False


@dataclass(frozen=True)
class All:
    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class Either:
    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class Without:
    wanted: Expression
    unwanted: Expression


def word(one: str, *, begun: bool = False) -> Phrase:
    return Phrase((one,), begun)


def all_of(parts: Iterable[Expression]) -> Expression:
    listed = tuple(parts)
    return listed[0] if len(listed) == 1 else All(listed)


def either_of(parts: Iterable[Expression]) -> Expression:
    listed = tuple(parts)
    return listed[0] if len(listed) == 1 else Either(listed)
